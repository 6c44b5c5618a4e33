package dev.mayfly.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random documents, readers and queries, held against a list of who may see what: what somebody may not see is neither found, counted nor shown, and what they
 * may see is.
 */
@QuarkusTest
class AclTest {
    private static final int DOCUMENTS = Integer.getInteger("mayfly.acl", 300);
    private static final int QUERIES = Integer.getInteger("mayfly.acl", 60);
    /** So few have the same word that one page holds them. */
    private static final int WORDS = Math.max(5, DOCUMENTS / 50);

    private static final int LIMIT = 1_000;
    private static final int READERS = 6;

    private final SplittableRandom random = new SplittableRandom(Long.getLong("mayfly.seed", 20_261_128L));
    private final Door door = new Door("acl");
    private final Map<String, Known> all = new TreeMap<>();

    private record Known(String id, List<String> words, String tag, Set<String> acl) {
        boolean isSeenBy(Set<String> reader) {
            return acl.isEmpty() || acl.stream().anyMatch(reader::contains);
        }

        String text() {
            return String.join(" ", words);
        }

        String line(double x, double y) {
            return "{'id':'%s','fields':{'text':'%s','tag':'%s','meaning':[%s,%s]},'acl':%s}"
                    .formatted(id, text(), tag, x, y, list(acl));
        }
    }

    @Test
    void everybodySeesWhatTheyMayAndNothingElse() {
        System.out.println("seed " + Long.getLong("mayfly.seed", 20_261_128L));
        door.made(Door.WORDS);
        put(DOCUMENTS);
        ask(QUERIES / 2);
        put(DOCUMENTS / 10); // others may see these from here on
        ask(QUERIES / 2);
    }

    private void put(int documents) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            Set<String> acl = some(3);
            String tag = acl.isEmpty() ? "nobody" : acl.iterator().next();
            Known document = new Known("d" + i, List.of(word(), word(), "only" + i), tag, acl);
            all.put(document.id, document);
            lines.add(document.line(random.nextDouble(-1, 1), random.nextDouble(0.1, 1)));
        }
        for (int from = 0; from < lines.size(); from += LIMIT)
            door.bulk(String.join("\n", lines.subList(from, Math.min(lines.size(), from + LIMIT))))
                    .statusCode(200)
                    .body("errors", org.hamcrest.Matchers.is(0));
    }

    private void ask(int queries) {
        for (int i = 0; i < queries; i++) {
            Set<String> reader = some(2);
            // Every other query asks for words that one document alone has, whoever may see it.
            String word = random.nextBoolean() ? word() : "only" + random.nextInt(DOCUMENTS);
            String without = "r" + random.nextInt(READERS);
            switch (random.nextInt(4)) {
                case 0 -> byMeaning(reader, word, random.nextBoolean() ? "hybrid" : "vector");
                case 1 -> byWords(reader, word, without);
                default -> byWords(reader, word, "");
            }
        }
    }

    /** @param without a tag that is filtered out: what is not said of a document does not open it */
    private void byWords(Set<String> reader, String word, String without) {
        List<Known> seen = seenBy(reader)
                .filter(document -> document.words.contains(word) && !document.tag.equals(without))
                .toList();
        String filter = without.isEmpty() ? "" : ",'filter':{'not':{'tag':'" + without + "'}}";
        JsonPath answer = answer("'query':'%s','mode':'keyword','limit':%d%s".formatted(word, LIMIT, filter), reader);
        assertThat(answer.getList("hits.id", String.class))
                .as("%s for %s without %s", word, reader, without)
                .containsExactlyInAnyOrderElementsOf(
                        seen.stream().map(Known::id).toList());
        assertThat(answer.<String, Number>getMap("facets.tag"))
                .isEqualTo(
                        seen.stream().collect(Collectors.groupingBy(Known::tag, Collectors.summingInt(document -> 1))));
        assertShown(answer);
    }

    private void byMeaning(Set<String> reader, String word, String mode) {
        List<String> seen = seenBy(reader).map(Known::id).toList();
        String vector = "[" + random.nextDouble(-1, 1) + ",1]";
        JsonPath answer =
                answer("'query':'%s','mode':'%s','vector':%s,'limit':100".formatted(word, mode, vector), reader);
        List<String> ids = answer.getList("hits.id", String.class);
        assertThat(ids).as("%s for %s", word, reader).hasSize(Math.min(100, seen.size()));
        assertThat(seen).containsAll(ids);
        Map<String, Number> tags = answer.getMap("facets.tag");
        Map<String, Long> may = seenBy(reader).collect(Collectors.groupingBy(Known::tag, Collectors.counting()));
        tags.forEach((tag, count) -> assertThat(count.longValue()).as(tag).isBetween(1L, may.getOrDefault(tag, 0L)));
        assertShown(answer);
    }

    private JsonPath answer(String query, Set<String> reader) {
        return door.search("{%s,'highlight':true,'facets':['tag'],'acl':%s}".formatted(query, list(reader)))
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** What stands there of a document is its own, and as it is now. */
    private void assertShown(JsonPath answer) {
        List<Map<String, Object>> hits = answer.getList("hits");
        for (Map<String, Object> hit : hits) {
            String text = known(hit.get("id")).text();
            assertThat(hit.get("text")).isEqualTo(text);
            assertThat(String.valueOf(hit.get("highlights")).replaceAll("</?em>", ""))
                    .isIn("{}", "{text=[" + text + "]}");
        }
    }

    private Known known(Object id) {
        return java.util.Objects.requireNonNull(all.get(String.valueOf(id)));
    }

    private Stream<Known> seenBy(Set<String> reader) {
        return all.values().stream().filter(document -> document.isSeenBy(reader));
    }

    private Set<String> some(int max) {
        Set<String> some = new TreeSet<>();
        for (int i = random.nextInt(max + 1); i > 0; i--) some.add("r" + random.nextInt(READERS));
        return some;
    }

    private String word() {
        return "word" + random.nextInt(WORDS);
    }

    private static String list(Set<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(",", "[", "]"));
    }
}
