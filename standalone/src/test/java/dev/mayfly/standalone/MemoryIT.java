package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Remembering with all of Mayfly: from functions, and over kill -9 in the middle of ingesting. */
class MemoryIT {
    private static final int KILLS = Integer.getInteger("mayfly.memory.kills", 2);
    private static final int MESSAGES = 5;
    private static final String PROFILE = "/memory/crash/profiles/ann";
    private static final String CODE = """
            export default {
              async fetch(request, env) {
                try {
                  const ann = env.MEMORY.getProfile('ann', { namespace: 'fn' });
                  await ann.ingest([{ id: 'one', role: 'user', content: 'My bicycle is red.', timestamp: new Date() }], { sessionId: 's', wait: true });
                  const { candidates } = await ann.recall('which colour has the bicycle', { limit: 1 });
                  const other = await env.MEMORY.getProfile('eve', { namespace: 'fn' }).recall('bicycle').catch((e) => e.code);
                  let foreign = 'none';
                  try { env.MEMORY.getProfile('ann', { namespace: 'fn', account: 'other' }); } catch (e) { foreign = e.name; }
                  const bo = env.MEMORY.getProfile('bo', { namespace: 'fn' });
                  await bo.remember({ content: 'lives in Oslo', key: 'home', validFrom: '2020-01-01T00:00:00Z' });
                  const { id } = await bo.remember({ content: 'lives in Bergen', key: 'home', validFrom: '2021-01-01T00:00:00Z' });
                  await bo.correct(id, { content: 'lives in Turin' });
                  const said = [(await bo.get(id)).content, (await bo.history('home')).length, (await bo.list({ type: 'fact' })).memories.length];
                  const lines = await bo.export();
                  said.push((await env.MEMORY.getProfile('cy', { namespace: 'fn' }).import(lines)).memories, (await bo.getSummary()).memories);
                  await bo.rebuild({ wait: true });
                  await bo.delete(id);
                  said.push(await bo.delete(id, { source: 'keep' }).catch((e) => e.name), (await bo.info()).memories);
                  for (const who of ['bo', 'cy']) said.push((await env.MEMORY.deleteProfile(who, { namespace: 'fn' })).remaining);
                  return new Response(candidates[0].sources[0].messageId + ' ' + other + ' ' + foreign + ' ' + said.join(','));
                } catch (e) { return new Response(e.code + ' ' + e.message); }
              }
            };""";

    @TempDir
    Path folder;

    @Test
    void functionsRememberAndWhatWasAcknowledgedOutlivesKillsInTheMiddle() throws Exception {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        Set<String> told = new ConcurrentSkipListSet<>();
        String deleted = "";
        for (int round = 0; round < KILLS; round++)
            try (RunningMayfly mayfly = RunningMayfly.start(folder, "--no-example")) {
                mayfly.client.done("PUT", "", "{}");
                if (round > 0) {
                    assertKept(mayfly.client, acknowledged, deleted);
                    assertTold(mayfly.client, told);
                    deleted = delete(mayfly.client, acknowledged);
                }
                int until = acknowledged.size() + MESSAGES * (1 + random.nextInt(4));
                Thread teller = Thread.ofPlatform().start(tells(mayfly.client, round, told));
                // Its database dies with it, or it with its database.
                if (random.nextBoolean()) ingestUntil(mayfly, round, acknowledged, until, mayfly::kill);
                else ingestUntil(mayfly, round, acknowledged, until, () -> mayfly.killDatabase(folder));
                teller.join();
            }
        try (RunningMayfly mayfly = RunningMayfly.start(folder, "--no-example")) {
            assertKept(mayfly.client, acknowledged, deleted);
            assertTold(mayfly.client, told);
            mayfly.client.done("POST", "/functions/remembering/versions", version());
            mayfly.client.answersSoon(
                    "remembering", "/", "one not-found TypeError lives in Turin,2,1,2,1,TypeError,1,0,0");
        }
    }

    private static String version() {
        String content = Base64.getEncoder().encodeToString(CODE.getBytes(StandardCharsets.UTF_8));
        return "{\"metadata\":{\"mainModule\":\"index.js\",\"bindings\":[{\"name\":\"MEMORY\",\"type\":\"memory\"}]},"
                + "\"modules\":[{\"name\":\"index.js\",\"kind\":\"esm\",\"content\":\"" + content + "\"}]}";
    }

