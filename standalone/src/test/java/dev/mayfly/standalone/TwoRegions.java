package dev.mayfly.standalone;

import dev.mayfly.standalone.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What two routers on this machine are told so that each stands in a region of its own; they know each other by one certificate. */
final class TwoRegions {
    private static final String PASSWORD = "only-for-a-moment";

    private final Path keys;
    private final Path trust;
    private final int fraPort = FreePort.onLoopback();
    private final int iadPort = FreePort.onLoopback();

    TwoRegions(Path folder) throws IOException {
        keys = folder.resolve("peers.p12");
        trust = folder.resolve("peers-trust.p12");
        var certificate = folder.resolve("peers.crt").toString();
        keytool(
                keys,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=peers",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-validity",
                "2");
        keytool(keys, "-exportcert", "-file", certificate);
        keytool(trust, "-importcert", "-noprompt", "-file", certificate);
    }

    List<String> fra() {
        return of("fra", fraPort);
    }

    List<String> iad() {
        return of("iad", iadPort);
    }

    private List<String> of(String own, int port) {
        return List.of(
                "-Dmayfly.edge.geography.region=" + own,
                "-Dmayfly.edge.peers.host=127.0.0.1",
                "-Dmayfly.edge.peers.port=" + port,
                "-Dmayfly.edge.regions.fra.latitude=50.11",
                "-Dmayfly.edge.regions.fra.longitude=8.68",
                "-Dmayfly.edge.regions.fra.urls=https://127.0.0.1:" + fraPort,
                "-Dmayfly.edge.regions.iad.latitude=38.95",
                "-Dmayfly.edge.regions.iad.longitude=-77.45",
                "-Dmayfly.edge.regions.iad.urls=https://127.0.0.1:" + iadPort,
                "-Dquarkus.tls.peers.key-store.p12.path=" + keys,
                "-Dquarkus.tls.peers.key-store.p12.password=" + PASSWORD,
                "-Dquarkus.tls.peers.trust-store.p12.path=" + trust,
                "-Dquarkus.tls.peers.trust-store.p12.password=" + PASSWORD);
    }

    private static void keytool(Path store, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-alias", "peers", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        try {
            if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0)
                throw new IllegalStateException("keytool could not " + arguments[0]);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
