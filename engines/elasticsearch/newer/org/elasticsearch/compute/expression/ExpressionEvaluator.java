// Stands in for a class of the engine, which is not published: JSON_EXTRACT names it.
package org.elasticsearch.compute.expression;

public interface ExpressionEvaluator {
    interface Factory {}
}