    /** Two writers, whose messages are under way when it is killed, and the making of memories with them. */
    private static void ingestUntil(RunningMayfly mayfly, int round, Set<String> acknowledged, int until, Kill kill)
            throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            String session = "r%dw%d".formatted(round, writer);
            writers.add(Thread.ofPlatform().start(() -> ingest(mayfly.client, session, acknowledged)));
        }
        while (acknowledged.size() < until && writers.stream().anyMatch(Thread::isAlive)) Thread.onSpinWait();
        kill.kill();
        for (Thread writer : writers) writer.join();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(until);
    }

    private interface Kill {
        void kill() throws Exception;
    }

    /** Facts without end, until nobody answers. */
    private static Runnable tells(MayflyClient client, int round, Set<String> told) {
        return () -> {
            try {
                for (int number = 0; number < 10_000; number++) {
                    String fact = "told %d-%d".formatted(round, number);
                    String body = "{\"type\":\"fact\",\"content\":\"" + fact + "\"}";
                    if (client.api("POST", PROFILE + "/remember", body).statusCode() != 200) return;
                    told.add(fact);
                }
            } catch (IOException e) {
                // it was killed, and what was under way is not known
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static void assertTold(MayflyClient client, Set<String> told) throws Exception {
        List<String> kept = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.read(
                    PROFILE + "/memories?limit=500&type=fact" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("memories")
                    .forEach(memory -> kept.add(memory.path("content").asText()));
            cursor = page.path("cursor").isTextual() ? page.path("cursor").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(kept).doesNotHaveDuplicates().containsAll(told);
    }

    private static void ingest(MayflyClient client, String session, Set<String> acknowledged) {
        try {
            for (int batch = 0; batch < 20; batch++) {
                int number = batch;
                List<String> ids = IntStream.range(0, MESSAGES)
                        .mapToObj(line -> "%s-%d-%d".formatted(session, number, line))
                        .toList();
                String messages = ids.stream().map(MemoryIT::message).collect(Collectors.joining(","));
                String body = "{\"sessionId\":\"" + session + "\",\"messages\":[" + messages + "]}";
                if (client.api("POST", PROFILE + "/ingest", body).statusCode() != 200) return;
                acknowledged.addAll(ids);
            }
        } catch (IOException e) {
            // it was killed, and what was under way is not known
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String message(String id) {
        return "{\"id\":\"%s\",\"role\":\"user\",\"content\":\"This is what %s said.\"}".formatted(id, id);
    }

    private static String delete(MayflyClient client, Set<String> acknowledged) throws Exception {
        JsonNode first = client.read(PROFILE + "/memories?limit=1&type=event")
                .path("memories")
                .path(0);
        client.done("DELETE", PROFILE + "/memories/" + first.path("id").asText(), "");
        String deleted = first.path("sources").path(0).path("messageId").asText();
        first.path("sources")
                .forEach(source -> acknowledged.remove(source.path("messageId").asText()));
        return deleted;
    }

    /** Every message is there once, and cited; none that was deleted is, also when all are sent again. */
    private static void assertKept(MayflyClient client, Set<String> acknowledged, String deleted) throws Exception {
        for (String session : sessions(acknowledged)) {
            String again = acknowledged.stream()
                    .filter(id -> id.startsWith(session + "-"))
                    .map(MemoryIT::message)
                    .collect(Collectors.joining(","));
            if (deleted.startsWith(session + "-")) again = message(deleted) + (again.isEmpty() ? "" : "," + again);
            JsonNode job = client.done(
                    "POST",
                    PROFILE + "/ingest?wait=true",
                    "{\"sessionId\":\"" + session + "\",\"messages\":[" + again + "]}");
            assertThat(job.path("status").asText()).as("%s", job).isEqualTo("done");
            assertThat(job.path("counts").path("added").asInt()).as("%s", job).isZero();
        }
        List<String> cited = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.read(
                    PROFILE + "/memories?limit=500&type=event" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.path("memories").forEach(memory -> {
                if (memory.path("sources").size() == 1)
                    cited.add(memory.path("sources").path(0).path("messageId").asText());
            });
            cursor = page.path("cursor").isTextual() ? page.path("cursor").asText() : "";
        } while (!cursor.isEmpty());
        assertThat(cited).doesNotHaveDuplicates();
        assertThat(new HashSet<>(cited)).containsAll(acknowledged).doesNotContain(deleted);
        assertThat(client.read(PROFILE).path("messages").asInt()).isEqualTo(cited.size());
    }

    private static Set<String> sessions(Set<String> ids) {
        return ids.stream().map(id -> id.substring(0, id.indexOf('-'))).collect(Collectors.toSet());
    }
}
