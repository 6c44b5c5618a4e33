package dev.mayfly.retrieval.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/** Makes Lucene's documents: one for each passage. The first stands for the whole: it has the words and the source. */
final class DocumentMaker {
    private final Schema schema;
    private final Map<Analysis, Analyzer> analyzers = new EnumMap<>(Analysis.class);

    DocumentMaker(Schema schema) {
        this.schema = schema;
        schema.texts().values().forEach(text -> analyzers.computeIfAbsent(text.analysis(), Analysis::analyzer));
    }

    /** Each is made when it is its turn: all of them may be many times as large as what they are made of. */
    Iterable<Document> documents(Entry entry) {
        int passages = Math.max(1, entry.vectors().size());
        return () -> IntStream.range(0, passages)
                .mapToObj(order -> document(entry, order, passages))
                .iterator();
    }

    private Document document(Entry entry, int order, int passages) {
        Document document = new Document();
        document.add(new StringField(Names.ID, entry.id(), Store.YES));
        document.add(new NumericDocValuesField(Names.ORDER, order));
        if (order < entry.vectors().size())
            document.add(new KnnFloatVectorField(
                    Names.VECTOR, entry.vectors().get(order), VectorSimilarityFunction.DOT_PRODUCT));
        addFilters(document, entry.content());
        if (order > 0) return document;
        document.add(new NumericDocValuesField(Names.PASSAGES, passages));
        document.add(new BinaryDocValuesField(Names.KEY, new BytesRef(entry.id())));
        document.add(new StoredField(Names.SOURCE, entry.source()));
        addWords(document, entry.content());
        return document;
    }

    private void addWords(Document document, Content content) {
        schema.texts().forEach((name, field) -> {
            String text = Passages.text(schema, content.fields().get(name));
            if (!text.isEmpty())
                document.add(new WeightedText(
                        Names.words(field.analysis().name()),
                        text,
                        java.util.Objects.requireNonNull(analyzers.get(field.analysis())),
                        field.weight()));
        });
    }

    private void addFilters(Document document, Content content) {
        if (content.acl().isEmpty()) document.add(new StringField(Names.OPEN, "1", Store.NO));
        content.acl().forEach(reader -> document.add(new StringField(Names.READER, reader, Store.NO)));
        content.fields().forEach((name, value) -> {
            if (value.isNull()) return;
            document.add(new StringField(Names.HAS, name, Store.NO));
            each(value, one -> addValue(document, name, one));
        });
        content.metadata().forEach((name, value) -> {
            document.add(new StringField(Names.HAS, Names.METADATA_PREFIX + name, Store.NO));
            each(value, one -> addMetadata(document, name, one));
        });
    }

    private static void each(JsonNode value, Consumer<JsonNode> use) {
        if (value.isArray()) value.forEach(use);
        else use.accept(value);
    }

    private void addValue(Document document, String name, JsonNode value) {
        String field = Names.value(name);
        switch (schema.fields().get(name)) {
            case Field.Keyword keyword -> document.add(new KeywordField(field, value.asText(), Store.NO));
            case Field.Bool bool -> document.add(new KeywordField(field, value.asText(), Store.NO));
            case Field.Number number -> document.add(new DoubleField(field, value.doubleValue(), Store.NO));
            case Field.Date date -> document.add(new LongField(field, Content.moment(name, value.asText()), Store.NO));
            case Field.Text text -> {}
            case Field.Vector vector -> {}
            case null -> {}
        }
    }

    private static void addMetadata(Document document, String name, JsonNode value) {
        if (value.isNumber())
            document.add(new LongPoint(
                    Names.METADATA_NUMBER, hash(name), NumericUtils.doubleToSortableLong(value.doubleValue())));
        else if (value.isTextual() || value.isBoolean())
            document.add(new KeywordField(Names.METADATA, name + Names.METADATA_SEPARATOR + value.asText(), Store.NO));
    }

    /** Of 64 bits: names that documents choose do not become fields of the index, of which there would be no end. */
    static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        return hash;
    }
}
