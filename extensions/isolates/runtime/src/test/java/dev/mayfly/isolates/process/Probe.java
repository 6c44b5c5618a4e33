package dev.mayfly.isolates.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;

/**
 * A program that takes a worker's place and tries to get out: what a guest could do that has taken over the whole process. It says of
 * each attempt whether it was refused. Arguments: socket, seal or none, a secret file, the host's process id, a port that listens.
 */
final class Probe {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG;
    private static final boolean AMD64 = System.getProperty("os.arch").equals("amd64");
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;

    private final MemorySegment state = Arena.global().allocate(Linker.Option.captureStateLayout());
    private final MethodHandle syscall;

    private Probe() {
        var linker = Linker.nativeLinker();
        syscall = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(WORD, WORD, WORD, WORD, WORD, WORD, WORD, WORD),
                Linker.Option.captureCallState("errno"));
    }

    public static void main(String[] arguments) throws Exception {
        var socket = Path.of(arguments[0]);
        var probe = new Probe();
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            if (arguments[1].equals("seal")) {
                var seal = Class.forName("dev.mayfly.isolates.worker.seal.Seal");
                seal.getMethod("prepare").invoke(null);
                seal.getMethod("close").invoke(null);
            }
            probe.files(socket, Path.of(arguments[2]), arguments[3]);
            probe.others(socket, Integer.parseInt(arguments[4]));
            probe.kernel(Long.parseLong(arguments[3]));
            probe.fromAThreadThatIsNew(Path.of(arguments[2]));
            goesOn(channel);
        }
        Runtime.getRuntime().halt(0);
    }

    private void files(Path socket, Path secret, String host) {
        attempt("reads a secret", () -> Files.readString(secret));
        attempt("reads /etc/passwd", () -> Files.readString(Path.of("/etc/passwd")));
        attempt("reads the host's environment", () -> Files.readAllBytes(Path.of("/proc", host, "environ")));
        attempt("reads its own memory map", () -> Files.readAllBytes(Path.of("/proc/self/maps")));
        attempt("writes a file", () -> Files.write(Path.of("/tmp/probe"), new byte[1]));
        attempt("writes beside its socket", () -> Files.write(socket.resolveSibling("x"), new byte[1]));
    }

    private void others(Path socket, int port) {
        attempt("connects to the network", () -> {
            try (var inet = SocketChannel.open(StandardProtocolFamily.INET)) {
                inet.connect(new InetSocketAddress("127.0.0.1", port));
            }
        });
        attempt(
                "connects to a socket once more",
                () -> SocketChannel.open(UnixDomainSocketAddress.of(socket)).close());
        attempt("starts a program", () -> new ProcessBuilder("/usr/lib/jvm").start());
        attempt("loads a library", () -> System.load(System.getProperty("java.home") + "/lib/libprefs.so"));
    }

    /** Calls that succeed for everybody, or fail in another way, where nothing refuses them. */
    private void kernel(long host) {
        refused("is traced", call(AMD64 ? 101 : 117, 0, 0, 0, 0));
        refused("reads another's memory", call(AMD64 ? 310 : 270, host, 0, 0, 0));
        refused("mounts", call(AMD64 ? 165 : 40, 1, 1, 1, 0));
        refused("leaves its namespaces", call(AMD64 ? 272 : 97, 0x200, 0, 0, 0));
        refused("enters a namespace", call(AMD64 ? 308 : 268, -1, 0, 0, 0));
        refused("types into a terminal", call(AMD64 ? 16 : 29, -1, 0x5412, 0, 0));
        refused("leaves its group of processes", call(AMD64 ? 109 : 154, 0, 0, 0, 0));
        refused("leaves its session", call(AMD64 ? 112 : 157, 0, 0, 0, 0));
        refused("makes a ring", call(425, 0, 0, 0, 0));
        refused("asks for keys", call(AMD64 ? 250 : 219, -1, 0, 0, 0));
        refused("handles page faults", call(AMD64 ? 323 : 282, 0xffff, 0, 0, 0));
        refused("makes a file in memory", call(AMD64 ? 319 : 279, 0, 0, 0, 0));
        refused("changes its personality", call(AMD64 ? 135 : 92, 0xffffffffL, 0, 0, 0));
        refused("opens by handle", call(AMD64 ? 304 : 265, -1, 0, 0, 0));
        refused("opens in the newest way", call(437, -100, 0, 0, 0));
        refused("forks", call(AMD64 ? 56 : 220, 0x7FFFFFFF, 0, 0, 0));
        if (AMD64) refused("uses the second set of calls", call(0x40000000 + 39, 0, 0, 0, 0));
    }

    private void fromAThreadThatIsNew(Path secret) throws InterruptedException {
        var thread = new Thread(() -> attempt("reads a secret on a new thread", () -> Files.readString(secret)));
        thread.start();
        thread.join();
    }

    /** What guests need of the JVM: memory, threads, compiled code, randomness, time zones, and the connection. */
    private static void goesOn(SocketChannel channel) throws Exception {
        var sum = new AtomicLong();
        for (int round = 0; round < 4; round++) {
            var worker = new Thread(() -> {
                for (int i = 0; i < 3_000_000; i++) sum.addAndGet(new int[] {i, i}.length);
            });
            worker.start();
            worker.join();
        }
        System.gc();
        new SecureRandom().nextBytes(new byte[64]);
        Mac.getInstance("HmacSHA512");
        var date = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(Locale.FRANCE);
        var day = LocalDate.of(2026, 1, 1).format(date);
        var zone = ZoneId.of("Europe/Berlin").getRules().isFixedOffset() ? "fixed" : "with summers";
        var buffer = ByteBuffer.allocate(4);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        channel.write(buffer.flip());
        System.out.println("goes on: " + sum + ", " + day + ", " + zone);
    }

    private interface Attempt {
        void make() throws Exception;
    }

    private static void attempt(String what, Attempt attempt) {
        try {
            attempt.make();
            System.out.println(what + ": POSSIBLE");
        } catch (Exception | UnsatisfiedLinkError e) {
            System.out.println(what + ": refused");
        }
    }

    private static void refused(String what, int errno) {
        System.out.println(what + (errno == EPERM || errno == ENOSYS ? ": refused" : ": POSSIBLE"));
    }

    /** The number of the error, or 0. */
    private int call(long number, long a, long b, long c, long d) {
        try {
            long result = (long) syscall.invokeExact(state, number, a, b, c, d, 0L, 0L);
            if (result >= 0) return 0;
            var errno = Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
            return (int) errno.get(state, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
