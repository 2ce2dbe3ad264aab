// Stands in for a class of the engine, which is not published: as much of it as JSON_EXTRACT calls.
package org.elasticsearch.compute.data;

import org.apache.lucene.util.BytesRef;

public interface BytesRefBlock {
    interface Builder {
        Builder appendBytesRef(BytesRef value);

        Builder appendNull();
    }
}
