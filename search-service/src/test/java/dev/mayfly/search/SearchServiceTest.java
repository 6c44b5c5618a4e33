package dev.mayfly.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.mayfly.search.store.Documents;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SearchServiceTest {
    private static final String HIT = "{'query':'river','mode':'keyword','limit':100}";

    private final Door door = new Door("door");

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Inject
    Indexes indexes;

    @Inject
    SearchConfig config;

    @Inject
    Documents documents;

    @ConfigProperty(name = "quarkus.datasource.search.jdbc.url")
    String url;

    @Test
    void meaningIsFoundWithTheModelOfThisProcess() {
        door.made("{}");
        door.bulk("{'id':'refund','fields':{'title':'Returns','text':'Refunds are paid within fourteen days.'}}\n"
                        + "{'id':'station','fields':{'title':'Way','text':'The station is behind the park.'}}")
                .statusCode(200)
                .body("errors", is(0));
        door.search("{'query':'get my money back','explain':true}")
                .statusCode(200)
                .body("hits[0].id", is("refund"))
                .body("hits[0].explain.what", is("convex"))
                .body("failed", hasSize(0));
        door.request().get(door.path("/stats")).then().body("waiting", is(0)).body("behind", is(0));
    }

    @Test
    void otherSettingsIndexAllDocumentsAnew() {
        door.made(Door.WORDS);
        door.bulk("{'id':'a','fields':{'text':'river','tag':'x'}}").statusCode(200);
        door.search("{'query':'rivers','mode':'keyword'}").body("hits", hasSize(1));
        door.made(Door.WORDS.replace("\"text\"}", "\"text\",\"analyzer\":\"standard\"}"));
        door.search("{'query':'rivers','mode':'keyword'}").body("hits", hasSize(0));
        door.search(HIT).body("hits", hasSize(1));
        door.made("{\"fields\":{\"tag\":{\"type\":\"text\"}}}");
        door.search("{'query':'x','mode':'keyword'}").body("hits", hasSize(1));
    }

    /** Whatever comes while it is read: what was not seen is left for the next time. */
    @Test
    void logIsReadUpToWhatWasSeen() {
        door.made(Door.WORDS);
        door.bulk(
                        "{'id':'a','fields':{'text':'river'}}\n{'id':'b','fields':{'text':'river'}}\n{'id':'c','fields':{'text':'river'}}")
                .statusCode(200);
        IndexRow row = indexes.find("door", door.index);
        door.request().delete(door.path("/documents/b")).then().statusCode(204);
        assertThat(documents.after(row.id, 0, row.sequence, 10, Long.MAX_VALUE).entries())
                .hasSize(2);
        assertThat(documents
                        .after(row.id, 0, row.sequence - 1, 10, Long.MAX_VALUE)
                        .entries())
                .hasSize(1);
        assertThat(documents
                        .after(row.id, 0, row.sequence + 1, 10, Long.MAX_VALUE)
                        .entries())
                .hasSize(3);
        Documents.Log one = documents.after(row.id, 0, row.sequence + 1, 1, Long.MAX_VALUE);
        assertThat(one.entries()).hasSize(1);
        assertThat(documents
                        .after(row.id, one.upTo(), row.sequence + 1, 10, Long.MAX_VALUE)
                        .entries())
                .hasSize(2);
    }

    @Test
    void longDocumentsAreReadFewAtATime() {
        door.made("{}");
        String line = "{'id':'%s','fields':{'text':'river " + "x".repeat(4_000) + "'}}";
        door.bulk(line.formatted("a") + "\n" + line.formatted("b") + "\n" + line.formatted("c"))
                .statusCode(200);
        IndexRow row = indexes.find("door", door.index);
        long seen = 0;
        for (int i = 0; i < 3; i++) {
            Documents.Log log = documents.after(row.id, seen, row.sequence, 10, 1_000);
            assertThat(log.entries()).hasSize(1);
            seen = log.upTo();
        }
        assertThat(seen).isEqualTo(row.sequence);
        assertThat(documents.after(row.id, 0, row.sequence, 10, 1 << 20).entries())
                .hasSize(3);
        assertThat(documents.after(row.id, 0, row.sequence, 2, 1 << 20).entries())
                .hasSize(2);
        assertThat(documents.pending(row, 10, 1_000)).isEmpty();
        IndexRow again = changed(row, "{\"chunking\":{\"size\":300,\"overlap\":0}}");
        assertThat(documents.pending(again, 10, 1_000)).hasSizeLessThan(2);
    }

    private IndexRow changed(IndexRow row, String settings) {
        door.made(settings);
        return indexes.find(row.account, row.name);
    }

    /** A filter that fitted is asked again of what has changed since. */
    @Test
    void documentThatChangedIsNotDeletedForWhatItWas() {
        door.made(Door.WORDS);
        door.bulk("{'id':'a','fields':{'text':'river','tag':'x'}}\n{'id':'b','fields':{'text':'river','tag':'x'}}")
                .statusCode(200);
        IndexRow seen = indexes.find("door", door.index);
        door.bulk("{'id':'a','fields':{'text':'river','tag':'y'}}").statusCode(200);
        assertThat(documents.delete(seen.id, List.of("a", "b"), seen.sequence).count())
                .isEqualTo(1);
        door.request()
                .body("{\"filter\":{\"tag\":\"y\"},\"refresh\":true}")
                .post(door.path("/delete"))
                .then()
                .statusCode(200)
                .body("deleted", is(1));
    }

    @Test
    void bytesOfAnAccountAreThoseOfAllItsIndexes() {
        String lines = lines(0, 250).replace("lake", "l".repeat(14_000));
        Door one = new Door("bytes").made(Door.WORDS);
        one.bulk(lines).statusCode(200);
        Door two = new Door("bytes").made(Door.WORDS);
        two.bulk(lines)
                .statusCode(429)
                .body("code", is("limit-search-bytes"))
                .body("detail", containsString("account"));
        one.request().delete(one.path("")).then().statusCode(204);
        two.bulk(lines).statusCode(200);
    }

    /** What holds up writers is the row of their index, held by somebody else. */
    @Test
    void writesThatWaitLeaveCallsToOthers() throws Exception {
        door.made(Door.WORDS);
        IndexRow row = indexes.find("door", door.index);
        try (var database = java.sql.DriverManager.getConnection(url, "postgres", "postgres")) {
            database.setAutoCommit(false);
            try (var statement = database.createStatement()) {
                statement.execute("select 1 from search.search_index where id = " + row.id + " for update");
            }
            List<Integer> answers = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
            List<Thread> writers = IntStream.rangeClosed(0, config.refreshesMax())
                    .mapToObj(i -> Thread.ofPlatform().start(() -> answers.add(write(i))))
                    .toList();
            while (!answers.contains(429)) Thread.onSpinWait();
            door.search(HIT).statusCode(200);
            database.rollback();
            for (Thread writer : writers) writer.join();
            assertThat(answers.stream().filter(status -> status == 200)).hasSize(config.refreshesMax());
        }
        door.search(HIT).body("hits", hasSize(config.refreshesMax()));
    }

    private int write(int n) {
        return door.request()
                .body("{\"fields\":{\"text\":\"river\"}}")
                .put(door.path("/documents/d" + n + "?refresh=true"))
                .statusCode();
    }

    @Test
    void hitOfWordsShowsThePassageThatHasThem() {
        door.made("{\"chunking\":{\"size\":300,\"overlap\":0}}");
        String text =
                "The lake is deep. ".repeat(60) + "A heron stands in the reeds. " + "The lake is deep. ".repeat(60);
        door.bulk("{'id':'a','fields':{'text':'" + text + "'}}").statusCode(200);
        door.search("{'query':'heron lake','mode':'keyword'}")
                .statusCode(200)
                .body("hits[0].text", containsString("heron"))
                .body("hits[0].text.length()", lessThan(1_000));
    }

    @Test
    void wordsOfWhatIsFoundFirstFindMore() {
        door.made(Door.WORDS);
        door.bulk(
                        "{'id':'a','fields':{'text':'river delta estuary'}}\n{'id':'b','fields':{'text':'estuary'}}\n{'id':'c','fields':{'text':'mountain'}}")
                .statusCode(200);
        door.search(HIT).body("hits.id", is(List.of("a")));
        door.search("{'query':'river','mode':'keyword','feedback':{},'explain':true}")
                .statusCode(200)
                .body("hits.id", is(List.of("a", "b")))
                .body(
                        "hits[0].explain.parts.find { it.what == 'feedback' }.parts.what.toString()",
                        containsString("estuari"));
        door.search("{'query':'river','mode':'keyword','feedback':{'weight':2}}")
                .statusCode(400)
                .body("detail", containsString("weight"));
        door.search("{'query':'river','mode':'vector','vector':[1,0],'feedback':{}}")
                .statusCode(400);
    }

    @Test
    void thresholdOfASettingHoldsInItsEvaluation() {
        door.made(Door.WORDS);
        door.bulk("{'id':'a','fields':{'text':'river'}}").statusCode(200);
        String body =
                "{'queries':{'q':'river'},'judgments':{'q':{'a':1}},'settings':{'all':{'mode':'keyword'},'none':{'mode':'keyword','matchThreshold':1000}}}";
        door.request()
                .body(body.replace('\'', '"'))
                .post(door.path("/eval"))
                .then()
                .statusCode(200)
                .body("settings.all.ndcg10", is(1.0f))
                .body("settings.none.ndcg10", is(0.0f));
    }

    @Test
    void valuesOfSeveralIndexesAreCountedTogether() {
        door.made(Door.WORDS);
        Door other = new Door("door").made(Door.WORDS);
        door.bulk(
                        "{'id':'a','fields':{'text':'river','tag':['x','y']}}\n{'id':'b','fields':{'text':'river','tag':'x'}}")
                .statusCode(200);
        other.bulk("{'id':'a','fields':{'text':'river','tag':'y'}}\n{'id':'b','fields':{'text':'river','tag':'y'}}")
                .statusCode(200);
        String facets = door.request()
                .body("{\"query\":\"river\",\"mode\":\"keyword\",\"facets\":[\"tag\"]}")
                .post("/v1/accounts/door/search/" + door.index + "," + other.index + "/search")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("facets.tag")
                .toString();
        assertThat(facets).isEqualTo("{y=3, x=2}");
    }

    /** Vectors take far longer than anything else: they are made again only where other texts are embedded. */
    @Test
    void vectorsAreKeptWhileTextsAreTheSame() throws Exception {
        String fields = "{'fields':{'text':{'type':'text'},'tag':{'type':'keyword'}%s}}".replace('\'', '"');
        door.made(fields.formatted(""));
        String line = "{'id':'a','fields':{'text':'%s','tag':'%s'},'acl':['%s']}";
        door.bulk(line.formatted("a river", "x", "ann")).statusCode(200);
        byte[] made = vectors();
        assertThat(made).isNotNull();
        door.request()
                .body("{\"fields\":{\"text\":\"a river\",\"tag\":\"y\"},\"acl\":[\"bob\"]}")
                .put(door.path("/documents/a"))
                .then()
                .statusCode(200);
        assertThat(vectors()).isEqualTo(made);
        door.made(fields.formatted(",\"more\":{\"type\":\"number\"}"));
        assertThat(vectors()).isEqualTo(made);
        long generation = indexes.find("door", door.index).generation;
        sql("update search.search_index set passages = '' where name = '" + door.index + "'");
        door.made(fields.formatted(",\"more\":{\"type\":\"number\"}"));
        assertThat(indexes.find("door", door.index).generation)
                .as("an index of before knows what its passages are of")
                .isEqualTo(generation);
        assertThat(vectors()).isEqualTo(made);
        door.search("{'query':'river','mode':'vector','acl':['bob']}").body("hits.id", is(List.of("a")));
        door.made(fields.formatted(",\"title\":{\"type\":\"text\"}"));
        IndexRow row = indexes.find("door", door.index);
        assertThat(documents.waiting(row, Long.MAX_VALUE)).isEqualTo(1);
        while (documents.waiting(indexes.find("door", door.index), Long.MAX_VALUE) > 0) Thread.onSpinWait();
        door.bulk(line.formatted("a lake", "y", "bob")).statusCode(200);
        assertThat(vectors()).isNotEqualTo(made);
        assertThat(indexes.find("door", door.index).stale).isFalse();
    }

    private void sql(String statement) throws Exception {
        try (var database = java.sql.DriverManager.getConnection(url, "postgres", "postgres");
                var run = database.createStatement()) {
            run.execute(statement);
        }
    }

    private byte[] vectors() {
        return documents.find(indexes.find("door", door.index).id, "a").orElseThrow().vectors;
    }

    @Test
    void whatADeletedIndexHadIsDeletedPieceByPiece() throws Exception {
        door.made(Door.WORDS);
        door.bulk(lines(0, 1_000)).statusCode(200);
        IndexRow row = indexes.find("door", door.index);
        Path folder = folder(row);
        door.request().delete(door.path("")).then().statusCode(204);
        door.request().get(door.path("")).then().statusCode(404);
        door.made(Door.WORDS);
        try (var database = java.sql.DriverManager.getConnection(url, "postgres", "postgres");
                var count = database.prepareStatement("select count(*) from search.search_index where id = ?")) {
            count.setLong(1, row.id);
            while (true) {
                var found = count.executeQuery();
                found.next();
                if (found.getInt(1) == 0) break;
                Thread.onSpinWait();
            }
        }
        while (Files.exists(folder)) Thread.onSpinWait();
        assertThat(documents.find(row.id, "d1")).isEmpty();
    }

    @Test
    void pageThatIsLongEndsEarlyAndSaysHowToGoOn() {
        door.made(Door.WORDS);
        door.bulk(lines(0, 60).replace("lake", "lake " + "x".repeat(9_000))).statusCode(200);
        java.util.Set<String> ids = new java.util.HashSet<>();
        String cursor = "";
        int pages = 0;
        do {
            var page = door.search("{'query':'lake','mode':'keyword','limit':50%s}"
                            .formatted(cursor.isEmpty() ? "" : ",'cursor':'" + cursor + "'"))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            ids.addAll(page.getList("hits.id"));
            cursor = page.getString("cursor") == null ? "" : page.getString("cursor");
            pages++;
        } while (!cursor.isEmpty() && pages < 20);
        assertThat(ids).hasSize(60);
        assertThat(pages).isBetween(3, 10);
    }

    @Test
    void partsThatAreMissingAreSaidToBe() {
        door.made(Door.WORDS);
        refused("PUT", "", "{'fields':{'a':{}}}");
        refused("PUT", "", "{'fields':{'a':null}}");
        refused("PUT", "/documents/a", "{}");
        refused("PUT", "/documents/a", "{'fields':{},'acl':[null]}");
        refused("PUT", "/documents/a", "{'fields':{},'acl':[" + many("r", 1_001) + "]}");
        refused("POST", "/delete", "{}");
        refused("POST", "/eval", "{}");
        refused("POST", "/eval", "{'queries':{'a':null},'judgments':{}}");
        refused("PUT", "/crawls/a", "{}");
        refused("PUT", "/crawls/a", "{'seeds':[null]}");
        for (String path : List.of("/answer", "/search", "/delete", "/eval")) refused("POST", path, "");
        for (String path : List.of("", "/documents/a", "/crawls/a")) refused("PUT", path, "");
        for (String part : List.of(
                "'facets':[null]",
                "'boosts':[null]",
                "'vector':[null]",
                "'acl':[null]",
                "'fusion':{'weights':{'keyword':null}}",
                "'boosts':[{'field':'tag','weight':1,'decay':{'scale':1}}]",
                "'boosts':[{'weight':1,'exists':true}]")) refused("POST", "/search", "{'query':'river'," + part + "}");
        door.bulk("{'id':'a','fields':{'text':'river'},'acl':[null]}\n{'id':'b','fields':{'text':'river'}}")
                .statusCode(200)
                .body("errors", is(1));
        Door dated = new Door("door").made("{\"fields\":{\"when\":{\"type\":\"date\"}}}");
        dated.bulk("{'id':'a','fields':{'when':'+999999999-01-01T00:00:00Z'}}")
                .statusCode(200)
                .body("errors", is(1));
    }

    private static String many(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "'" + name + i + "'")
                .collect(java.util.stream.Collectors.joining(","));
    }

    private void refused(String method, String path, String body) {
        door.request()
                .body(body.replace('\'', '"'))
                .request(method, door.path(path))
                .then()
                .statusCode(400);
    }

    @Test
    void valueThatFitsTheFieldNoMoreIsNotBoosted() {
        door.made(Door.WORDS);
        door.bulk(
                        "{'id':'a','fields':{'text':'river','tag':'soon'}}\n{'id':'b','fields':{'text':'river','tag':'2026-11-28'}}")
                .statusCode(200);
        door.made(Door.WORDS.replace("keyword", "date"));
        door.search(
                        "{'query':'river','mode':'keyword','boosts':[{'field':'tag','weight':1,'decay':{'origin':'2026-11-28','scale':86400000}}]}")
                .statusCode(200)
                .body("hits.id", is(List.of("b", "a")));
    }

    @Test
    void vectorsOfOtherSettingsAreNotKept() {
        door.made("{}");
        door.bulk("{'id':'a','fields':{'text':'river'}}").statusCode(200);
        IndexRow before = indexes.find("door", door.index);
        var document = documents.find(before.id, "a").orElseThrow();
        door.made("{\"chunking\":{\"size\":300,\"overlap\":0}}");
        documents.putVectors(before, "of other settings", java.util.Map.of(document, List.of(new float[] {1})));
        assertThat(documents.find(before.id, "a").orElseThrow().model).isNotEqualTo("of other settings");
    }

    @Test
    void damagedIndexIsMadeAnew() throws IOException {
        door.made(Door.WORDS);
        door.bulk("{'id':'a','fields':{'text':'river'}}\n{'id':'b','fields':{'text':'river'}}")
                .statusCode(200);
        IndexRow row = indexes.find("door", door.index);
        Path folder = folder(row);
        while (!committed(folder)) Thread.onSpinWait();
        closeByOpeningOthers();
        damage(folder);
        door.search(HIT).statusCode(200).body("hits", hasSize(2));
    }

    /** So many are open at a time, and no more. */
    private static void closeByOpeningOthers() {
        for (int i = 0; i < 3; i++) {
            Door other = new Door("door").made(Door.WORDS);
            other.search(HIT).statusCode(200).body("hits", hasSize(0));
        }
    }

    private Path folder(IndexRow row) throws IOException {
        try (var all = Files.list(config.folder())) {
            return all.filter(path -> path.getFileName().toString().startsWith(row.id + "-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean committed(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("segments_"));
        }
    }

    private static void damage(Path folder) throws IOException {
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(file -> !file.endsWith("write.lock")).toList();
        }
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 0x55;
            Files.write(file, bytes);
        }
    }

    @Test
    void indexThatIsLostIsMadeAnewFromTheDatabase() throws IOException {
        door.made(Door.WORDS);
        door.bulk("{'id':'a','fields':{'text':'river'}}").statusCode(200);
        Path folder = folder(indexes.find("door", door.index));
        closeByOpeningOthers();
        dev.mayfly.retrieval.index.RetrievalIndex.remove(folder);
        door.search(HIT).statusCode(200).body("hits", hasSize(1));
    }

    /** Twice as many indexes as may be open, each asked by a thread of its own: all the time one of them is closed while it is asked. */
    @Test
    void searchThatMeetsAnIndexBeingClosedIsAnswered() throws Exception {
        List<Door> doors = IntStream.range(0, 6)
                .mapToObj(i -> new Door("door").made(Door.WORDS))
                .toList();
        for (Door each : doors)
            each.bulk("{'id':'a','fields':{'text':'river'}}").statusCode(200);
        List<String> answers = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        List<Thread> threads = doors.stream()
                .map(each -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 15; i++) {
                        var answer = each.search(HIT).extract();
                        answers.add(answer.statusCode() + " " + answer.path("hits.id"));
                    }
                }))
                .toList();
        for (Thread thread : threads) thread.join();
        assertThat(answers).hasSize(90).allMatch("200 [a]"::equals);
    }

    @Test
    void indexesOfAnAccountThatIsNoMoreAreDeleted() {
        Door gone = new Door("gone-" + door.index).made(Door.WORDS);
        door.made(Door.WORDS);
        while (indexes.of(gone.account).size() > 0) Thread.onSpinWait();
        gone.search(HIT).statusCode(404);
        door.search(HIT).statusCode(200);
    }

    @Test
    void boundsAreReachedWithAClearProblem() {
        door.made(Door.WORDS);
        door.bulk("{'id':'long','fields':{'text':'" + "x".repeat(20_000) + "'}}")
                .statusCode(200)
                .body("items[0].error.code", is("limit-search-document"));
        door.bulk(lines(0, 1001)).statusCode(413).body("code", is("limit-search-lines"));
        door.bulk(lines(0, 1000)).statusCode(200).body("errors", is(0));
        door.bulk(lines(1000, 2000)).statusCode(200).body("errors", is(0));
        door.bulk(lines(2000, 2001)).statusCode(429).body("code", is("limit-search-documents"));
        door.bulk(lines(0, 1000)).statusCode(200).body("items[0].status", is("unchanged"));
        door.request().get(door.path("")).then().body("documents", is(2000));
        Door many = new Door("many");
        for (int i = 0; i < 60; i++) new Door("many").made(Door.WORDS);
        many.request()
                .body(Door.WORDS)
                .put(many.path(""))
                .then()
                .statusCode(429)
                .body("code", is("limit-search-indexes"));
    }

    @Test
    void bytesOfDocumentsAreThoseThatAreThereNow() {
        door.made(Door.WORDS);
        for (int length : List.of(100, 1_000, 50)) {
            door.bulk("{'id':'a','fields':{'text':'" + "ü".repeat(length) + "'}}")
                    .statusCode(200);
            door.request()
                    .get(door.path("/stats"))
                    .then()
                    .body("documents", is(1))
                    .body("bytes", allOf(greaterThan(2 * length), lessThan(2 * length + 100)));
        }
        door.request().delete(door.path("/documents/a")).then().statusCode(204);
        door.request().get(door.path("/stats")).then().body("documents", is(0)).body("bytes", is(0));
        door.bulk(lines(0, 250)).statusCode(200);
        door.bulk(lines(0, 250).replace("lake", "l".repeat(19_000)))
                .statusCode(429)
                .body("code", is("limit-search-bytes"));
        door.search(HIT.replace("river", "lake")).body("hits", hasSize(100));
    }

    @Test
    void indexThatWasDeletedIsNotSearchedAnyMore() {
        for (int round = 0; round < 10; round++) {
            door.made(Door.WORDS);
            door.search(HIT).statusCode(200).body("hits", hasSize(0));
            door.bulk("{'id':'a','fields':{'text':'river'}}").statusCode(200);
            for (int i = 0; i < 10; i++) door.search(HIT).statusCode(200).body("hits", hasSize(1));
            door.request().delete(door.path("")).then().statusCode(204);
            door.search(HIT).statusCode(404);
        }
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{'id':'d" + i + "','fields':{'text':'lake'}}")
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    @Test
    void requestsThatAreNoneSayWhere() {
        door.made(Door.WORDS);
        door.search("{'query':'x','more':1}").statusCode(400).body("detail", containsString("more"));
        door.request()
                .body("{\"fields\":{\"a\":{\"type\":\"magic\"}}}")
                .put(door.path(""))
                .then()
                .statusCode(400)
                .body("detail", containsString("magic"));
    }

    @Test
    void readinessMetricsAndOpenApiStandOnTheManagementPort() {
        given().get(management.resolve("health/ready"))
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'search-service' }.data.postgresql", is("UP"));
        given().get(management.resolve("metrics")).then().statusCode(200).body(containsString("jvm_"));
        given().accept("application/json")
                .get(management.resolve("openapi?format=json"))
                .then()
                .statusCode(200)
                .body("paths", hasKey("/v1/accounts/{account}/search/{index}/search"));
        assertThat(management.getPort()).isPositive();
    }
}
