// Stands in for a class of the engine, which is not published: the base of all expressions names it.
package org.elasticsearch.compute.operator;

public interface WarningSourceLocation {}
