package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mayfly.isolates.LockIn;
import dev.mayfly.isolates.process.Sandbox.View;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A {@link Probe} in a worker's place, started as workers are, tries to get out. */
@Timeout(120)
class LockedInTest {
    private static final Path JAVA = Path.of(System.getProperty("java.home"));
    private static final Path WORKER = Path.of(System.getProperty("mayfly.isolates.worker-home"));
    private static final Sandbox machine = Sandbox.detect(JAVA, WORKER, Optional.empty());

    /** What the kernel lets any process do and the walls take away, whoever runs it. */
    private static final List<String> SEALED_ONLY = List.of(
            "reads /etc/passwd",
            "reads its own memory map",
            "connects to a socket once more",
            "loads a library",
            "is traced",
            "leaves its namespaces",
            "makes a file in memory");

    @TempDir
    static Path shared;

    private static Path home;

    /** The worker's home and the probe where every user can read them. */
    @BeforeAll
    static void layOut() throws IOException {
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxr-xr-x"));
        home = HomeCopy.readable(WORKER, shared);
        var jar = shared.resolve("probe.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("Probe", "Probe$Attempt")) {
                String entry = "dev/mayfly/isolates/process/" + name + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (var in = LockedInTest.class.getResourceAsStream("/" + entry)) {
                    out.write(in.readAllBytes());
                }
                out.closeEntry();
            }
        }
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private enum User {
        /** The one that the tests run as; workers of root get a user of their own. */
        ours,
        /** One who is not root from the start. */
        ordinary
    }

    @ParameterizedTest
    @CsvSource({"interpreter, ours", "interpreter, ordinary", "jit, ours", "jit, ordinary"})
    void aSealedWorkerCannotDoAnythingButServe(Tier tier, User user) throws Exception {
        assumeTrue(machine.sealing(), "this kernel filters system calls");
        allRefused(probe(bare(user), tier, user, "seal"));
    }

    @ParameterizedTest
    @CsvSource({"interpreter, ours", "interpreter, ordinary", "jit, ours", "jit, ordinary"})
    void aSealedWorkerBehindBubblewrapCannotEither(Tier tier, User user) throws Exception {
        assumeTrue(machine.bubblewrap() && machine.wall().isPresent(), "bubblewrap works here");
        allRefused(probe(walled(user), tier, user, "seal"));
    }

    @ParameterizedTest
    @EnumSource(User.class)
    void bubblewrapHoldsWithoutTheSeal(User user) throws Exception {
        assumeTrue(machine.bubblewrap() && machine.wall().isPresent(), "bubblewrap works here");
        assertThat(probe(walled(user), Tier.interpreter, user, "none").stream()
                        .filter(line -> line.endsWith("POSSIBLE")))
                .containsExactlyInAnyOrder(
                        "reads its own memory map: POSSIBLE",
                        "connects to a socket once more: POSSIBLE",
                        "loads a library: POSSIBLE",
                        "opens in the newest way: POSSIBLE");
    }

    /** Or else the probe would prove nothing. */
    @Test
    void withoutWallsTheProbeGetsThrough() throws Exception {
        var said = probe(Sandbox.NONE, Tier.interpreter, User.ours, "none");
        assertThat(said)
                .containsAll(
                        SEALED_ONLY.stream().map(what -> what + ": POSSIBLE").toList());
        assertThat(said)
                .contains("reads a secret: POSSIBLE", "connects to the network: POSSIBLE", "writes a file: POSSIBLE");
        Files.deleteIfExists(Path.of("/tmp/probe"));
    }

    private static void allRefused(List<String> said) {
        var attempts = said.subList(0, said.size() - 1);
        assertThat(attempts)
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(line).endsWith(": refused"));
        assertThat(said.getLast()).isEqualTo("goes on: 24000000, jeudi 1 janvier 2026, with summers");
    }

    private static Sandbox bare(User user) {
        return sandbox(user, false, Optional.empty());
    }

    private static Sandbox walled(User user) {
        return sandbox(user, true, machine.wall());
    }

    private static Sandbox sandbox(User user, boolean bubblewrap, Optional<Path> wall) {
        var uid = user == User.ours ? machine.uid() : Optional.<Integer>empty();
        return new Sandbox(bubblewrap, machine.setpriv(), uid, wall, machine.limits(), true, LockIn.UNKNOWN);
    }

    private static List<String> probe(Sandbox sandbox, Tier tier, User user, String seal) throws Exception {
        assumeTrue(user == User.ours || Sandbox.isRoot(), "another user can be taken");
        Path folder = Files.createTempDirectory(shared, "p");
        Path secret = Files.writeString(Files.createTempFile("mayfly", "token"), "secret");
        try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var host = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Path socket = folder.resolve("s");
            host.bind(UnixDomainSocketAddress.of(socket));
            for (Path path : List.of(folder, socket)) own(path, sandbox, user);
            var command = new ArrayList<String>();
            if (user == User.ordinary)
                command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"));
            command.addAll(sandbox.wrap(
                    java(tier, socket, seal, secret, door.getLocalPort()),
                    new View(home, WORKER, List.of(JAVA, folder, shared.resolve("probe.jar"))),
                    Optional.empty()));
            Process process = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            // Read by now, so that a probe that never connects is seen.
            var said = new java.util.concurrent.CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try {
                    said.complete(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                    host.close();
                } catch (IOException e) {
                    said.completeExceptionally(e);
                }
            });
            try (var connection = host.accept()) {
                connection.write(ByteBuffer.wrap("ping".getBytes(StandardCharsets.US_ASCII)));
                return said.get().lines().toList();
            } catch (java.nio.channels.AsynchronousCloseException neverConnected) {
                throw new AssertionError(said.get(), neverConnected);
            }
        } finally {
            Files.delete(secret);
        }
    }

    private static void own(Path path, Sandbox sandbox, User user) throws IOException {
        var uid = user == User.ordinary ? Optional.of(Sandbox.NOBODY) : sandbox.uid();
        if (uid.isPresent()) Files.setAttribute(path, "unix:uid", uid.get());
    }

    /** The tier's own options, with the probe behind the worker's jars. */
    private static List<String> java(Tier tier, Path socket, String seal, Path secret, int port) throws IOException {
        var java = new ArrayList<String>(List.of(JAVA.resolve("bin/java").toString()));
        for (String option : Files.readAllLines(home.resolve(tier + ".args")))
            java.add(option.startsWith("lib/") ? option + ":" + shared.resolve("probe.jar") : option);
        java.addAll(List.of(Probe.class.getName(), socket.toString(), seal, secret.toString()));
        java.addAll(List.of(Long.toString(ProcessHandle.current().pid()), Integer.toString(port)));
        return java;
    }
}
