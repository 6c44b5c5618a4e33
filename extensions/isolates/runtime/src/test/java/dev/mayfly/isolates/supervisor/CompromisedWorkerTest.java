package dev.mayfly.isolates.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.InvocationRequest;
import dev.mayfly.isolates.InvocationRequest.RequestBody;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * A worker in the hands of an attacker says anything at all about the invocations that it holds. The host goes on, the worker is
 * killed, every invocation ends exactly once, and nobody hears anything of an invocation but who started it.
 * {@code -Dmayfly.frames=N} sends so many frames, {@code -Dmayfly.seed=N} repeats a run.
 */
class CompromisedWorkerTest {
    /** One sample for every build, so that a red one is the change's; other seeds are drawn with {@code -Dmayfly.seed=N}. */
    private static final long SEED = 9_322_118_275_960L;

    private static final int FRAMES = Integer.getInteger("mayfly.frames", 12_000);
    private static final int FRAMES_A_ROUND = 60;
    private static final int HELD = 3;

    @Test
    void getsNothingAndIsKilled() {
        long seed = Long.getLong("mayfly.seed", SEED);
        System.out.println("seed " + seed + "; -Dmayfly.seed=" + seed + " repeats it");
        Random seeds = new Random(seed);
        for (int sent = 0, round = 0; sent < FRAMES; sent += FRAMES_A_ROUND, round++)
            new Round(seeds.nextLong()).run("seed %d, round %d".formatted(seed, round));
    }

    private static final class Round {
        private final Random random;
        private final Forgery forgery;
        private final List<Listener> held = new ArrayList<>();
        private final List<Listener> elsewhere = new ArrayList<>();

        Round(long seed) {
            random = new Random(seed);
            forgery = new Forgery(random);
        }

        void run(String description) {
            try (Bench bench = new Bench("spare", "false", "workers-max", "8")) {
                FakeWorker compromised = bench.launcher.ready();
                List<Integer> ids = new ArrayList<>();
                for (int i = 0; i < HELD; i++) {
                    held.add(start(bench, "held-" + i, Trust.standard));
                    ids.add(compromised.invoked());
                }
                elsewhere.add(start(bench, "elsewhere", Trust.newcomers));
                CountDownLatch afterwards = new CountDownLatch(1);
                answering(bench.launcher.ready(), afterwards);
                Thread replacements = replacing(bench, afterwards);

                say(compromised, ids);
                assertThat(compromised.wasKilled()).as(description).isTrue();
                Bench.until("all ended: " + description, () -> held.stream().allMatch(Listener::hasEnded));

                Listener after = start(bench, "after", Trust.standard);
                Bench.until("served again: " + description, after::hasEnded);
                assertThat(after.outcome()).as(description).isInstanceOf(Outcome.Answered.class);

                afterwards.countDown();
                Bench.until(
                        "those elsewhere: " + description,
                        () -> elsewhere.stream().allMatch(Listener::hasEnded));
                replacements.interrupt();
                assertThat(elsewhere)
                        .as(description)
                        .allSatisfy(e -> assertThat(e.outcome()).isInstanceOf(Outcome.Answered.class));
                assertThat(compromised.received)
                        .as("%s: the worker hears nothing of what it does not hold", description)
                        .noneMatch(r -> r.id() != 0 && !ids.contains(r.id()))
                        .noneMatch(r -> r.toString().contains("of elsewhere"));
            }
            for (Listener listener : held) {
                listener.endedOnce(description);
                // Of the invocations that it holds a worker may say what it likes, also in frames that swallow the
                // next.
                if (!forgery.recut()) listener.heardOnlyItsOwn(description);
            }
            for (Listener listener : elsewhere) {
                listener.endedOnce(description);
                listener.heardOnlyItsOwn(description);
            }
        }

        private Listener start(Bench bench, String account, Trust trust) {
            Listener listener = new Listener(account, random.nextLong());
            boolean plain = account.equals("after") || account.equals("elsewhere");
            int kind = plain ? 2 : random.nextInt(4);
            RequestBody body = switch (kind) {
                case 0 -> new RequestBody.Streamed();
                case 1 -> new RequestBody.None();
                default -> new RequestBody.Whole(("of " + account).getBytes(StandardCharsets.UTF_8));
            };
            InvocationRequest request = new InvocationRequest(
                    Bench.version(account, trust),
                    Limits.DEFAULT,
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    kind == 1 ? "GET" : "POST",
                    "http://%s.localhost/".formatted(account),
                    List.of("tag", "of " + account, "upgrade", "websocket"),
                    body);
            listener.started(bench.host.invoke(request, listener));
            return listener;
        }

        /** Sends forgeries until one costs the worker its life; the last one always does. */
        private void say(FakeWorker compromised, List<Integer> ids) {
            try {
                for (byte[] frame : forgery.frames(FRAMES_A_ROUND, ids)) compromised.raw(frame);
                compromised.raw(Forgery.UNKNOWN_TYPE);
                // Where it took the last frame for the payload of one before, this one is read as a length.
                for (int i = 0; i < 40; i++) compromised.raw(Forgery.IMPOSSIBLE_LENGTHS);
            } catch (UncheckedIOException killedMeanwhile) {
                // It need not hear the end of it.
            }
        }

        private static Thread replacing(Bench bench, CountDownLatch afterwards) {
            return Thread.ofVirtual().start(() -> {
                try {
                    while (true) answering(bench.launcher.launched.take().hello(), afterwards);
                } catch (InterruptedException | UncheckedIOException over) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        /** A sound worker: answers whatever it is given, but those elsewhere only afterwards. */
        private static void answering(FakeWorker sound, CountDownLatch afterwards) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        FakeWorker.Received next = sound.received.take();
                        if (!(next.message() instanceof Message.Invoke invoke)) continue;
                        if (!invoke.url().contains("elsewhere")) {
                            sound.answer(next.id());
                            continue;
                        }
                        Thread.ofVirtual().start(() -> answerAfterwards(sound, next.id(), afterwards));
                    }
                } catch (InterruptedException | UncheckedIOException over) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        private static void answerAfterwards(FakeWorker sound, int id, CountDownLatch afterwards) {
            try {
                afterwards.await();
                sound.answer(id);
            } catch (InterruptedException | UncheckedIOException over) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
