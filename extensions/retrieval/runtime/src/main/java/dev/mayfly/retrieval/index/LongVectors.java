package dev.mayfly.retrieval.index;

import dev.mayfly.retrieval.schema.Field;
import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/** A format of vectors that takes longer ones than it would itself: the bound is one of custom, not of the format. What it writes is read by its own name. */
final class LongVectors extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    LongVectors(KnnVectorsFormat format) {
        super(format.getName());
        this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return Field.Vector.DIMENSIONS_MAX;
    }
}
