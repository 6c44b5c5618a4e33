package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searching with all of Mayfly: from functions, and over kill -9 in the middle of writing. */
class SearchIT {
    private static final int KILLS = Integer.getInteger("mayfly.search.kills", 2);
    private static final int LINES = 20;
    private static final String SETTINGS =
            "{\"fields\":{\"text\":{\"type\":\"text\"},\"round\":{\"type\":\"keyword\"},\"meaning\":{\"type\":\"vector\",\"dimensions\":2}}}";
    private static final String CODE = """
            export default {
              async fetch(request, env) {
                try {
                  await env.DOCS.putDocument('notes', 'from-function', { fields: { text: 'written by a function' } }, true);
                  const { hits } = await env.DOCS.search('notes', { query: 'functions', mode: 'keyword', limit: 1 });
                  return new Response(hits[0].id + ' ' + hits[0].text + ' ' + await asInstance(env));
                } catch (e) { return new Response(e.code + ' ' + e.message); }
              }
            };
            async function asInstance({ DOCS }) {
              const pages = await DOCS.create({ id: 'pages', fields: { text: { type: 'text' } , meaning: { type: 'vector', dimensions: 2 } }, chunk_size: 500 });
              await pages.items.uploadAndPoll('a.md', new Blob(['a river']), { metadata: { lang: 'en' } });
              await pages.items.uploadAndPoll('b.md', 'another river', { metadata: { lang: 'de' }, acl: ['ann'] });
              const retrieval = { retrieval_type: 'keyword', filters: { 'metadata.lang': { in: ['en', 'de'] } } };
              const messages = [{ role: 'system', content: 'be brief' }, { role: 'user', content: 'rivers' }];
              const open = await pages.search({ messages, ai_search_options: { retrieval } });
              const anns = await DOCS.search({ query: 'rivers', ai_search_options: { instance_ids: ['pages', 'notes'], retrieval: { ...retrieval, acl: ['ann'] } } });
              const { id, type, text, item, scoring_details } = open.chunks[0];
              const refused = await pages.search({ query: 'x', ai_search_options: { retrieval: { keyword_match_mode: 'and' } } }).catch(e => e.name);
              const body = await (await pages.items.get('b.md').download()).text();
              await pages.items.delete('b.md');
              const gone = await pages.items.get('b.md').info().catch(e => e.code);
              const listed = (await DOCS.list({ search: 'pages' })).map(({ id, chunking }) => id + chunking.size);
              await DOCS.delete('pages');
              return [open.chunks.length, id, type, text, item.metadata.lang, scoring_details.keyword_score > 0, anns.chunks.map(c => c.id).sort(), refused, body, gone, listed, open.search_query].join('|');
            }""";

    @TempDir
    Path folder;

    @Test
    void functionsSearchAndWhatWasAcknowledgedOutlivesKillsInTheMiddle() throws Exception {
        long seed = Long.getLong("mayfly.seed", 20_261_128L);
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> acknowledged = new ConcurrentSkipListSet<>();
        for (int round = 0; round < KILLS; round++)
            try (RunningMayfly mayfly = RunningMayfly.start(folder, "--no-example")) {
                mayfly.client.done("PUT", "", "{}");
                mayfly.client.done("PUT", "/search/crash", SETTINGS);
                assertKept(mayfly.client, acknowledged);
                int until = acknowledged.size() + LINES * (2 + random.nextInt(10));
                // Its database dies with it, or it with its database.
                if (random.nextBoolean()) writeUntil(mayfly, round, acknowledged, until, mayfly::kill);
                else writeUntil(mayfly, round, acknowledged, until, () -> mayfly.killDatabase(folder));
            }
        try (RunningMayfly mayfly = RunningMayfly.start(folder, "--no-example")) {
            assertKept(mayfly.client, acknowledged);
            mayfly.client.done("PUT", "/search/notes", SETTINGS);
            mayfly.client.done("POST", "/functions/searching/versions", version());
            mayfly.client.answersSoon(
                    "searching",
                    "/",
                    "from-function written by a function 1|a.md|text|a river|en|true|a.md,b.md|TypeError|another river|not-found|pages500|rivers");
        }
    }

    private static String version() {
        String content = Base64.getEncoder().encodeToString(CODE.getBytes(StandardCharsets.UTF_8));
        return "{\"metadata\":{\"mainModule\":\"index.js\",\"bindings\":[{\"name\":\"DOCS\",\"type\":\"search\"}]},"
                + "\"modules\":[{\"name\":\"index.js\",\"kind\":\"esm\",\"content\":\"" + content + "\"}]}";
    }

    private interface Kill {
        void now() throws Exception;
    }

    /** Two writers, whose bulks are under way when it is killed. */
    private static void writeUntil(RunningMayfly mayfly, int round, Set<String> acknowledged, int until, Kill kill)
            throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            String name = "r%d-w%d".formatted(round, writer);
            writers.add(Thread.ofPlatform().start(() -> write(mayfly.client, round, name, acknowledged)));
        }
        while (acknowledged.size() < until && writers.stream().anyMatch(Thread::isAlive)) Thread.onSpinWait();
        kill.now();
        for (Thread writer : writers) writer.join();
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(until);
    }

    private static void write(MayflyClient client, int round, String name, Set<String> acknowledged) {
        try {
            for (int bulk = 0; bulk < 1_000; bulk++) {
                int number = bulk;
                List<String> ids = IntStream.range(0, LINES)
                        .mapToObj(line -> "%s-%d-%d".formatted(name, number, line))
                        .toList();
                String lines = ids.stream()
                        .map(id -> "{\"id\":\"%s\",\"fields\":{\"text\":\"kept\",\"round\":\"%d\",\"meaning\":[1,1]}}"
                                .formatted(id, round))
                        .collect(Collectors.joining("\n"));
                if (client.api("POST", "/search/crash/documents", lines).statusCode() != 200) return;
                acknowledged.addAll(ids);
            }
        } catch (IOException e) {
            // it was killed, and what was under way is not known
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertKept(MayflyClient client, Set<String> acknowledged) throws Exception {
        List<String> found = new ArrayList<>();
        for (int round = 0; round < KILLS; round++) found.addAll(ofRound(client, round));
        assertThat(found).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found)).containsAll(acknowledged);
        assertThat(client.read("/search/crash").path("documents").asInt()).isEqualTo(found.size());
    }

    /** No round wrote more than can be paged through. */
    private static List<String> ofRound(MayflyClient client, int round) throws Exception {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = client.done(
                    "POST",
                    "/search/crash/search",
                    "{\"query\":\"kept\",\"mode\":\"keyword\",\"limit\":1000,\"filter\":{\"round\":\"%d\"}%s}"
                            .formatted(round, cursor.isEmpty() ? "" : ",\"cursor\":\"" + cursor + "\""));
            page.path("hits").forEach(hit -> found.add(hit.path("id").asText()));
            cursor = page.path("cursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        return found;
    }
}
