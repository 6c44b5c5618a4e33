package dev.mayfly.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random documents, readers and queries: what somebody may not see is neither found, counted nor shown. */
@QuarkusTest
class AclTest {
    private static final int DOCUMENTS = Integer.getInteger("mayfly.search.acl-documents", 300);
    private static final int QUERIES = Integer.getInteger("mayfly.search.acl-queries", 60);
    private static final List<String> WORDS = List.of("river", "lake", "sea", "rain", "cloud");
    private static final List<String> MODES = List.of("keyword", "hybrid", "vector");

    @Test
    void nothingIsSeenThatAReaderMayNotSee() {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Door door = new Door("acl").made(Door.WORDS);
        Map<String, Set<String>> readers = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            Set<String> acl = some(random, 3);
            readers.put("d" + i, acl);
            lines.add("{'id':'d%d','fields':{'text':'%s %s','tag':'%s','meaning':[%s,%s]},'acl':%s}"
                    .formatted(
                            i,
                            pick(random),
                            pick(random),
                            acl.isEmpty() ? "nobody" : acl.iterator().next(),
                            random.nextDouble(-1, 1),
                            random.nextDouble(-1, 1),
                            list(acl)));
        }
        for (int from = 0; from < lines.size(); from += 1000)
            door.bulk(String.join("\n", lines.subList(from, Math.min(lines.size(), from + 1000))))
                    .statusCode(200);

        for (int i = 0; i < QUERIES; i++) {
            Set<String> reader = some(random, 2);
            String mode = MODES.get(random.nextInt(MODES.size()));
            String word = pick(random);
            JsonPath answer = door.search(
                            "{'query':'%s','mode':'%s','vector':[%s,1],'limit':1000,'highlight':true,'facets':['tag'],'acl':%s}"
                                    .formatted(word, mode, random.nextDouble(-1, 1), list(reader)))
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<String> ids = answer.getList("hits.id");
            assertThat(ids).as("%s for %s", word, reader).allMatch(id -> may(reader, readers.get(id)));
            Map<String, Number> tags = answer.getMap("facets.tag");
            long counted = tags.values().stream().mapToLong(Number::longValue).sum();
            if (mode.equals("keyword")) assertThat(counted).isEqualTo(ids.size());
            Set<String> seen = readers.entrySet().stream()
                    .filter(entry -> may(reader, entry.getValue()))
                    .map(entry -> entry.getValue().isEmpty()
                            ? "nobody"
                            : entry.getValue().iterator().next())
                    .collect(Collectors.toSet());
            assertThat(seen).containsAll(tags.keySet());
        }
    }

    private static boolean may(Set<String> reader, Set<String> acl) {
        return acl.isEmpty() || acl.stream().anyMatch(reader::contains);
    }

    private static Set<String> some(SplittableRandom random, int max) {
        Set<String> some = new TreeSet<>();
        for (int i = random.nextInt(max + 1); i > 0; i--) some.add("r" + random.nextInt(6));
        return some;
    }

    private static String pick(SplittableRandom random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String list(Set<String> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(",", "[", "]"));
    }
}
