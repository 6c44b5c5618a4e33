package dev.mayfly.isolates.guard;

import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SandboxPolicy;

/** Runs attacks on one engine, one after the other, in a process of its own, and prints a row for each. */
public final class AttackRun {
    private static final Duration HEAD_START = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** As guests have it. */
    private static final long STACK = 4L << 20;

    private final Engine engine = Engine.newBuilder("js")
            .sandbox(SandboxPolicy.CONSTRAINED)
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .option("engine.WarnInterpreterOnly", "false")
            .build();

    private AttackRun() {}

    /** Runs all, or those named. */
    public static void main(String[] names) throws Exception {
        var run = new AttackRun();
        System.out.println("engine " + run.engine.getImplementationName());
        Initialised.everything();
        run.healthy();
        var all = new ArrayList<Attack>(Attack.BUILTINS);
        all.addAll(Attack.RECURSION);
        for (var attack : all) if (names.length == 0 || List.of(names).contains(attack.name())) run.attack(attack);
        for (var attack : Attack.REFUSED) if (names.length == 0) run.refused(attack);
        System.exit(0);
    }

    private void attack(Attack attack) throws Exception {
        var context = context();
        var end = new AtomicReference<String>("returned");
        var done = new CountDownLatch(1);
        var guest = new Thread(
                null,
                () -> {
                    try {
                        context.eval("js", attack.script());
                    } catch (PolyglotException stopped) {
                        end.set(
                                stopped.isCancelled()
                                        ? "cancelled"
                                        : stopped.isResourceExhausted()
                                                ? "exhausted"
                                                : "threw " + stopped.getMessage());
                    } catch (Throwable other) {
                        end.set("broke " + other);
                    } finally {
                        done.countDown();
                    }
                },
                "guest",
                STACK);
        guest.setDaemon(true);
        guest.start();
        if (done.await(HEAD_START.toMillis(), TimeUnit.MILLISECONDS)) {
            row(attack, "early", 0, end.get(), healthy());
            context.close(true);
            return;
        }
        var start = System.nanoTime();
        Poll.target(guest);
        var closer = Thread.ofPlatform().daemon().start(() -> {
            try {
                context.close(true);
            } catch (RuntimeException alsoStopped) {
                // The guest's own end is what counts.
            }
        });
        var obeyed = done.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        var millis = (System.nanoTime() - start) / 1_000_000;
        if (obeyed) Poll.clear(guest);
        row(attack, obeyed ? "stopped" : "resists", millis, obeyed ? end.get() : "runs on", healthy());
        if (obeyed) closer.join(1000);
    }

    private void refused(Attack attack) {
        var start = System.nanoTime();
        String end;
        try (var context = context()) {
            end = "returned "
                    + context.eval(
                            "js",
                            "try { " + attack.script() + "; 'no error' } catch (e) { e.name + ': ' + e.message }");
        }
        row(
                attack,
                end.equals("returned RangeError: Maximum BigInt size exceeded") ? "refused" : "accepted",
                (System.nanoTime() - start) / 1_000_000,
                end,
                healthy());
    }

    /** Whether a neighbour on the same engine still gets right answers. */
    private boolean healthy() {
        try (var context = context()) {
            var answer = context.eval("js", """
                    const text = JSON.stringify([3, 1, 2].sort().map(x => ({x, d: new Date(0).getTime(), r: /a(b+)/.exec('abb')[1]})));
                    try { null.x } catch (e) { text + e.constructor.name + [...new Set([1, 1])] + `${2n ** 70n}` + 'A\\u030a'.normalize() }
                    """).asString();
            return answer.contains("TypeError11180591620717411303424") && answer.endsWith("\u00c5");
        } catch (Throwable broken) {
            System.out.println("neighbour: " + broken);
            return false;
        }
    }

    private Context context() {
        return Context.newBuilder("js")
                .engine(engine)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
    }

    private static void row(Attack attack, String verdict, long millis, String end, boolean healthy) {
        System.out.printf(
                "%-24s %-8s %6d ms  %-40s neighbour %s%n",
                attack.name(),
                verdict,
                millis,
                end.substring(0, Math.min(40, end.length())),
                healthy ? "right" : "WRONG");
    }
}
