package dev.mayfly.standalone;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What stands on the command line of {@code mayfly dev}.
 *
 * @param port 0: any
 * @param managementPort empty: the port after the other one, or any when that is taken
 * @param engine how workers run guests
 */
record Options(
        int port,
        String host,
        OptionalInt managementPort,
        Path dataDir,
        String engine,
        Example example,
        Verbosity verbosity) {
    static final String HELP = """
            Usage: mayfly dev [options]
            Runs all of Mayfly in one process: control plane, edge router, isolate workers, PostgreSQL, Redis. Where this folder has a wrangler.jsonc, its
            function is deployed into the account demo, and again whenever a file of it changes.

              --port N               where functions and the API answer (default 8080; 0: any that is free)
              --host ADDRESS         the address to listen on (default 127.0.0.1)
              --management-port N    health, metrics, OpenAPI, on 127.0.0.1 only (default: the port after --port, or any)
              --data-dir DIR         where everything is kept (default .mayfly)
              --engine KIND          how functions run: auto, jit or interpreter (default auto)
              --no-example           do not deploy the example function hello
              --no-watch             do not deploy the function of this folder
              --no-build             run what is built, even when sources are newer
              --verbose              say more than warnings and errors
              --help                 this text

            Exit codes: 1 it cannot start, and says why; 2 the command line is wrong; 130, 143 stopped by Ctrl-C, SIGTERM.
            """;

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "::1");
    private static final int PORT_MAX = 65_535;
    private static final List<String> ENGINES = List.of("auto", "jit", "interpreter");

    enum Example {
        deployed,
        none
    }

    enum Verbosity {
        quiet,
        verbose
    }

    /** The command line is wrong; says how. */
    static final class Misused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Misused(String message) {
            super(message);
        }
    }

    static Options of(String... args) {
        var options = new Options(
                8080, "127.0.0.1", OptionalInt.empty(), Path.of(".mayfly"), "auto", Example.deployed, Verbosity.quiet);
        var rest = new ArrayDeque<>(Arrays.asList(args));
        while (!rest.isEmpty()) options = options.with(rest.removeFirst(), rest);
        return options;
    }

    /** Nobody else can reach it, so strangers may have accounts. */
    boolean isForThisMachineAlone() {
        return LOOPBACK.contains(host);
    }

    private Options with(String option, ArrayDeque<String> rest) {
        var equals = option.indexOf('=');
        if (option.startsWith("--") && equals > 0) {
            rest.addFirst(option.substring(equals + 1));
            option = option.substring(0, equals);
            if (option.equals("--no-example") || option.equals("--verbose"))
                throw new Misused(option + " takes no value");
        }
        return switch (option) {
            case "--port" -> new Options(port(option, rest), host, managementPort, dataDir, engine, example, verbosity);
            case "--host" ->
                new Options(port, value(option, rest), managementPort, dataDir, engine, example, verbosity);
            case "--management-port" ->
                new Options(port, host, OptionalInt.of(port(option, rest)), dataDir, engine, example, verbosity);
            case "--data-dir" ->
                new Options(port, host, managementPort, Path.of(value(option, rest)), engine, example, verbosity);
            case "--engine" ->
                new Options(port, host, managementPort, dataDir, engine(option, rest), example, verbosity);
            case "--no-example" -> new Options(port, host, managementPort, dataDir, engine, Example.none, verbosity);
            case "--verbose" -> new Options(port, host, managementPort, dataDir, engine, example, Verbosity.verbose);
            default -> throw new Misused("unknown option: " + option);
        };
    }

    private static String engine(String option, ArrayDeque<String> rest) {
        var engine = value(option, rest);
        if (!ENGINES.contains(engine))
            throw new Misused("%s takes one of %s, not %s".formatted(option, String.join(", ", ENGINES), engine));
        return engine;
    }

    private static int port(String option, ArrayDeque<String> rest) {
        var text = value(option, rest);
        try {
            var port = Integer.parseInt(text);
            if (port >= 0 && port <= PORT_MAX) return port;
        } catch (NumberFormatException e) {
            throw new Misused("%s takes a number from 0 to %d, not %s".formatted(option, PORT_MAX, text));
        }
        throw new Misused("%s takes a number from 0 to %d, not %s".formatted(option, PORT_MAX, text));
    }

    private static String value(String option, ArrayDeque<String> rest) {
        var value = rest.pollFirst();
        if (value == null || value.isBlank()) throw new Misused(option + " needs a value");
        return value;
    }
}
