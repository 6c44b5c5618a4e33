package dev.mayfly.bench.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server under measurement: its processes, and how a script on it is reached. */
public final class Server implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(90);

    private final String name;
    private final List<Process> processes;
    private final List<Integer> ports;
    private final Map<String, String> hosts;

    private final Optional<Path> data;

    private Server(
            String name, List<Process> processes, List<Integer> ports, Map<String, String> hosts, Optional<Path> data) {
        this.data = data;
        this.name = name;
        this.processes = processes;
        this.ports = ports;
        this.hosts = hosts;
    }

    /** workerd with one static worker, which serves all its requests in one isolate. */
    public static Server workerdStatic(Path bench, Path scratch, String script, int processes) throws Exception {
        String worker = """
                const main :Workerd.Worker = (
                  modules = [(name = "index.js", esModule = embed "%s.js")],
                  compatibilityDate = "2026-01-01",
                );""".formatted(script);
        return workerd("workerd reused x" + processes, bench, scratch, script, worker, processes);
    }

    /** workerd with its worker loader: every request in a fresh dynamic worker. */
    public static Server workerdFresh(Path bench, Path scratch, String script, int processes) throws Exception {
        String worker = """
                const main :Workerd.Worker = (
                  modules = [(name = "index.js", esModule = embed "workerd-loader.js"), (name = "code", text = embed "%s.js")],
                  bindings = [(name = "LOADER", workerLoader = (id = "bench"))],
                  compatibilityDate = "2026-01-01",
                );""".formatted(script);
        return workerd("workerd fresh x" + processes, bench, scratch, script, worker, processes);
    }

    private static Server workerd(String name, Path bench, Path scratch, String script, String worker, int count)
            throws Exception {
        List<Process> processes = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int port = freePort();
            Path folder = Files.createTempDirectory(scratch, "workerd");
            for (String file : List.of("hello.js", "json.js", "workerd-loader.js"))
                Files.copy(bench.resolve("scripts").resolve(file), folder.resolve(file));
            Path config = folder.resolve("config.capnp");
            Files.writeString(config, """
                    using Workerd = import "/workerd/workerd.capnp";
                    const config :Workerd.Config = (
                      services = [(name = "main", worker = .main)],
                      sockets = [(name = "http", address = "127.0.0.1:%d", http = (), service = "main")],
                    );
                    %s
                    """.formatted(port, worker));
            Path binary = bench.resolve("node_modules/@cloudflare/workerd-linux-64/bin/workerd");
            processes.add(
                    start(scratch, List.of(binary.toString(), "serve", "--experimental", config.toString()), Map.of()));
            ports.add(port);
        }
        Server server = new Server(name, processes, ports, Map.of(script, "127.0.0.1"), Optional.empty());
        server.awaitAnswer(script, "/", bench);
        return server;
    }

    /** The whole of Mayfly as `mayfly dev` runs it, with the scripts deployed to the account demo. */
    public static Server mayfly(String name, Path root, Path scratch, List<String> scripts, List<String> options)
            throws Exception {
        return mayfly(name, root, scratch, scripts, options, Map.of());
    }

    /** The same with properties of Mayfly's configuration that `mayfly dev` has no option for. */
    public static Server mayfly(
            String name,
            Path root,
            Path scratch,
            List<String> scripts,
            List<String> options,
            Map<String, String> properties)
            throws Exception {
        Path data = Files.createTempDirectory(scratch, "mayfly");
        return mayfly(name, root, scratch, scripts, options, properties, freePort(), data);
    }

    /** The same on a data directory that may hold something already. */
    public static Server mayfly(
            String name, Path root, Path scratch, List<String> scripts, List<String> options, int port, Path data)
            throws Exception {
        return mayfly(name, root, scratch, scripts, options, Map.of(), port, data);
    }

    /** The same with both. */
    public static Server mayfly(
            String name,
            Path root,
            Path scratch,
            List<String> scripts,
            List<String> options,
            Map<String, String> properties,
            int port,
            Path data)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                root.resolve("mayfly").toString(),
                "dev",
                "--no-build",
                "--port",
                "" + port,
                "--management-port",
                "0",
                "--data-dir",
                data.toString(),
                "--no-example"));
        command.addAll(options);
        StringBuilder java = new StringBuilder();
        properties.forEach((key, value) -> java.append("-D%s=%s ".formatted(key, value)));
        Process process = start(scratch, command, Map.of("JAVA_OPTS", java.toString()));
        Map<String, String> hosts = hosts(scripts);
        Server server = new Server(name, List.of(process), List.of(port), hosts, Optional.of(data));
        server.awaitReady();
        for (String script : scripts) {
            server.platform()
                    .deploy(
                            "demo",
                            script,
                            Files.readString(
                                    root.resolve("bench/isolates/scripts").resolve(script + ".js")),
                            "");
            server.awaitAnswer(script, "/", root.resolve("bench/isolates"));
        }
        return server;
    }

    /** A Java program that answers on the port of its first argument, each script under a host name of its own. */
    public static Server java(
            String name,
            Path root,
            Path scratch,
            Path folder,
            List<String> options,
            String main,
            List<String> arguments)
            throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(options);
        command.add(main);
        command.add("" + port);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(scratch.resolve("log").toFile()))
                .start();
        List<String> scripts = List.of("hello", "json");
        Server server =
                new Server(name, List.of(endedWithUs(process)), List.of(port), hosts(scripts), Optional.empty());
        for (String script : scripts) server.awaitAnswer(script, "/", root.resolve("bench/isolates"));
        return server;
    }

    private static Map<String, String> hosts(List<String> scripts) {
        Map<String, String> hosts = new HashMap<>();
        for (String script : scripts) hosts.put(script, script + ".demo.localhost");
        return hosts;
    }

    private static Process start(Path scratch, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(scratch.resolve("log").toFile()));
        builder.environment().putAll(environment);
        return endedWithUs(builder.start());
    }

    private static Process endedWithUs(Process process) {
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return process;
    }

    public String name() {
        return name;
    }

    public double cpuSeconds() {
        return processes.stream()
                .mapToDouble(p -> new ProcessTree(p.toHandle()).cpuSeconds())
                .sum();
    }

    /** CPU by what it was spent on, in seconds; see {@link ProcessTree#cpuByPart}. */
    public Map<String, Double> cpuByPart() {
        return new ProcessTree(process()).cpuByPart();
    }

    public long residentBytes() {
        return processes.stream()
                .mapToLong(p -> new ProcessTree(p.toHandle()).residentBytes())
                .sum();
    }

    /** The target for {@link Load}; {@code body} "-" sends none. */
    public Load.Target target(String script, String path, Path body) {
        return new Load.Target(ports, String.valueOf(hosts.get(script)), path, body);
    }

    /** The REST API of a Mayfly. */
    public Platform platform() {
        try {
            Path folder = data.orElseThrow();
            return new Platform(
                    ports.getFirst(), Files.readString(folder.resolve("token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return ports.getFirst();
    }

    /** kill -9 of the worker that has worked most; a spare lives on. False when there is none. */
    public boolean killBusiestWorker() throws Exception {
        Optional<ProcessHandle> busiest =
                new ProcessTree(process()).workers().stream().max(Comparator.comparingDouble(ProcessTree::cpuSeconds));
        if (busiest.isEmpty()) return false;
        new ProcessBuilder("kill", "-9", "" + busiest.get().pid()).start().waitFor();
        return true;
    }

    /** The main process. */
    public ProcessHandle process() {
        return processes.getFirst().toHandle();
    }

    private void awaitReady() throws InterruptedException {
        await(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports.getFirst())) {
                return socket.isConnected()
                        && Files.isReadable(data.orElseThrow().resolve("token"))
                        && platform().answers();
            } catch (IOException e) {
                return false;
            }
        });
    }

    /** Returns when the script answers. */
    public void awaitAnswer(String script, String path, Path bench) throws InterruptedException {
        String method = script.equals("json") ? "POST" : "GET";
        byte[] body = script.equals("json") ? readBody(bench) : new byte[0];
        for (int port : ports)
            await(() -> {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    socket.setSoTimeout(10_000);
                    String head = "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(method, path, hosts.get(script), body.length);
                    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().write(body);
                    InputStream in = new java.io.BufferedInputStream(socket.getInputStream());
                    return Load.readAnswer(in) == 200;
                } catch (IOException e) {
                    return false;
                }
            });
    }

    private static byte[] readBody(Path bench) {
        try {
            return Files.readAllBytes(bench.resolve("target/body.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + START_MAX.toNanos();
        while (!condition.holds()) {
            if (processes.stream().noneMatch(Process::isAlive))
                throw new IllegalStateException(name + " ended at its start");
            if (System.nanoTime() > end) throw new IllegalStateException(name + " does not answer");
            Thread.sleep(50);
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process p : processes) p.destroy();
        for (Process p : processes)
            if (!p.waitFor(10, TimeUnit.SECONDS)) p.destroyForcibly().waitFor();
    }
}
