package dev.mayfly.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.memory.live.LiveProfiles;
import dev.mayfly.memory.store.Profiles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a profile: what was deleted or forgotten never returns, by whatever is ingested, imported or made anew; a superseded fact is found
 * as of its time only; the same messages again change nothing; an export recalls the same elsewhere. Restarts have a test of their own, with all of Mayfly.
 */
@QuarkusTest
class HistoriesTest {
    private static final int HISTORIES = Integer.getInteger("mayfly.memory.histories", 12);
    private static final int STEPS = 12;

    @Inject
    LiveProfiles live;

    @Inject
    Profiles profiles;

    @Test
    void whatIsGoneStaysGone() {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < HISTORIES; i++) new History(i, random.split()).run();
    }

    private final class History {
        private final Door door;
        private final SplittableRandom random;
        /** Of each message by session and id its content, as it was sent. */
        private final Map<String, Map<String, String>> sent = new TreeMap<>();
        /** Words that only one thing said: each names what must be there or must not. */
        private final Set<String> alive = new HashSet<>();

        private final Set<String> gone = new HashSet<>();
        private final List<String> exports = new ArrayList<>();
        private int words;
        private int facts;

        History(int number, SplittableRandom random) {
            this.door = new Door("histories", "h" + number);
            this.random = random;
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                String did = step(random.nextInt(9));
                String told = "%s after %s, step %d".formatted(door.profile, did, step);
                check(told);
            }
            copied();
        }

        private String step(int kind) {
            switch (kind) {
                case 0, 1, 2 -> say();
                case 3 -> {
                    sayAgain();
                    return "the same ingested again";
                }
                case 4 -> {
                    return delete();
                }
                case 5 -> {
                    return forget();
                }
                case 6 -> {
                    return importOld();
                }
                case 7 -> {
                    door.request().post(door.path("/rebuild?wait=true"));
                    return "a rebuild";
                }
                default -> {
                    fact();
                    return "a newer fact";
                }
            }
            return "new messages";
        }

        private String word() {
            return "w%s%dz".formatted(door.profile, words++);
        }

        private void say() {
            String session = "s" + random.nextInt(2);
            Map<String, String> messages = sent.computeIfAbsent(session, s -> new TreeMap<>());
            List<String> batch = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String word = word();
                String id = "m" + words;
                messages.put(id, "My friend spoke of " + word + " today.");
                batch.add(Door.message(id, messages.get(id)));
                alive.add(word);
            }
            door.ingest(session, String.join(",", batch));
        }

        private void sayAgain() {
            sent.forEach((session, messages) -> {
                JsonPath job = door.ingest(
                        session,
                        messages.entrySet().stream()
                                .map(message -> Door.message(message.getKey(), message.getValue()))
                                .collect(Collectors.joining(",")));
                assertThat(job.getInt("counts.added") + job.getInt("counts.updated"))
                        .as(door.profile)
                        .isZero();
            });
        }

        private void fact() {
            String word = word();
            door.done(
                    "/remember",
                    "{'type':'fact','key':'favourite','content':'The favourite is %s','validFrom':'20%02d-01-01T00:00:00Z'}"
                            .formatted(word, 10 + facts++));
            List<String> now = door.done("/recall", "{'query':'favourite','types':['fact'],'budgetTokens':100000}")
                    .getList("candidates.findAll { it.key == 'favourite' }.content");
            assertThat(now).hasSizeLessThanOrEqualTo(1).allMatch(content -> content.contains(word));
            List<String> then = door.done(
                            "/recall",
                            "{'query':'favourite','asOf':'20%02d-06-01T00:00:00Z','types':['fact']}"
                                    .formatted(9 + facts))
                    .getList("candidates.findAll { it.key == 'favourite' }.content");
            assertThat(then).containsExactly("The favourite is " + word);
        }

        private String delete() {
            List<String> ids = found("friend spoke today");
            if (ids.isEmpty()) return "nothing to delete";
            String id = ids.get(random.nextInt(ids.size()));
            lose(
                    door.request()
                            .get(door.path("/memories/" + id))
                            .then()
                            .extract()
                            .jsonPath(),
                    "");
            door.request().delete(door.path("/memories/" + id)).then().statusCode(200);
            return "a deletion";
        }

        private String forget() {
            if (alive.isEmpty()) return "nothing to forget";
            String word = List.copyOf(alive).get(random.nextInt(alive.size()));
            JsonPath preview = door.done("/forget", "{'query':'%s','limit':1}".formatted(word));
            if (preview.getString("confirm") == null) return "nothing forgotten";
            lose(preview, "memories[0].");
            door.done("/forget", "{'confirm':'%s'}".formatted(preview.getString("confirm")));
            return "a word forgotten";
        }

        private void lose(JsonPath at, String place) {
            List<String> texts = new ArrayList<>(at.getList(place + "sources.excerpt"));
            texts.add(at.getString(place + "content"));
            Set<String> lost = alive.stream()
                    .filter(word -> texts.stream().anyMatch(text -> text.contains(word)))
                    .collect(Collectors.toSet());
            gone.addAll(lost);
            alive.removeAll(lost);
        }

        private String importOld() {
            if (profiles.look(door.account, door.namespace, door.profile).isEmpty()) return "nothing to export";
            exports.add(export(door));
            String old = exports.get(random.nextInt(exports.size()));
            door.request()
                    .contentType("application/x-ndjson")
                    .body(old.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .post(door.path("/import"))
                    .then()
                    .statusCode(200);
            return "an import of an older export";
        }

        private void check(String told) {
            if (random.nextInt(3) == 0)
                profiles.look(door.account, door.namespace, door.profile).ifPresent(row -> live.drop(row.id));
            if (profiles.look(door.account, door.namespace, door.profile).isEmpty()) return;
            List<String> texts = door.done(
                            "/recall", "{'query':'friend spoke today','limit':500,'budgetTokens':100000}")
                    .getList("candidates.content");
            String all = String.join("\n", texts) + export(door);
            assertThat(gone).as(told).noneMatch(all::contains);
            assertThat(alive).as(told).allMatch(all::contains);
        }

        private List<String> found(String query) {
            if (profiles.look(door.account, door.namespace, door.profile).isEmpty()) return List.of();
            return door.done("/recall", "{'query':'%s','types':['event']}".formatted(query))
                    .getList("candidates.id");
        }

        private void copied() {
            if (alive.isEmpty()) return;
            Door copy = new Door("histories", door.profile);
            copy.request()
                    .contentType("application/x-ndjson")
                    .body(export(door).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .post(copy.path("/import"))
                    .then()
                    .statusCode(200);
            String query =
                    "{'query':'friend spoke %s'}".formatted(alive.iterator().next());
            assertThat(copy.done("/recall", query).getList("candidates"))
                    .isEqualTo(door.done("/recall", query).getList("candidates"));
        }

        private static String export(Door door) {
            return door.request()
                    .post(door.path("/export"))
                    .then()
                    .statusCode(200)
                    .extract()
                    .asString();
        }
    }
}
