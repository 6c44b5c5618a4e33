package dev.mayfly.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What happens once services run: waits until they serve, deploys the example, says that all is ready, and stays. */
@Singleton
public class Session implements QuarkusApplication {
    private static volatile boolean started;

    private final StandaloneConfig config;
    private final ExampleFunction example;
    private final String host;
    private final int port;
    private final int managementPort;

    Session(
            StandaloneConfig config,
            ExampleFunction example,
            @ConfigProperty(name = "quarkus.http.host") String host,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "quarkus.management.port") int managementPort) {
        this.config = config;
        this.example = example;
        this.host = host;
        this.port = port;
        this.managementPort = managementPort;
    }

    /** Whether the start is over. */
    static boolean started() {
        return started;
    }

    @Override
    public int run(String... args) {
        var deadline = Instant.now().plus(config.readyWithin());
        new Answering("127.0.0.1", managementPort, "localhost").waitUntilOk("/q/health/ready", deadline);
        example.makeAccount(Duration.between(Instant.now(), deadline));
        Optional<URI> greeting = Optional.empty();
        if (config.deployExample() && config.example().isPresent()) {
            example.deploy(config.example().get(), Duration.between(Instant.now(), deadline));
            var name = "hello.demo.localhost:" + port;
            var hello = new Answering(reachable(host), port, name);
            for (int i = 0; i <= config.rehearsals(); i++) hello.waitUntilOk("/", deadline);
            greeting = Optional.of(URI.create("http://" + name + "/"));
        }
        System.out.println(new ReadyLine(greeting, port, managementPort, config.tokenFile())
                .text(ReadyLine.age(Instant.now()), config.builtIn()));
        started = true;
        Quarkus.waitForExit();
        return 0;
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> host;
        };
    }
}
