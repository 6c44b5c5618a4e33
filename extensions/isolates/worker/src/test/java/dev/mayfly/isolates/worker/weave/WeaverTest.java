package dev.mayfly.isolates.worker.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class WeaverTest {
    /** What engine code looks like. */
    @SuppressWarnings({"unused", "EmptyCatch", "CatchAndPrintStackTrace"})
    private static final class Sample {
        private static final int[] TABLE = new int[8];

        static {
            for (var i = 0; i < TABLE.length; i++) TABLE[i] = i;
        }

        private final ReentrantLock lock = new ReentrantLock();

        int loop(int n) {
            var sum = 0;
            for (var i = 0; i < n; i++) sum += i;
            return sum;
        }

        int straight(int n) {
            return n > 3 ? 1 : 2;
        }

        int swallows(Runnable guest) {
            try {
                guest.run();
            } catch (StackOverflowError full) {
                return 1;
            }
            return 0;
        }

        int cleansUp(Runnable guest) {
            try {
                guest.run();
            } finally {
                guest.run();
            }
            return 0;
        }

        int narrow(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException none) {
                return 0;
            }
        }

        int releases(Runnable guest) {
            lock.lock();
            try {
                guest.run();
            } finally {
                lock.unlock();
            }
            return 0;
        }

        synchronized int monitor(Runnable guest) {
            synchronized (lock) {
                guest.run();
            }
            return 0;
        }
    }

    @Test
    void loopsPollOnceABackwardBranch() throws IOException {
        assertThat(calls("loop", "poll")).isEqualTo(1);
        assertThat(calls("straight", "poll")).isZero();
    }

    @Test
    void aStaticInitialiserRunsToItsEnd() throws IOException {
        assertThat(calls("<clinit>", "poll")).isZero();
    }

    @Test
    void handlersThatCouldGoOnWithTheGuestStandAside() throws IOException {
        assertThat(calls("swallows", "caught")).isEqualTo(1);
        assertThat(calls("cleansUp", "caught")).isEqualTo(1);
    }

    @Test
    void handlersOfTheEnginesOwnErrorsAreLeftAlone() throws IOException {
        assertThat(calls("narrow", "caught")).isZero();
    }

    @Test
    void handlersThatGiveSomethingBackAlwaysRun() throws IOException {
        assertThat(calls("releases", "caught")).isZero();
        assertThat(calls("monitor", "caught")).isZero();
    }

    @Test
    void roomIsMadeSureOfBeforeALockIsTaken() throws IOException {
        assertThat(calls("releases", "check")).isEqualTo(1);
        assertThat(calls("monitor", "check")).isZero();
    }

    @Test
    void wovenCodePassesTheVerifier() throws IOException {
        assertThat(ClassFile.of().verify(woven())).isEmpty();
    }

    private static long calls(String method, String name) throws IOException {
        return ClassFile.of().parse(woven()).methods().stream()
                .filter(one -> one.methodName().equalsString(method))
                .flatMap(one -> one.code().orElseThrow().elementStream())
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .filter(call -> call.owner().asInternalName().startsWith("dev/mayfly/isolates/guard/")
                        && call.name().equalsString(name))
                .count();
    }

    private static byte[] woven() throws IOException {
        var name = Sample.class.getName();
        try (var original = Sample.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return new Weaver(Sample.class.getClassLoader()).weave(original.readAllBytes());
        }
    }
}
