package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.worker.TestHost.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each limit is reached once, ends the one that reached it, and leaves the worker in order. */
class LimitsTest {
    private static final long MB = 1 << 20;
    private final TestHost host = new TestHost();

    @AfterEach
    void workerIsStillWell() {
        assertThat(host.get("export default { fetch() { return new Response('well'); } }")
                        .text())
                .isEqualTo("well");
        host.close();
    }

    private static void exhausted(Invocation invocation, String limit, long allowed) {
        var done = invocation.done();
        assertThat(done.end()).as("%s", done).isEqualTo(End.EXHAUSTED);
        assertThat(done.code()).isEqualTo(limit);
        assertThat(done.allowed()).isEqualTo(allowed);
        assertThat(done.used()).isGreaterThan(allowed);
        assertThat(invocation.stuck).isFalse();
    }

    @Test
    void endlessLoopReachesTheCpuLimit() {
        var spin = host.get("export default { fetch() { while (true) {} } }", cpu(300));
        exhausted(spin, "cpu", 300);
        assertThat(spin.done().cpuNs()).isBetween(300_000_000L, 800_000_000L);
    }

    @Test
    void aLongSliceYieldsToAllOthersAndItsThreadDoesNotOutliveIt() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "only Linux keeps a priority for each thread");
        var spin = host.get("export default { fetch() { while (true) {} } }", cpu(3_000));
        await(() -> guestThreadsThatYield() > 0);
        spin.done();
        await(() -> guestThreadsThatYield() == 0);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.sleep(5);
        }
    }

    private static long guestThreadsThatYield() throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(LimitsTest::isGuestThatYields).count();
        }
    }

    private static boolean isGuestThatYields(Path task) {
        String stat = stat(task);
        return stat.contains("(mf-guest-") && nice(stat) == 15;
    }

    private static int nice(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    @Test
    void loopThatCatchesEverythingReachesTheCpuLimit() {
        exhausted(
                host.get(
                        "export default { fetch() { while (true) try { x } catch (e) { } finally { continue } } }",
                        cpu(200)),
                "cpu",
                200);
    }

    @Test
    void endlessMicrotasksReachTheCpuLimit() {
        exhausted(host.get("export default { async fetch() { while (true) await 0; } }", cpu(200)), "cpu", 200);
    }

    @Test
    void builtinWithoutEndReachesTheCpuLimit() {
        exhausted(
                host.get("export default { fetch() { [].indexOf.call({ length: 2 ** 53 - 1 }, 1); } }", cpu(200)),
                "cpu",
                200);
    }

    @Test
    void makingKeysForRsaReachesTheCpuLimit() {
        exhausted(host.get("""
                        export default { async fetch() {
                          const rsa = { name: 'RSA-PSS', modulusLength: 4096, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
                          for (;;) await crypto.subtle.generateKey(rsa, true, ['sign']);
                        } }""", cpu(300)), "cpu", 300);
    }

    @Test
    void iterationsOfPbkdf2ReachTheCpuLimit() {
        exhausted(host.get("""
                        export default { async fetch() {
                          const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
                          await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: new Uint8Array(8), iterations: 2 ** 32 - 1 }, key, 160);
                        } }""", cpu(300)), "cpu", 300);
    }

    @Test
    void keysThatAreHeldReachTheHeapLimit() {
        var hoard = host.get("""
                export default { async fetch() {
                  const keys = [], hmac = { name: 'HMAC', hash: 'SHA-1' };
                  for (;;) keys.push(await crypto.subtle.importKey('raw', new Uint8Array(1e5), hmac, false, ['sign']));
                } }""");
        assertThat(hoard.done().end()).as("%s", hoard.done()).isEqualTo(End.EXHAUSTED);
        assertThat(hoard.done().code()).isEqualTo("heap");
    }

    @Test
    void cpuIsSummedOverSlices() {
        var sliced = """
                export default { async fetch() {
                  for (let i = 0; i < 1000; i++) { const t = Date.now(); while (Date.now() < t + 10); await new Promise(d => setTimeout(d, 1)); }
                } }""";
        exhausted(host.get(sliced, cpu(100)), "cpu", 100);
    }

    @Test
    void mainModuleIsUnderTheLimitsToo() {
        exhausted(host.get("while (true) {} export default {}", cpu(200)), "cpu", 200);
    }

    @Test
    void waitingWithoutProgressReachesTheWallLimit() {
        var bounds = new Bounds(10_000, 200, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 100);
        exhausted(
                host.get("export default { async fetch() { await new Promise(d => setTimeout(d, 60000)); } }", bounds),
                "wall",
                200);
    }

    @Test
    void progressKeepsTheWallAway() {
        var bounds = new Bounds(10_000, 500, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 100);
        int key = host.deploy("""
                export default { async fetch() {
                  const until = Date.now() + 1500;
                  while (Date.now() < until) { await new Promise(d => setTimeout(d, 50)); await fetch('http://up.test/'); }
                  return new Response('alive');
                } }""");
        var invocation = host.invoke(
                key,
                bounds,
                Body.NONE,
                call -> new Message.Result.Response(
                        call.call(), 204, "", "http://up.test/", false, new String[0], Body.NONE));
        assertThat(invocation.text()).isEqualTo("alive");
    }

    @Test
    void holdingTooMuchReachesTheHeapLimit() {
        var hoard =
                "export default { fetch() { const all = []; while (true) all.push({ a: all.length, b: [1, 2, 3] }); } }";
        exhausted(host.get(hoard, heap(32 * MB)), "heap", 32 * MB);
    }

    @Test
    void holdingTooMuchInSlicesReachesTheHeapLimit() {
        var hoard = """
                const all = [];
                export default { async fetch() {
                  while (true) { all.push(new Uint8Array(1 << 20)); await new Promise(d => setTimeout(d, 0)); }
                } }""";
        exhausted(host.get(hoard, heap(32 * MB)), "heap", 32 * MB);
    }

    @Test
    void holding300MbEndsWhileANeighbourGoesOn() {
        var neighbour = host.get("""
                export default { async fetch() {
                  let n = 0;
                  for (let i = 0; i < 40; i++) { n += JSON.parse(JSON.stringify({ i })).i; await new Promise(d => setTimeout(d, 10)); }
                  return new Response('' + n);
                } }""");
        var hoard =
                "export default { async fetch() { const all = []; for (let i = 0; i < 300; i++) all.push(new Uint8Array(1 << 20)); await new Promise(d => setTimeout(d, 1)); return new Response('' + all.length); } }";
        exhausted(host.get(hoard, heap(64 * MB)), "heap", 64 * MB);
        assertThat(neighbour.text()).isEqualTo("780");
    }

    @Test
    void allocatingMuchAndHoldingLittleIsAllowed() {
        var churn = """
                export default { fetch() {
                  const ring = [];
                  for (let i = 0; i < 2000; i++) { ring[i % 5] = new Uint8Array(1 << 20); }
                  return new Response('lives');
                } }""";
        var invocation = host.get(churn, heap(16 * MB));
        assertThat(invocation.text()).isEqualTo("lives");
        assertThat(invocation.done().heapPeakBytes()).isBetween(1 * MB, 16 * MB);
    }

    @Test
    void oneHugeAllocationEndsOnlyItself() {
        var huge = "export default { fetch() { const all = []; while (true) all.push(new Uint8Array(60 << 20)); } }";
        var done = host.get(huge, heap(64 * MB)).done();
        assertThat(done.end()).isEqualTo(End.EXHAUSTED);
        assertThat(done.code()).isEqualTo("heap");
    }

    @Test
    void tooLongStringIsARangeError() {
        var invocation = host.get(
                "export default { fetch() { try { 'x'.repeat(1e9) } catch (e) { return new Response(e.name); } } }");
        assertThat(invocation.text()).isEqualTo("RangeError");
    }

    @Test
    void allocatingWithoutEndReachesItsLimit() {
        var bounds = new Bounds(60_000, 60_000, 64 * MB, 100 * MB, 1 << 20, 1 << 16, 50, 100);
        exhausted(
                host.get("export default { fetch() { let a; while (true) a = { a: 1 }; } }", bounds),
                "allocatedBytes",
                100 * MB);
    }

    @Test
    void logsAreCutWithOneNotice() {
        var bounds = new Bounds(10_000, 60_000, 64 * MB, 4096 * MB, 1 << 20, 100, 50, 100);
        var invocation = host.get(
                "export default { fetch() { for (let i = 0; i < 50; i++) console.log('0123456789'); return new Response('x'); } }",
                bounds);
        assertThat(invocation.text()).isEqualTo("x");
        assertThat(invocation.logs).hasSize(11);
        assertThat(invocation.logs.getLast().text()).contains("dropped", "100 bytes");
    }

    private static final String CALLS = """
            export default { async fetch() {
              let n = 0;
              try { while (true) { await fetch('http://up.test/'); n++; } } catch (e) { %s }
            } }""";

    @Test
    void oneSubrequestTooManyIsAnErrorOfTheCall() {
        var invocation = calls(CALLS.formatted("return new Response(n + e.code);"));
        assertThat(invocation.text()).isEqualTo("3subrequests");
    }

    @Test
    void oneSubrequestTooManyThatNobodyCatchesExhausts() {
        exhausted(calls(CALLS.formatted("throw e;")), "subrequests", 3);
    }

    private Invocation calls(String text) {
        return calls(text, new String[0], "");
    }

    /** All answers from outside have these headers and this body. */
    private Invocation calls(String text, String[] headers, String body) {
        var bounds = new Bounds(10_000, 60_000, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 3, 100);
        return host.invoke(
                host.deploy(text),
                bounds,
                Body.NONE,
                call -> new Message.Result.Response(
                        call.call(),
                        body.isEmpty() ? 204 : 200,
                        "",
                        "http://up.test/",
                        false,
                        headers,
                        body.isEmpty() ? Body.NONE : new Body.Inline(body.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void oneOpenStreamTooManyExhausts() {
        var bounds = new Bounds(10_000, 60_000, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 3);
        int key = host.deploy(
                "export default { async fetch() { const all = []; while (true) all.push(await fetch('http://up.test/')); } }");
        var invocation = host.invoke(
                key,
                bounds,
                Body.NONE,
                call -> new Message.Result.Response(
                        call.call(), 200, "", "http://up.test/", false, new String[0], Body.STREAMED));
        exhausted(invocation, "openStreams", 3);
    }

    @Test
    void bufferingATooLargeBodyExhausts() {
        var bounds = new Bounds(10_000, 60_000, 64 * MB, 4096 * MB, 100_000, 1 << 16, 50, 100);
        int key = host.deploy("export default { async fetch(request) { return new Response(await request.text()); } }");
        var invocation = host.invoke(key, bounds, Body.STREAMED, call -> null);
        for (int i = 0; i < 3; i++) invocation.say(new Message.Data(0, Message.Then.MORE, new byte[50_000]));
        exhausted(invocation, "bufferedBody", 100_000);
    }

    @Test
    void bodyThatTheHeapCannotHoldTwiceExhaustsTheHeap() {
        var bounds = new Bounds(10_000, 60_000, MB, 4096 * MB, 100 << 20, 1 << 16, 50, 100);
        int key =
                host.deploy("export default { async fetch(request) { return new Response(await request.bytes()); } }");
        var invocation = host.invoke(key, bounds, Body.STREAMED, call -> null);
        send(invocation, MB / 2 + 1);
        exhausted(invocation, "heap", MB);
    }

    @Test
    void theLargestBodyThatMayBeReadAsAWholeIsHeld() {
        var most = new Bounds(60_000, 60_000, 256 * MB, 4096 * MB, 100 << 20, 1 << 16, 50, 100);
        int key = host.deploy(
                "export default { async fetch(request) { return new Response((await request.bytes()).byteLength); } }");
        var invocation = host.invoke(key, most, Body.STREAMED, call -> null);
        send(invocation, 100 * MB);
        assertThat(invocation.text()).isEqualTo("104857600");
    }

    @Test
    void bodyThatIsTooLongForATextExhausts() {
        var most = new Bounds(60_000, 60_000, 256 * MB, 4096 * MB, 64 << 20, 1 << 16, 50, 100);
        int key = host.deploy("export default { async fetch(request) { return new Response(await request.text()); } }");
        var invocation = host.invoke(key, most, Body.STREAMED, call -> null);
        send(invocation, 33 * MB);
        exhausted(invocation, "bufferedBody", 32 * MB);
    }

    @Test
    void holdingThePiecesOfABodyReachesTheHeapLimit() {
        int key = host.deploy("""
                export default { async fetch(request) {
                  const all = [];
                  for await (const piece of request.body) all.push(piece);
                  return new Response(all.length);
                } }""");
        var invocation = host.invoke(key, heap(8 * MB), Body.STREAMED, call -> null);
        send(invocation, 32 * MB);
        exhausted(invocation, "heap", 8 * MB);
    }

    @Test
    void aBodyThatPassesThroughIsNotHeld() {
        int key = host.deploy("export default { fetch(request) { return new Response(request.body); } }");
        var invocation = host.invoke(key, heap(8 * MB), Body.STREAMED, call -> null);
        send(invocation, 32 * MB);
        assertThat(invocation.done().end()).isEqualTo(End.OK);
        assertThat(invocation.received()).isEqualTo(32 << 20);
    }

    /** Sends a body of so many bytes as the worker grants them, until all are sent or the invocation has ended. */
    private static void send(Invocation invocation, long bytes) {
        long credit = Frames.INITIAL_CREDIT;
        while (bytes > 0 && !invocation.isDone()) {
            int piece = (int) Math.min(Math.min(credit, bytes), 64 << 10);
            if (piece > 0) invocation.say(new Message.Data(0, Message.Then.MORE, new byte[piece]));
            credit -= piece;
            bytes -= piece;
            if (credit == 0 && bytes > 0 && invocation.next(Message.class) instanceof Message.Credit(int s, int more))
                credit += more;
        }
        if (bytes == 0) invocation.say(new Message.Data(0, Message.Then.END, new byte[0]));
    }

    @Test
    void spinningWithoutProgressReachesTheWallLimit() {
        var bounds = new Bounds(300_000, 200, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 100);
        exhausted(host.get("export default { fetch() { while (true) {} } }", bounds), "wall", 200);
    }

    @Test
    void sendingIsProgressAlsoWhenTheHostNeedNotAskForMore() {
        var bounds = new Bounds(10_000, 300, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 100);
        var invocation = host.get("""
                export default { fetch() {
                  let n = 0;
                  return new Response(new ReadableStream({ async pull(c) {
                    if (n++ === 12) return c.close();
                    await new Promise((resolve) => setTimeout(resolve, 60));
                    c.enqueue(new TextEncoder().encode('.'));
                  } }));
                } };""", bounds);
        invocation.reading = false;
        assertThat(invocation.done().end()).isEqualTo(Message.End.OK);
        assertThat(invocation.text()).isEqualTo("............");
    }

    @Test
    void anInvocationThatNeverGetsAThreadReachesTheWallLimit() throws Exception {
        int threadsMax = TestHost.WORKER.isolates().threadsMax();
        var hogs = new ArrayList<Invocation>();
        for (int i = 0; i < threadsMax; i++)
            hogs.add(host.get("export default { fetch() { console.log('in'); while (true) {} } }", cpu(60_000)));
        for (var hog : hogs) hog.next(Message.Log.class);
        var bounds = new Bounds(300_000, 200, 64 * MB, 4096 * MB, 1 << 20, 1 << 16, 50, 100);
        var late = host.get("export default { fetch() { return new Response('never'); } }", bounds);
        exhausted(late, "wall", 200);
        assertThat(late.done().cpuNs()).isZero();
        for (var hog : hogs) hog.say(new Message.Cancel(""));
        for (var hog : hogs) hog.done();
    }

    @Test
    void aHogThatIsEndedFromWithinStartsNoThreadOfItsOwnLowPriority() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "only Linux keeps a priority for each thread");
        var hog = host.get("""
                export default { async fetch() {
                  for (const end = Date.now() + 500; Date.now() < end;);
                  fetch('http://up.test/', { method: 'POST', body: new ReadableStream({ start(c) { c.enqueue(new Uint8Array(3 << 20)); } }) });
                } }""", heap(2 * MB));
        assertThat(hog.done().code()).isEqualTo("heap");
        assertThat(niceOf("mayfly-killer")).isNotEmpty().containsOnly(0);
    }

    private static List<Integer> niceOf(String threadName) throws IOException {
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.map(LimitsTest::stat)
                    .filter(stat -> stat.contains("(" + threadName + ")"))
                    .map(LimitsTest::nice)
                    .toList();
        }
    }

    private static String stat(Path task) {
        try {
            return Files.readString(task.resolve("stat"));
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    @Test
    void runningInvocationIsCancelled() {
        var spin = host.get("export default { fetch() { console.log('in'); while (true) {} } }", cpu(60_000));
        spin.next(Message.Log.class);
        spin.say(new Message.Cancel(""));
        assertThat(spin.done().end()).isEqualTo(End.CANCELLED);
        assertThat(spin.stuck).isFalse();
    }

    @Test
    void parkedInvocationIsCancelledAtOnce() {
        var parked = host.get(
                "export default { async fetch() { console.log('in'); await new Promise(d => setTimeout(d, 60000)); } }");
        parked.next(Message.Log.class);
        parked.say(new Message.Cancel("wall"));
        assertThat(parked.done().end()).isEqualTo(End.EXHAUSTED);
        assertThat(parked.done().code()).isEqualTo("wall");
    }

    @Test
    void spinningGuestsDoNotStopTheirNeighbours() {
        var spinning = new ArrayList<Invocation>();
        for (int i = 0; i < 6; i++)
            spinning.add(host.get("export default { fetch() { while (true) {} } }", cpu(20_000)));
        for (int i = 0; i < 20; i++) {
            assertThat(host.get("export default { fetch() { return new Response('served'); } }")
                            .text())
                    .isEqualTo("served");
        }
        assertThat(spinning).noneMatch(Invocation::isDone);
        for (var each : spinning) each.say(new Message.Cancel(""));
        for (var each : spinning) assertThat(each.done().end()).isEqualTo(End.CANCELLED);
    }

    @Test
    void tooManyTimersAreRefused() {
        var invocation = host.get("""
                export default { fetch() {
                  try { for (let i = 0; i < 20000; i++) setTimeout(() => {}, 60000); } catch (e) { return new Response('refused'); }
                } }""");
        assertThat(invocation.head).succeedsWithin(java.time.Duration.ofSeconds(30));
        assertThat(invocation.text()).isEqualTo("refused");
    }

    @Test
    void whatCompressionHoldsOutsideOfTheHeapCounts() {
        var holds = """
                export default { async fetch() {
                  const open = Array.from({ length: %d }, () => new CompressionStream("gzip"));
                  await new Promise((done) => setTimeout(done, 20));
                  return new Response("held " + open.length);
                } }""";
        exhausted(host.get(holds.formatted(80), heap(16 * MB)), "heap", 16 * MB);
        assertThat(host.get(holds.formatted(10), heap(16 * MB)).text()).isEqualTo("held 10");
    }

    /** What would be unpacked to more than the heap takes is passed on piece by piece, to readers who want no more of it. */
    @Test
    void aBombThatIsReadPieceByPieceStaysSmall() {
        var bomb = """
                export default { async fetch() {
                  const zeros = new ReadableStream({ pull(c) { this.n = (this.n ?? 0) + 1; this.n > 128 ? c.close() : c.enqueue(new Uint8Array(1 << 20)); } });
                  const small = new Uint8Array(await new Response(zeros.pipeThrough(new CompressionStream("gzip"))).arrayBuffer());
                  let total = 0;
                  const plain = new Response(small).body.pipeThrough(new DecompressionStream("gzip"));
                  for await (const piece of plain) total += piece.length;
                  return new Response(small.length + " " + total);
                } }""";
        assertThat(host.get(bomb, heap(24 * MB)).text()).matches("1\\d{5} 134217728");
    }

    @Test
    void whatARewriterHoldsCountsAsHeap() {
        var holds = """
                export default { async fetch() {
                  const long = "x".repeat(4 << 20), start = new TextEncoder().encode("<b>");
                  for (let i = 0; i < %d; i++) {
                    const begun = new Response(new ReadableStream({ start(c) { c.enqueue(start); } }));
                    new HTMLRewriter().on("b", { element(e) { e.append(long + i); } }).transform(begun).text();
                  }
                  for (let i = 0; i < 20; i++) await new Promise((done) => setTimeout(done, 1));
                  return new Response("held");
                } }""";
        exhausted(host.get(holds.formatted(16), heap(32 * MB)), "heap", 32 * MB);
        assertThat(host.get(holds.formatted(1), heap(32 * MB)).text()).isEqualTo("held");
    }

    @Test
    void rewritingIsTheFunctionsOwnTime() {
        for (var markup : List.of("<a href=x>", "text ", "<!-- -->", "<a b=\"' \" c>", "<script><!--<script>")) {
            var invocation = host.get("""
                    export default { async fetch() {
                      const piece = new TextEncoder().encode(%s.repeat(6000));
                      const endless = new Response(new ReadableStream({ pull(c) { c.enqueue(piece); } }));
                      const on = new HTMLRewriter().on("[b*=x]:not(:nth-of-type(7n+3)) > :first-child, br", {});
                      for await (const piece of on.transform(endless).body) piece;
                    } }""".formatted("'" + markup.replace("'", "\\'") + "</a></script>'"), cpu(300));
            exhausted(invocation, "cpu", 300);
        }
    }

    @Test
    void aSourceOfEventsComesBackAsOftenAsThereAreSubrequests() {
        var invocation = calls("""
                export default { async fetch() {
                  const log = [], source = new EventSource("http://up.test/");
                  await new Promise((done) => {
                    source.onmessage = (e) => log.push(e.data);
                    source.onerror = (e) => { if (source.readyState === 2) done(log.push(e.error.code)); };
                  });
                  return new Response(log.join());
                } }""", new String[] {"content-type", "text/event-stream"}, "retry: 1\ndata: x\n\n");
        assertThat(invocation.text()).isEqualTo("x,x,x,subrequests");
    }

    private static Bounds cpu(long ms) {
        return new Bounds(ms, 60_000, 64 * MB, 64L << 30, 1 << 20, 1 << 16, 50, 100);
    }

    private static Bounds heap(long bytes) {
        return new Bounds(60_000, 60_000, bytes, 64L << 30, 1 << 20, 1 << 16, 50, 100);
    }
}
