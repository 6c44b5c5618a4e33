package dev.mayfly.isolates.worker;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * What a worker process is started with.
 *
 * @param socket of the host; empty when the worker only trains
 * @param guestThreads how many threads run guests while none of them keeps one for itself
 * @param train so many synthetic invocations instead of serving; 0: serve
 * @param sealed gives up, before it serves, all system calls that guests do not need
 */
public record WorkerOptions(Optional<Path> socket, int guestThreads, Tier tier, int train, boolean sealed) {
    public WorkerOptions {
        if (guestThreads < 1 || guestThreads > 256) {
            throw new IllegalArgumentException(
                    "--guest-threads is %d; it must lie between 1 and 256".formatted(guestThreads));
        }
        if (train < 0) throw new IllegalArgumentException("--train is negative: " + train);
        if (train == 0 && socket.isEmpty()) throw new IllegalArgumentException("--socket PATH is missing");
    }

    static WorkerOptions parse(String[] arguments) {
        Optional<Path> socket = Optional.empty();
        int guestThreads = Runtime.getRuntime().availableProcessors();
        var tier = Tier.INTERPRETER;
        int train = 0;
        boolean sealed = false;
        if (arguments.length % 2 != 0) throw new IllegalArgumentException("every option takes one value");
        for (int i = 0; i < arguments.length; i += 2) {
            var value = arguments[i + 1];
            switch (arguments[i]) {
                case "--socket" -> socket = Optional.of(Path.of(value));
                case "--guest-threads" -> guestThreads = number(arguments[i], value);
                case "--tier" -> tier = tier(value);
                case "--sealed" -> sealed = yesOrNo(arguments[i], value);
                case "--train" -> train = number(arguments[i], value);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        return new WorkerOptions(socket, guestThreads, tier, train, sealed);
    }

    private static Tier tier(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "jit" -> Tier.JIT;
            case "interpreter" -> Tier.INTERPRETER;
            default -> throw new IllegalArgumentException("--tier is jit or interpreter, not " + value);
        };
    }

    private static boolean yesOrNo(String option, String value) {
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IllegalArgumentException(option + " is yes or no, not " + value);
        };
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a number, not " + value, e);
        }
    }
}
