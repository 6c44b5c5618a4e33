package dev.mayfly.standalone;

import dev.mayfly.standalone.doctor.Doctor;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code mayfly dev}: takes the ports and the data directory, starts the servers, then the services, and says when all is ready. */
@QuarkusMain
public final class Standalone {
    static final int REFUSED = 1;
    static final int MISUSED = 2;

    /** One of these, as a property or in the environment, says where traces and logs go; without any, none are made for export. */
    private static final List<String> TELEMETRY = List.of(
            "quarkus.otel.exporter.otlp.endpoint",
            "quarkus.otel.exporter.otlp.traces.endpoint",
            "quarkus.otel.exporter.otlp.logs.endpoint",
            "otel.exporter.otlp.endpoint",
            "otel.exporter.otlp.traces.endpoint",
            "otel.exporter.otlp.logs.endpoint");

    private Standalone() {}

    public static void main(String... args) {
        if (args.length > 0 && args[0].equals("doctor")) {
            doctor(List.of(args).subList(1, args.length));
            return;
        }
        if (List.of(args).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        try {
            run(Options.of(args));
        } catch (Options.Misused e) {
            System.err.println("mayfly dev: " + e.getMessage() + " (see mayfly dev --help)");
            System.exit(MISUSED);
        } catch (StartRefused | IOException | UncheckedIOException e) {
            refuse(Failure.explain(e));
        }
    }

    private static void doctor(List<String> arguments) {
        try {
            System.exit(Doctor.run(arguments, System.out, System.err));
        } catch (IOException e) {
            System.err.println("mayfly doctor: " + e.getMessage());
            System.exit(REFUSED);
        }
    }

    private static void run(Options options) throws IOException {
        var ports = Ports.of(options);
        var data = DataDirectory.open(options.dataDir());
        configure(options, ports, data);
        PrivateFile.write(data.home().resolve("port"), ports.http() + "\n");
        PrivateFile.write(data.home().resolve("management-port"), ports.management() + "\n");
        var servers = Servers.start(data);
        var shutdown = Shutdown.atTheEnd(servers);
        servers.whenOneEnds(Standalone::lost);
        Quarkus.run(Session.class, (code, failure) -> ended(shutdown, code, failure));
    }

    private static void configure(Options options, Ports ports, DataDirectory data) throws IOException {
        var settings = Map.ofEntries(
                Map.entry("quarkus.http.host", options.host()),
                Map.entry("quarkus.http.port", Integer.toString(ports.http())),
                Map.entry("quarkus.management.port", Integer.toString(ports.management())),
                Map.entry("mayfly.isolates.engine", options.engine()),
                Map.entry("mayfly.control.public-url", "http://localhost:" + ports.http()),
                Map.entry("mayfly.control.bootstrap-token", data.operatorToken().text()),
                Map.entry(
                        "mayfly.control.secrets-key",
                        data.irreplaceable("secrets-key").base64()),
                Map.entry("mayfly.bindings.platform-token", data.platformToken().text()),
                Map.entry("mayfly.control.temporary.accounts-max", options.isForThisMachineAlone() ? "100" : "0"),
                Map.entry("mayfly.search.folder", data.home().resolve("search").toString()),
                Map.entry("mayfly.standalone.token-file", data.token().toString()),
                Map.entry(
                        "mayfly.standalone.deploy-example",
                        Boolean.toString(options.example() == Options.Example.deployed)),
                Map.entry("quarkus.log.level", options.verbosity() == Options.Verbosity.verbose ? "INFO" : "WARN"));
        settings.forEach(System::setProperty);
        if (TELEMETRY.stream().noneMatch(Standalone::isSet)) System.setProperty("quarkus.otel.sdk.disabled", "true");
    }

    private static boolean isSet(String property) {
        var variable = property.replace('.', '_').toUpperCase(Locale.ROOT);
        return System.getProperty(property) != null || System.getenv(variable) != null;
    }

    private static void ended(Shutdown shutdown, Integer code, @Nullable Throwable failure) {
        if (!shutdown.begun())
            Optional.ofNullable(failure)
                    .map(Failure::explain)
                    .ifPresent(why -> System.err.println("mayfly dev: " + why));
        shutdown.servicesStopped();
        System.exit(failure == null ? code : REFUSED);
    }

    /** Everything else would wait for it for ever; whoever starts Mayfly again finds all that was acknowledged. */
    private static void lost(String what) {
        System.err.println(
                "mayfly dev: " + what + " by itself, so Mayfly stops; start it again to go on with the same data");
        Quarkus.asyncExit(REFUSED);
    }

    private static void refuse(String why) {
        System.err.println("mayfly dev: " + why);
        System.exit(REFUSED);
    }
}
