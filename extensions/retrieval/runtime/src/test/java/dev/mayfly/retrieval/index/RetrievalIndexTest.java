package dev.mayfly.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.retrieval.chunking.Chunking;
import dev.mayfly.retrieval.embedding.UnitVector;
import dev.mayfly.retrieval.index.RetrievalIndex.Change;
import dev.mayfly.retrieval.index.RetrievalIndex.Settings;
import dev.mayfly.retrieval.ranking.Fusion;
import dev.mayfly.retrieval.ranking.Mode;
import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Content;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Filter;
import dev.mayfly.retrieval.schema.Passages;
import dev.mayfly.retrieval.schema.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrievalIndexTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema SCHEMA = schema(3);
    /** Parts of an index that have fewer vectors have no graph. */
    private static final int HAS_A_GRAPH = 12_000;

    @TempDir
    Path folder;

    private static Schema schema(int titleWeight) {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("title", new Field.Text(Analysis.english, titleWeight));
        fields.put("text", new Field.Text(Analysis.english, 1));
        fields.put("tag", new Field.Keyword());
        fields.put("year", new Field.Number());
        fields.put("day", new Field.Date());
        fields.put("vector", new Field.Vector(8));
        return new Schema(fields, Chunking.DEFAULT);
    }

    @Test
    void wordInAFieldThatWeighsMoreCountsMore() throws IOException {
        try (RetrievalIndex index = open()) {
            put(index, "text", "{'title':'other','text':'mayflies'}");
            put(index, "title", "{'title':'mayfly','text':'other'}");
            assertThat(ids(index, words("mayfly"))).containsExactly("title", "text");
        }
    }

    @Test
    void laterChangeReplacesAndDeletionRemoves() throws IOException {
        try (RetrievalIndex index = open()) {
            put(index, "a", "{'text':'first'}");
            put(index, "a", "{'text':'second'}");
            assertThat(ids(index, words("first"))).isEmpty();
            assertThat(ids(index, words("second"))).containsExactly("a");
            index.apply(List.of(new Change.Delete("a")));
            index.refresh();
            assertThat(ids(index, words("second"))).isEmpty();
        }
    }

    @Test
    void filtersHold() throws IOException {
        try (RetrievalIndex index = open()) {
            put(
                    index,
                    "a",
                    "{'text':'x','tag':['red','blue'],'year':2020,'day':'2020-05-01'}",
                    "{'size':3,'who':'ann'}");
            put(index, "b", "{'text':'x','tag':'blue','year':2026}", "{'size':30}");
            put(index, "c", "{'text':'x'}");
            assertFiltered(index, "{'tag':'red'}", "a");
            assertFiltered(index, "{'tag':{'in':['red','blue']}}", "a", "b");
            assertFiltered(index, "{'tag':{'ne':'red'}}", "b", "c");
            assertFiltered(index, "{'tag':{'prefix':'bl'}}", "a", "b");
            assertFiltered(index, "{'year':{'gt':2020}}", "b");
            assertFiltered(index, "{'year':{'gte':2020,'lt':2026}}", "a");
            assertFiltered(index, "{'day':{'lte':'2020-05-01T00:00:00Z'}}", "a");
            assertFiltered(index, "{'day':{'lt':'2020-05-01T00:00:00Z'}}");
            assertFiltered(index, "{'year':{'exists':false}}", "c");
            assertFiltered(index, "{'metadata.size':{'gte':3,'lt':30}}", "a");
            assertFiltered(index, "{'metadata.who':'ann'}", "a");
            assertFiltered(index, "{'metadata.who':{'exists':true}}", "a");
            assertFiltered(index, "{'or':[{'tag':'red'},{'not':{'tag':{'exists':true}}}]}", "a", "c");
            assertFiltered(index, "{'tag':'blue','year':2026}", "b");
        }
    }

    @Test
    void rangesWithoutAnEndHaveEverythingAfterTheirBegin() throws IOException {
        try (RetrievalIndex index = open()) {
            put(index, "a", "{'tag':'a'}", "{'who':'ann','whom':'zoe'}");
            put(index, "face", "{'tag':'😀'}", "{'who':'😀'}");
            assertFiltered(index, "{'tag':{'gt':'a'}}", "face");
            assertFiltered(index, "{'tag':{'lte':'a'}}", "a");
            assertFiltered(index, "{'metadata.who':{'gte':'ann'}}", "a", "face");
            assertFiltered(index, "{'metadata.who':{'gt':'ann'}}", "face");
        }
    }

    @Test
    void documentsOfManyPassagesAreFoundCountedAndDeletedOnce() throws IOException {
        Map<String, Field> fields = new LinkedHashMap<>();
        fields.put("text", new Field.Text(Analysis.english, 1));
        fields.put("tag", new Field.Keyword());
        Schema schema = new Schema(fields, Chunking.DEFAULT);
        try (RetrievalIndex index = RetrievalIndex.open(folder.resolve("many"), schema, new Settings(2, 16))) {
            for (String id : List.of("a", "b")) {
                Content content = new Content(map("{'text':'river','tag':'" + id + "'}"), List.of(), map("{}"));
                List<float[]> vectors = new ArrayList<>();
                for (int i = 0; i < 3; i++) vectors.add(UnitVector.of(new float[] {id.equals("a") ? i : 0.1f, 1}));
                index.apply(List.of(new Change.Put(new Entry(
                        id, content, "{}".getBytes(StandardCharsets.UTF_8), Passages.of(schema, content), vectors))));
            }
            index.refresh();
            Question question = meaning(UnitVector.of(new float[] {1, 0}), 10, "tag");
            Found found = index.search(question);
            assertThat(found.hits().stream().map(hit -> hit.id() + hit.passage()))
                    .containsExactly("a2", "b0");
            assertThat(found.facets()).isEqualTo(Map.of("tag", Map.of("a", 1L, "b", 1L)));
            assertThat(index.ids(filter("{'tag':{'in':['a','b']}}"))).containsExactlyInAnyOrder("a", "b");
            index.apply(List.of(new Change.Delete("a")));
            index.refresh();
            assertThat(ids(index, question)).containsExactly("b");
            assertThat(index.size().passages()).isEqualTo(3);
        }
    }

    @Test
    void documentForSomeIsHiddenAlsoWhereAllOthersAreForEverybody() throws IOException {
        try (RetrievalIndex index = open()) {
            put(index, "all", "{'text':'river','vector':[1,1,1,1,1,1,1,1]}");
            assertThat(ids(index, words("river"))).containsExactly("all");
            Content secret = new Content(map("{'text':'river','vector':[1,1,1,1,1,1,1,0]}"), List.of("ann"), map("{}"));
            index.apply(List.of(new Change.Put(new Entry(
                    "secret",
                    secret,
                    "{}".getBytes(StandardCharsets.UTF_8),
                    Passages.of(SCHEMA, secret),
                    Passages.supplied(SCHEMA, secret.fields())))));
            index.refresh();
            assertThat(ids(index, words("river"))).containsExactly("all");
            assertThat(ids(index, meaning(floats(new SplittableRandom(1)), 10))).containsExactly("all");
        }
    }

    @Test
    void facetsOfMetadataAreOfThatNameAlone() throws IOException {
        try (RetrievalIndex index = open()) {
            put(index, "a", "{'text':'river'}", "{'k':['v','w'],'kk':'v','j':'v'}");
            put(index, "b", "{'text':'river'}", "{'k':'v'}");
            put(index, "c", "{'text':'lake'}", "{'k':'v'}");
            Found found = index.search(words("river", "metadata.k", "metadata.none"));
            assertThat(found.facets())
                    .isEqualTo(Map.of("metadata.k", Map.of("v", 2L, "w", 1L), "metadata.none", Map.of()));
        }
    }

    @Test
    void filterThatTheSchemaDoesNotAllowSaysWhy() throws IOException {
        try (RetrievalIndex index = open()) {
            assertThatThrownBy(() -> index.ids(filter("{'nothing':1}")))
                    .hasMessageContaining("there is no field nothing");
            assertThatThrownBy(() -> index.ids(filter("{'text':'x'}"))).hasMessageContaining("declare a keyword");
            assertThatThrownBy(() -> index.ids(filter("{'year':'x'}"))).hasMessageContaining("compared with numbers");
            assertThatThrownBy(() -> filter("{'year':{'like':1}}")).hasMessageContaining("no operator like");
            assertThatThrownBy(() -> filter("{'and':[]}")).hasMessageContaining("list of filters");
            assertThatThrownBy(() -> filter("{'not':".repeat(10) + "{'year':1}" + "}".repeat(10)))
                    .hasMessageContaining("8 levels");
            assertThatThrownBy(() -> filter("{'year':{'in':[" + "1,".repeat(300) + "1]}}"))
                    .hasMessageContaining("256");
        }
    }

    @Test
    void graphFindsWhatComparingAllFinds() throws IOException {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < HAS_A_GRAPH; i++)
            changes.add(change("d" + i, "{'text':'x','vector':" + vector(random) + "}", "{}"));
        try (RetrievalIndex exact = open();
                RetrievalIndex graph = RetrievalIndex.open(folder.resolve("graph"), SCHEMA, new Settings(0, 16))) {
            exact.apply(changes);
            exact.refresh();
            graph.apply(changes);
            graph.merge();
            graph.refresh();
            int found = 0;
            for (int i = 0; i < 20; i++) {
                float[] query = floats(random);
                List<String> wanted = ids(exact, meaning(query, 10)).subList(0, 10);
                found += (int) ids(graph, meaning(query, 10)).stream()
                        .limit(10)
                        .filter(wanted::contains)
                        .count();
            }
            assertThat(found).isGreaterThanOrEqualTo(190);
        }
    }

    /** Whether all are compared or the graph is walked. */
    @Test
    void longDocumentsDoNotCrowdOthersOut() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        float[] query = floats(random);
        Content content = new Content(map("{'text':'" + "word ".repeat(20_000) + "'}"), List.of(), Map.of());
        Passages passages = Passages.of(SCHEMA, content);
        List<float[]> near = java.util.Collections.nCopies(passages.embedded().size(), query);
        assertThat(near).hasSizeGreaterThan(30);
        for (int exactMax : List.of(1_000_000, 0))
            try (RetrievalIndex index =
                    RetrievalIndex.open(folder.resolve("long" + exactMax), SCHEMA, new Settings(exactMax, 16))) {
                index.apply(List.of(new Change.Put(
                        new Entry("long", content, "{}".getBytes(StandardCharsets.UTF_8), passages, near))));
                for (int i = 0; i < 20; i++)
                    index.apply(List.of(change("d" + i, "{'text':'x','vector':" + vector(random) + "}", "{}")));
                index.refresh();
                assertThat(ids(index, meaning(query, 10)))
                        .as("up to " + exactMax)
                        .hasSizeGreaterThanOrEqualTo(10);
            }
    }

    @Test
    void whatWasNotCommittedIsForgottenAndTheCommitSaysHowFarItCame() throws IOException {
        try (RetrievalIndex index = open()) {
            put(index, "a", "{'text':'kept'}");
            index.commit(7);
            put(index, "b", "{'text':'kept'}");
        }
        try (RetrievalIndex index = open()) {
            assertThat(index.committed()).isEqualTo(7);
            assertThat(ids(index, words("kept"))).containsExactly("a");
        }
    }

    @Test
    void damageAnywhereIsFoundWhenItIsOpened() throws IOException {
        try (RetrievalIndex index = open()) {
            for (int i = 0; i < 50; i++) put(index, "d" + i, "{'text':'word" + i + "'}");
            index.commit(50);
        }
        List<Path> files;
        try (var all = Files.list(folder.resolve("index"))) {
            files = all.filter(file -> !file.endsWith("write.lock")).toList();
        }
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] broken = bytes.clone();
            broken[broken.length / 2] ^= 0x40;
            Files.write(file, broken);
            assertThatThrownBy(() -> open().close())
                    .as(file.getFileName().toString())
                    .isInstanceOf(IOException.class);
            Files.write(file, bytes);
        }
        open().close();
    }

    private RetrievalIndex open() throws IOException {
        return RetrievalIndex.open(folder.resolve("index"), SCHEMA, Settings.DEFAULT);
    }

    private static void put(RetrievalIndex index, String id, String fields) throws IOException {
        put(index, id, fields, "{}");
    }

    private static void put(RetrievalIndex index, String id, String fields, String metadata) throws IOException {
        index.apply(List.of(change(id, fields, metadata)));
        index.refresh();
    }

    private static Change change(String id, String fields, String metadata) {
        Content content = new Content(map(fields), List.of(), map(metadata));
        content.check(SCHEMA);
        byte[] source = ("{\"fields\":" + json(fields) + "}").getBytes(StandardCharsets.UTF_8);
        return new Change.Put(new Entry(
                id, content, source, Passages.of(SCHEMA, content), Passages.supplied(SCHEMA, content.fields())));
    }

    private static Map<String, JsonNode> map(String json) {
        Map<String, JsonNode> map = new LinkedHashMap<>();
        json(json).properties().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Filter filter(String json) {
        return Filter.of(json(json));
    }

    private static void assertFiltered(RetrievalIndex index, String filter, String... ids) throws IOException {
        assertThat(index.ids(filter(filter))).as(filter).containsExactlyInAnyOrder(ids);
    }

    @Test
    void longVectorsAreKeptAndFoundAfterTheyWereWritten(@TempDir Path long_) throws IOException {
        Schema schema = new Schema(Map.of("v", new Field.Vector(4_096)), Chunking.DEFAULT);
        float[] vector = new float[4_096];
        vector[7] = 1;
        try (RetrievalIndex index = RetrievalIndex.open(long_, schema, RetrievalIndex.Settings.DEFAULT)) {
            Content content = new Content(Map.of(), List.of(), Map.of());
            index.apply(List.of(new Change.Put(
                    new Entry("a", content, new byte[0], Passages.of(schema, content), List.of(vector)))));
            index.commit(1);
        }
        try (RetrievalIndex index = RetrievalIndex.open(long_, schema, RetrievalIndex.Settings.DEFAULT)) {
            assertThat(ids(index, meaning(vector, 10))).containsExactly("a");
        }
    }

    private static Question words(String text, String... facets) {
        return new Question(
                Mode.keyword,
                text,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Fusion.DEFAULT,
                List.of(),
                List.of(facets),
                Facets.VALUES_MAX,
                100);
    }

    private static Question meaning(float[] vector, int candidates, String... facets) {
        return new Question(
                Mode.vector,
                "",
                List.of(),
                Optional.of(vector),
                Optional.empty(),
                List.of(),
                Fusion.DEFAULT,
                List.of(),
                List.of(facets),
                Facets.VALUES_MAX,
                candidates);
    }

    private static List<String> ids(RetrievalIndex index, Question question) throws IOException {
        return index.search(question).hits().stream().map(Found.Hit::id).toList();
    }

    private static float[] floats(SplittableRandom random) {
        float[] vector = new float[8];
        for (int i = 0; i < vector.length; i++) vector[i] = (float) (random.nextDouble() - 0.5);
        return UnitVector.of(vector);
    }

    private static String vector(SplittableRandom random) {
        return java.util.Arrays.toString(floats(random));
    }
}
