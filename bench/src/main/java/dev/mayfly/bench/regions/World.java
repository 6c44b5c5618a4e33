package dev.mayfly.bench.regions;

import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A control plane and a router in each of three regions, which know each other by certificates. */
final class World implements AutoCloseable {
    static final List<String> NAMES = List.of("fra", "iad", "hnd");
    private static final Map<String, String> AT =
            Map.of("fra", "50.11 8.68", "iad", "38.95 -77.45", "hnd", "35.55 139.78");
    private static final String PASSWORD = "only-for-a-moment";
    private static final int WARM = 100;
    private static final int WARMING_MAX = 2_000;
    private static final String CODE = """
            export default { async fetch(request) {
              if (new URL(request.url).pathname === "/slow") await new Promise(r => setTimeout(r, 200));
              return new Response(request.method + " " + (await request.text()).length);
            } };""";

    final Server control;
    final List<Router> routers = new ArrayList<>();
    private final Path scratch;

    World(Path root, Path scratch) throws Exception {
        this.scratch = scratch;
        Path keys = keys();
        control = Server.mayfly("control plane", root, scratch, List.of(), List.of());
        control.platform().deploy("demo", "anywhere", CODE, "");
        control.platform().deploy("demo", "placed", CODE, ",\"placement\":{\"regions\":[\"fra\",\"iad\",\"hnd\"]}");
        control.platform().deploy("demo", "far", CODE, ",\"placement\":{\"regions\":[\"iad\"]}");
        String token = Files.readString(platformToken()).strip();
        for (int i = 0; i < NAMES.size(); i++)
            routers.add(new Router(root, scratch, i, token, control.port(), settings(i, keys)));
        for (Router router : routers) router.start();
        for (Router router : routers) router.awaitReady();
        for (Router router : routers) warm(router);
    }

    /** Until its workers answer without a fault: several that start at a time on few processors take turns. */
    private static void warm(Router router) throws Exception {
        int good = 0;
        for (int i = 0; i < WARMING_MAX && good < WARM; i++) {
            good = Client.ask(router, "127.0.0.1", "GET", "anywhere", "/").isGood() ? good + 1 : 0;
            if (good == 0) Thread.sleep(100);
        }
        if (good < WARM) throw new IllegalStateException("the router at %s is not warm".formatted(router.address()));
        router.awaitReady();
    }

    private List<String> settings(int own, Path keys) {
        List<String> settings = new ArrayList<>(List.of(
                "mayfly.edge.geography.region=" + NAMES.get(own),
                "mayfly.edge.peers.host=" + Router.address(own),
                "mayfly.edge.peers.port=" + Router.PEERS,
                "mayfly.edge.transport.proxies=127.0.0.0/8",
                "mayfly.edge.resync=500ms",
                "quarkus.tls.peers.key-store.p12.path=" + keys,
                "quarkus.tls.peers.key-store.p12.password=" + PASSWORD,
                "quarkus.tls.peers.trust-store.p12.path=" + keys.resolveSibling("trust.p12"),
                "quarkus.tls.peers.trust-store.p12.password=" + PASSWORD));
        for (int i = 0; i < NAMES.size(); i++) {
            String region = "mayfly.edge.regions." + NAMES.get(i);
            String[] at = String.valueOf(AT.get(NAMES.get(i))).split(" ");
            settings.add(region + ".latitude=" + at[0]);
            settings.add(region + ".longitude=" + at[1]);
            if (i != own) settings.add(region + ".urls=https://%s:%d".formatted(Router.address(i), Router.PEERS));
        }
        return settings;
    }

    Router router(String region) {
        return routers.get(NAMES.indexOf(region));
    }

    private Path platformToken() throws IOException {
        try (var files = Files.walk(scratch)) {
            return files.filter(file -> file.endsWith("platform-token"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** One certificate for all three, signed by itself. */
    private Path keys() throws Exception {
        Path keys = scratch.resolve("keys.p12");
        Path certificate = scratch.resolve("peers.crt");
        String addresses = "SAN=ip:%s,ip:%s,ip:%s".formatted(Router.address(0), Router.address(1), Router.address(2));
        keytool(
                "-genkeypair -alias peers -keyalg EC -groupname secp256r1 -dname CN=peers -validity 2 -storetype PKCS12 -ext "
                        + addresses,
                keys);
        keytool("-exportcert -alias peers -file " + certificate, keys);
        keytool(
                "-importcert -noprompt -alias peers -storetype PKCS12 -file " + certificate,
                scratch.resolve("trust.p12"));
        return keys;
    }

    private void keytool(String arguments, Path store) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(scratch.resolve("log").toFile()))
                .start();
        if (made.waitFor() != 0) throw new IllegalStateException("keytool failed: see " + scratch.resolve("log"));
    }

    @Override
    public void close() throws Exception {
        for (Router router : routers) router.close();
        control.close();
    }
}
