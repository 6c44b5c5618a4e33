package dev.mayfly.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;

import dev.mayfly.memory.live.LiveProfiles;
import dev.mayfly.memory.store.Profiles;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Random histories of a profile: what was deleted or forgotten never returns, by whatever is ingested, imported or made anew, unless it is asked for; a
 * superseded fact is found as of its time only; the same messages again change nothing; an export recalls the same elsewhere. A restart is the loss of all
 * that is in memory here; those of the whole process have a test of their own, with all of Mayfly. {@code -Dmayfly.histories=1000} runs so many.
 */
@QuarkusTest
class HistoriesTest {
    private static final int HISTORIES = Integer.getInteger("mayfly.histories", 5);
    private static final int AT_A_TIME = 2;
    private static final int TOLD_EVERY = 50;
    private static final int STEPS = 20;
    private static final String FACT = "favourite";

    @Inject
    LiveProfiles live;

    @Inject
    Profiles profiles;

    @Test
    void whatIsGoneStaysGone() throws InterruptedException, ExecutionException {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("-Dmayfly.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME)) {
            List<Future<?>> histories = new ArrayList<>();
            for (int i = 0; i < HISTORIES; i++) {
                History history = new History(i, random.split());
                histories.add(threads.submit(history::run));
            }
            try {
                for (int done = 1; done <= HISTORIES; done++) {
                    histories.get(done - 1).get();
                    if (done % TOLD_EVERY == 0) System.out.printf("%d of %d histories%n", done, HISTORIES);
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** A fact that was told: what it says, from which year on, and its id. */
    private record Fact(String word, int year, String id) {}

    private final class History {
        private final Door door;
        private final SplittableRandom random;
        /** Of each message by session and id its content, as it was sent. */
        private final Map<String, Map<String, String>> sent = new TreeMap<>();
        /** Words that only one thing said: each names what must be there or must not. */
        private final Set<String> alive = new TreeSet<>();

        private final Set<String> gone = new TreeSet<>();
        /** Words whose message is there, but no memory of its own: that was corrected, or deleted without it. */
        private final Set<String> untold = new TreeSet<>();

        /** Of such a word the one that stands in its place since somebody corrected its memory. */
        private final Map<String, String> corrected = new TreeMap<>();

        private final List<Fact> facts = new ArrayList<>();
        private final List<String> exports = new ArrayList<>();
        private final List<String> did = new ArrayList<>();
        private int words;
        /** Whether somebody waited for all that was ingested. */
        private boolean settled = true;

        History(int number, SplittableRandom random) {
            this.door = new Door("histories", "h" + number);
            this.random = random;
        }

        void run() {
            say();
            for (int step = 0; step < STEPS; step++) {
                did.add(step(random.nextInt(17)));
                check();
            }
            copied();
        }

        private String told() {
            return door.profile + " after " + String.join("; ", did);
        }

        private String step(int kind) {
            return switch (kind) {
                case 0, 1, 2 -> say();
                case 3 -> sayAgain();
                case 4 -> delete();
                case 5 -> forget();
                case 6 -> importOld();
                case 7 -> rebuild();
                case 8, 9 -> fact();
                case 10 -> deleteFact();
                case 11 -> deleteSession();
                case 12, 13 -> correct();
                case 14 -> deleteAlone();
                case 15 -> replace();
                default -> restore();
            };
        }

        private String word() {
            return "w%s%dz".formatted(door.profile, words++);
        }

        private String say() {
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
            settled = random.nextBoolean();
            door.done(
                    "/ingest?wait=" + settled,
                    "{'sessionId':'%s','messages':[%s]}".formatted(session, String.join(",", batch)));
            return "messages in " + session + (settled ? "" : " that nobody waits for");
        }

        private String sayAgain() {
            rebuild();
            List<String> before = lines(door);
            for (String session : sent.keySet()) {
                JsonPath job = door.ingest(session, messages(session));
                assertThat(job.getInt("counts.added") + job.getInt("counts.updated"))
                        .as(told())
                        .isZero();
            }
            assertThat(lines(door)).as(told()).containsExactlyInAnyOrderElementsOf(before);
            return "the same again";
        }

        private String messages(String session) {
            return sent.get(session).entrySet().stream()
                    .map(message -> Door.message(message.getKey(), message.getValue()))
                    .collect(Collectors.joining(","));
        }

        private String fact() {
            String word = word();
            int year = 2001 + facts.size();
            String id = door.done(
                            "/remember",
                            "{'type':'fact','key':'%s','content':'The favourite is %s','validFrom':'%d-01-01T00:00:00Z'}"
                                    .formatted(FACT, word, year))
                    .getString("id");
            facts.add(new Fact(word, year, id));
            return "a fact of " + year;
        }

        private String deleteFact() {
            List<Fact> there =
                    facts.stream().filter(fact -> !gone.contains(fact.word)).toList();
            if (there.isEmpty()) return "no fact to delete";
            Fact fact = there.get(random.nextInt(there.size()));
            door.request().delete(door.path("/memories/" + fact.id)).then().statusCode(200);
            gone.add(fact.word);
            return "the fact of %d deleted".formatted(fact.year);
        }

        private String delete() {
            List<String> ids = door.done("/recall", "{'query':'friend spoke today','types':['event']}")
                    .getList("candidates.id");
            if (ids.isEmpty()) return "nothing to delete";
            String id = ids.get(random.nextInt(ids.size()));
            String cited = lose(
                    door.request()
                            .get(door.path("/memories/" + id))
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath(),
                    "");
            door.request().delete(door.path("/memories/" + id)).then().statusCode(200);
            return "deletion of " + cited;
        }

        private String forget() {
            if (alive.isEmpty()) return "nothing to forget";
            String word = List.copyOf(alive).get(random.nextInt(alive.size()));
            JsonPath preview = door.done("/forget", "{'query':'%s','types':['event'],'limit':1}".formatted(word));
            if (preview.getString("confirm") == null) return "nothing forgotten";
            String cited = lose(preview, "memories[0].");
            door.done("/forget", "{'confirm':'%s'}".formatted(preview.getString("confirm")));
            return "forgetting of " + cited;
        }

        /** @return which messages */
        private String lose(JsonPath at, String place) {
            List<String> cited = new ArrayList<>();
            List<Map<String, String>> sources = at.getList(place + "sources");
            for (Map<String, String> source : sources) {
                String session = source.get("sessionId");
                cited.add(session + "/" + source.get("messageId"));
                lose(sent.get(session).get(source.get("messageId")));
            }
            return cited.toString();
        }

        private void lose(String content) {
            Set<String> lost = Stream.concat(alive.stream(), untold.stream())
                    .filter(content::contains)
                    .collect(Collectors.toSet());
            gone.addAll(lost);
            alive.removeAll(lost);
            untold.removeAll(lost);
            lost.forEach(this::loseCorrection);
        }

        private void loseCorrection(String word) {
            Optional.ofNullable(corrected.remove(word)).ifPresent(instead -> {
                alive.remove(instead);
                gone.add(instead);
            });
        }

        /** A memory that one message was made into, as the profile tells it; none where there is none. */
        private Optional<JsonPath> single() {
            List<String> ids = door.done("/recall", "{'query':'friend spoke','types':['event'],'limit':500}")
                    .getList("candidates.findAll { it.sources.size() == 1 && !it.content.startsWith('Session') }.id");
            return ids.isEmpty()
                    ? Optional.empty()
                    : Optional.of(door.request()
                            .get(door.path("/memories/" + ids.get(random.nextInt(ids.size()))))
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath());
        }

        private String said(JsonPath memory) {
            return Objects.requireNonNull(sent.get(memory.getString("sessionId")))
                    .get(memory.getString("sources[0].messageId"));
        }

        private String correct() {
            Optional<JsonPath> memory = single();
            if (memory.isEmpty()) return "nothing to correct";
            Set<String> words = unsaid(memory.get());
            String instead = word();
            door.request()
                    .body("{\"content\":\"My friend spoke of %s after all\"}".formatted(instead))
                    .patch(door.path("/memories/" + memory.get().getString("id")))
                    .then()
                    .statusCode(200);
            words.forEach(word -> corrected.put(word, instead));
            alive.add(instead);
            return "a correction of " + words;
        }

        private String deleteAlone() {
            Optional<JsonPath> memory = single();
            if (memory.isEmpty()) return "nothing to delete alone";
            Set<String> words = unsaid(memory.get());
            door.request()
                    .delete(door.path("/memories/" + memory.get().getString("id") + "?sources=keep"))
                    .then()
                    .statusCode(200);
            return "deletion alone of " + words;
        }

        /** @return the words of its message, which the memory does not tell any more */
        private Set<String> unsaid(JsonPath memory) {
            String content = said(memory);
            Set<String> words = Stream.concat(alive.stream(), untold.stream())
                    .filter(content::contains)
                    .collect(Collectors.toSet());
            alive.removeAll(words);
            untold.addAll(words);
            words.forEach(this::loseCorrection);
            return words;
        }

        /** Other words under the id of a message. */
        private String replace() {
            String session = List.copyOf(sent.keySet()).get(random.nextInt(sent.size()));
            Map<String, String> messages = Objects.requireNonNull(sent.get(session));
            String id = List.copyOf(messages.keySet()).get(random.nextInt(messages.size()));
            String before = Objects.requireNonNull(messages.get(id));
            String word = word();
            String content = "My friend spoke of " + word + " today.";
            JsonPath job = door.ingest(session, Door.message(id, content));
            settled = true;
            if (job.getInt("counts.forgotten") == 1) {
                assertThat(gone).as(told()).anyMatch(before::contains);
                gone.add(word);
                return "no replacement of what is gone, " + session + "/" + id;
            }
            messages.put(id, content);
            Set<String> words = Stream.concat(alive.stream(), untold.stream())
                    .filter(before::contains)
                    .collect(Collectors.toSet());
            assertThat(words).as(told()).hasSize(1);
            alive.removeAll(words);
            untold.removeAll(words);
            gone.addAll(words);
            Optional<String> instead = words.stream()
                    .flatMap(gone -> Stream.ofNullable(corrected.remove(gone)))
                    .findFirst();
            instead.ifPresent(stays -> corrected.put(word, stays));
            (instead.isPresent() ? untold : alive).add(word);
            return "replacement of " + session + "/" + id;
        }

        private String deleteSession() {
            String session = List.copyOf(sent.keySet()).get(random.nextInt(sent.size()));
            int status =
                    door.request().delete(door.path("/sessions/" + session)).statusCode();
            assertThat(status).as(told()).isIn(200, 404);
            sent.get(session).values().forEach(this::lose);
            return "deletion of " + session;
        }

        private String restore() {
            String session = List.copyOf(sent.keySet()).get(random.nextInt(sent.size()));
            door.done(
                    "/ingest?wait=true",
                    "{'sessionId':'%s','restore':true,'messages':[%s]}".formatted(session, messages(session)));
            settled = true;
            Set<String> back = gone.stream()
                    .filter(word -> sent.get(session).values().stream().anyMatch(content -> content.contains(word)))
                    .collect(Collectors.toSet());
            // What was deleted alone comes back, too; what was corrected stays corrected.
            untold.stream()
                    .filter(word -> !corrected.containsKey(word))
                    .filter(word -> sent.get(session).values().stream().anyMatch(content -> content.contains(word)))
                    .forEach(back::add);
            gone.removeAll(back);
            untold.removeAll(back);
            alive.addAll(back);
            return "restoring of " + session;
        }

        private String importOld() {
            exports.add(export(door));
            String old = exports.get(random.nextInt(exports.size()));
            imported(door, old);
            settled = false;
            return "import of an export";
        }

        private String rebuild() {
            door.request().post(door.path("/rebuild?wait=true")).then().statusCode(200);
            settled = true;
            return "a rebuild";
        }

        private void check() {
            if (random.nextInt(3) == 0) {
                did.add("a restart");
                live.drop(profiles.find(door.account, door.namespace, door.profile).id);
            }
            List<String> candidates = door.done(
                            "/recall", "{'query':'friend spoke today','limit':500,'budgetTokens':100000}")
                    .getList("candidates.content");
            String found = String.join("\n", candidates);
            String single = candidates.stream()
                    .filter(content -> !content.startsWith("Session of "))
                    .collect(Collectors.joining("\n"));
            String exported = export(door);
            assertThat(gone).as(told()).noneMatch(found::contains).noneMatch(exported::contains);
            assertThat(untold).as(told()).noneMatch(single::contains).allMatch(exported::contains);
            assertThat(alive).as(told()).allMatch(settled ? found::contains : exported::contains);
            assertThat(favourites("")).as(told()).isEqualTo(facts.isEmpty() ? List.of() : left(facts.getLast()));
            if (facts.isEmpty()) return;
            Fact fact = facts.get(random.nextInt(facts.size()));
            assertThat(favourites(asOf(fact))).as(told()).isEqualTo(left(fact));
        }

        private List<String> left(Fact fact) {
            return gone.contains(fact.word) ? List.of() : List.of("The favourite is " + fact.word);
        }

        private static String asOf(Fact fact) {
            return ",'asOf':'%d-06-01T00:00:00Z'".formatted(fact.year);
        }

        private List<String> favourites(String more) {
            return door.done("/recall", "{'query':'favourite','types':['fact']%s}".formatted(more))
                    .getList("candidates.findAll { it.key == '%s' }.content".formatted(FACT));
        }

        private void copied() {
            rebuild();
            Door copy = new Door("histories", door.profile);
            imported(copy, export(door));
            assertThat(lines(copy)).as(told()).containsExactlyInAnyOrderElementsOf(lines(door));
            List<String> queries = new ArrayList<>(List.of("{'query':'friend spoke today'}"));
            facts.forEach(fact -> queries.add("{'query':'favourite %s'%s}".formatted(fact.word, asOf(fact))));
            for (String query : queries)
                assertThat(copy.done("/recall", query).getList("candidates"))
                        .as("%s: %s", told(), query)
                        .isEqualTo(door.done("/recall", query).getList("candidates"));
        }

        private static void imported(Door into, String lines) {
            into.request()
                    .contentType("application/x-ndjson")
                    .body(lines.getBytes(StandardCharsets.UTF_8))
                    .post(into.path("/import"))
                    .then()
                    .statusCode(200)
                    .body("refused", hasSize(0));
        }

        private static List<String> lines(Door door) {
            return export(door).lines().toList();
        }

        private static String export(Door door) {
            return String.join("", door.pages());
        }
    }
}
