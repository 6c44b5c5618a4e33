package dev.mayfly.retrieval.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.retrieval.schema.Compared;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/** Filters and readers as queries of Lucene. What a filter says that the schema does not allow fails with a sentence. */
final class FilterQueries {
    private static final Term OPEN = new Term(Names.OPEN, "1");

    private final Schema schema;

    FilterQueries(Schema schema) {
        this.schema = schema;
    }

    /** Whether all documents of an index name nobody: then whoever searches may see all, and a filter would be work for nothing. */
    static boolean isOpen(IndexReader index) throws IOException {
        return index.docFreq(OPEN) == index.maxDoc();
    }

    /** What one of these readers may see: documents that name one of them, and those that name nobody. */
    static Query readable(Collection<String> readers) {
        Query open = new TermQuery(OPEN);
        if (readers.isEmpty()) return open;
        return new ConstantScoreQuery(new BooleanQuery.Builder()
                .add(open, Occur.SHOULD)
                .add(new TermInSetQuery(Names.READER, bytes(readers)), Occur.SHOULD)
                .build());
    }

    Query query(Filter filter) {
        return switch (filter) {
            case Filter.And(var parts) -> all(parts, Occur.FILTER);
            case Filter.Or(var parts) -> all(parts, Occur.SHOULD);
            case Filter.Not(var part) ->
                new BooleanQuery.Builder()
                        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                        .add(query(part), Occur.MUST_NOT)
                        .build();
            case Filter.Exists(var field) -> {
                kind(field);
                yield new TermQuery(new Term(Names.HAS, field));
            }
            case Filter.In(var field, var values) -> in(field, values);
            case Filter.Range(var field, var from, var to) -> range(field, from, to);
            case Filter.Prefix(var field, var prefix) -> prefix(field, prefix);
        };
    }

    private Query all(List<Filter> parts, Occur occur) {
        if (parts.isEmpty()) return MatchAllDocsQuery.INSTANCE;
        var all = new BooleanQuery.Builder();
        parts.forEach(part -> all.add(query(part), occur));
        return all.build();
    }

    private Optional<Field> kind(String field) {
        return Compared.kind(schema, field);
    }

    private Query in(String field, List<JsonNode> values) {
        var any = new BooleanQuery.Builder();
        for (JsonNode value : values)
            any.add(
                    kind(field).map(kind -> equal(field, kind, value)).orElseGet(() -> metadata(field, value)),
                    Occur.SHOULD);
        return any.build();
    }

    private static Query equal(String field, Field kind, JsonNode value) {
        String name = Names.value(field);
        return switch (kind) {
            case Field.Keyword keyword -> new TermQuery(new Term(name, Compared.text(field, value)));
            case Field.Bool bool -> new TermQuery(new Term(name, value.asText()));
            case Field.Number number -> DoubleField.newExactQuery(name, Compared.number(field, value));
            case Field.Date date -> LongField.newExactQuery(name, Content.moment(field, Compared.text(field, value)));
            case Field.Text text -> throw Compared.searched(field);
            case Field.Vector vector -> throw Compared.searched(field);
        };
    }

    private static Query metadata(String field, JsonNode value) {
        String name = field.substring(Names.METADATA_PREFIX.length());
        if (value.isNumber()) return numbers(name, value.doubleValue(), value.doubleValue());
        return new TermQuery(new Term(Names.METADATA, name + Names.METADATA_SEPARATOR + value.asText()));
    }

    private static Query numbers(String name, double from, double to) {
        long hash = DocumentMaker.hash(name);
        return LongPoint.newRangeQuery(
                Names.METADATA_NUMBER,
                new long[] {hash, NumericUtils.doubleToSortableLong(from)},
                new long[] {hash, NumericUtils.doubleToSortableLong(to)});
    }

    private Query range(String field, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        Optional<Field> kind = kind(field);
        if (kind.isEmpty()) return metadataRange(field, from, to);
        String name = Names.value(field);
        return switch (kind.get()) {
            case Field.Number number -> DoubleField.newRangeQuery(name, low(field, from), high(field, to));
            case Field.Date date ->
                LongField.newRangeQuery(
                        name,
                        from.map(bound -> Compared.moment(field, bound) + (bound.inclusive() ? 0 : 1))
                                .orElse(Long.MIN_VALUE),
                        to.map(bound -> Compared.moment(field, bound) - (bound.inclusive() ? 0 : 1))
                                .orElse(Long.MAX_VALUE));
            case Field.Keyword keyword -> texts(name, "", field, from, to);
            case Field.Bool bool -> throw Compared.withoutRange(field);
            case Field.Text text -> throw Compared.searched(field);
            case Field.Vector vector -> throw Compared.searched(field);
        };
    }

    private static Query metadataRange(String field, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        String name = field.substring(Names.METADATA_PREFIX.length());
        boolean numbers = from.or(() -> to).orElseThrow().value().isNumber();
        return numbers
                ? numbers(name, low(field, from), high(field, to))
                : texts(Names.METADATA, name + Names.METADATA_SEPARATOR, field, from, to);
    }

    /** In the order of their code points; dates in one notation are in order, too. */
    private static Query texts(
            String name, String before, String field, Optional<Filter.Bound> from, Optional<Filter.Bound> to) {
        BytesRef low = new BytesRef(
                before + from.map(bound -> Compared.text(field, bound.value())).orElse(""));
        // Where nothing is said the range is open: texts go on after every character that there is.
        @Nullable
        BytesRef high = to.map(bound -> new BytesRef(before + Compared.text(field, bound.value())))
                .orElse(before.isEmpty() ? null : new BytesRef(Names.after(before)));
        return new TermRangeQuery(
                name,
                low,
                high,
                from.map(Filter.Bound::inclusive).orElse(true),
                to.map(Filter.Bound::inclusive).orElse(high == null));
    }

    private Query prefix(String field, String prefix) {
        Optional<Field> kind = kind(field);
        if (kind.isEmpty())
            return new PrefixQuery(new Term(
                    Names.METADATA,
                    field.substring(Names.METADATA_PREFIX.length()) + Names.METADATA_SEPARATOR + prefix));
        if (!(kind.get() instanceof Field.Keyword)) throw Compared.withoutPrefix(field);
        return new PrefixQuery(new Term(Names.value(field), prefix));
    }

    private static double low(String field, Optional<Filter.Bound> from) {
        return from.map(bound -> bound.inclusive()
                        ? Compared.number(field, bound.value())
                        : Math.nextUp(Compared.number(field, bound.value())))
                .orElse(Double.NEGATIVE_INFINITY);
    }

    private static double high(String field, Optional<Filter.Bound> to) {
        return to.map(bound -> bound.inclusive()
                        ? Compared.number(field, bound.value())
                        : Math.nextDown(Compared.number(field, bound.value())))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static List<BytesRef> bytes(Collection<String> texts) {
        return texts.stream().map(BytesRef::new).toList();
    }
}
