package dev.mayfly.isolates.worker.seal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * System calls that Java does not offer, made on the thread that asks. One C function makes all of them, since linking a function is
 * what costs. Where a call cannot be made (another system, another processor) it fails like one that the kernel refused.
 */
public final class Kernel {
    private static final long FAILED = -1;
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final Optional<Architecture> HERE = Architecture.here();
    private static final Optional<MethodHandle> SYSCALL = HERE.flatMap(here -> link());

    private static final long PRIO_PROCESS = 0;
    private static final int SCHED_OTHER = 0;
    private static final int SCHED_ATTR_BYTES = 48;
    private static final long PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_SET_MODE_FILTER = 1;
    private static final long ON_ALL_THREADS = 1;

    private Kernel() {}

    /** The number of the calling thread, or -1. */
    public static int threadId() {
        return (int) call(SystemCall.gettid);
    }

    /** Sets the nice value of one thread of this process. */
    public static boolean setPriority(int thread, int nice) {
        return call(SystemCall.setpriority, PRIO_PROCESS, thread, nice) == 0;
    }

    /**
     * Sets the nice value of one thread of this process and for how long it keeps the processor when others want it (sched_setattr(2);
     * Linux before 6.12 takes the nice value only).
     */
    public static boolean setPriority(int thread, int nice, int sliceNs) {
        try (var arena = Arena.ofConfined()) {
            var attributes = arena.allocate(SCHED_ATTR_BYTES, 8);
            attributes
                    .asByteBuffer()
                    .order(ByteOrder.nativeOrder())
                    .putInt(0, SCHED_ATTR_BYTES)
                    .putInt(4, SCHED_OTHER)
                    .putInt(16, nice)
                    .putLong(24, sliceNs);
            return call(SystemCall.sched_setattr, thread, attributes.address(), 0) == 0;
        }
    }

    static int processId() {
        return (int) call(SystemCall.getpid);
    }

    /** Has all threads of this process, and those that they will start, filtered from here on. There is no way back. */
    static boolean filter(byte[] program) {
        if (call(SystemCall.prctl, PR_SET_NO_NEW_PRIVS, 1) != 0) return false;
        try (var arena = Arena.ofConfined()) {
            var described = describe(program, arena).address();
            return call(SystemCall.seccomp, SECCOMP_SET_MODE_FILTER, ON_ALL_THREADS, described) == 0;
        }
    }

    /** Everything that {@link #filter} does, but for doing it. */
    static void rehearse(byte[] program) {
        try (var arena = Arena.ofConfined()) {
            describe(program, arena);
        }
    }

    /** {@code struct sock_fprog}: the number of instructions and where they are. */
    private static MemorySegment describe(byte[] program, Arena arena) {
        var instructions = arena.allocate(program.length, 8);
        instructions.asByteBuffer().put(program);
        var described = arena.allocate(16, 8);
        // Through a buffer, whose access costs nothing to set up.
        described
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) (program.length / 8))
                .putLong(8, instructions.address());
        return described;
    }

    static long call(SystemCall call, long... arguments) {
        if (SYSCALL.isEmpty()) return FAILED;
        var number = call.number(HERE.orElseThrow());
        if (number.isEmpty()) return FAILED;
        long[] six = Arrays.copyOf(arguments, 6);
        try {
            return (long)
                    SYSCALL.get().invokeExact((long) number.getAsInt(), six[0], six[1], six[2], six[3], six[4], six[5]);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a system call throws nothing", impossible);
        }
    }

    private static Optional<MethodHandle> link() {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("syscall")
                .map(function -> linker.downcallHandle(
                        function, FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD)));
    }
}
