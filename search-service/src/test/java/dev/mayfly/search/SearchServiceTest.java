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
        assertThat(documents.after(row.id, 0, row.sequence, 10)).hasSize(2);
        assertThat(documents.after(row.id, 0, row.sequence - 1, 10)).hasSize(1);
        assertThat(documents.after(row.id, 0, row.sequence + 1, 10)).hasSize(3);
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
        for (int i = 0; i < 40; i++) new Door("many").made(Door.WORDS);
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
