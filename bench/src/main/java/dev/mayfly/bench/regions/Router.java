package dev.mayfly.bench.regions;

import dev.mayfly.bench.harness.RouterProcess;
import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The router of one region, at an address of its own, and how it goes away. */
final class Router implements AutoCloseable {
    static final int HTTP = 24080;
    static final int PEERS = 24443;
    private static final int MANAGEMENT = 24090;

    private final int index;
    private final RouterProcess process;
    private final boolean ownNetwork;

    Router(Path root, Path scratch, int index, String token, int controlPort, List<String> settings)
            throws IOException {
        this.index = index;
        List<String> all = new ArrayList<>(settings);
        all.add("quarkus.http.host=" + address(index));
        all.add("mayfly.isolates.spare=false");
        this.process = new RouterProcess(
                root,
                scratch.resolve(World.NAMES.get(index) + ".log"),
                Map.of(
                        "MAYFLY_BINDINGS_PLATFORM_TOKEN",
                        token,
                        "MAYFLY_BINDINGS_SERVICES_CONTROL_PLANE_URL",
                        "http://127.0.0.1:" + controlPort,
                        "QUARKUS_REDIS_EDGE_HOSTS",
                        "redis://127.0.0.1:1"),
                all,
                HTTP,
                MANAGEMENT + index);
        this.ownNetwork = isAlone();
    }

    static String address(int index) {
        return "127.0.0." + (index + 2);
    }

    String address() {
        return address(index);
    }

    void start() throws IOException {
        process.start();
    }

    /** Ready, and in the know of the other two. */
    void awaitReady() throws Exception {
        process.await(health -> RouterProcess.isUp(health) && !health.matches("(?s).*\"regions\": \"[^\"]*away.*"));
    }

    /** Waits until this one says of a region how it stands. */
    void awaitKnown(String region, String standing) throws Exception {
        process.await(health -> health.contains(region + " " + standing));
    }

    void kill() throws Exception {
        process.kill();
    }

    /** Its packets are dropped and its sockets stay open, or, without a network of our own, it stands still. Tells which. */
    String cutOff() throws Exception {
        if (ownNetwork) {
            run("ip", "route", "add", "blackhole", address(), "table", "local");
            return "its packets are dropped";
        }
        signal("-STOP");
        return "its processes are stopped";
    }

    void joinAgain() throws Exception {
        if (ownNetwork) run("ip", "route", "del", "blackhole", address(), "table", "local");
        else signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        for (ProcessHandle handle : process.all()) command.add(Long.toString(handle.pid()));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws Exception {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0)
            throw new IllegalStateException(String.join(" ", command) + " failed");
    }

    /** Whether this process is in a network of its own, where routes harm nobody else: its only device is the loopback. */
    private static boolean isAlone() throws IOException {
        var devices = NetworkInterface.networkInterfaces().toList();
        return devices.size() == 1
                && devices.getFirst().isLoopback()
                && ProcessHandle.current().info().user().filter("root"::equals).isPresent();
    }

    @Override
    public void close() throws Exception {
        process.close();
    }
}
