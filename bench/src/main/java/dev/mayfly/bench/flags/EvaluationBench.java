package dev.mayfly.bench.flags;

import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagSet;
import dev.mayfly.flags.FlagType;
import dev.mayfly.flags.Resolution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to ask for a flag, with the definitions that flagd's own measurements have. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EvaluationBench {
    private final FlagSet flags = FlagReader.read(definition()).flags();
    private final Map<String, Object> context =
            Map.of("targetingKey", "user-8271", "email", "someone@example.com", "country", "DE");

    private final FlagSet all = FlagReader.read("{\"flags\": {"
                    + IntStream.range(0, 5_000)
                            .mapToObj(EvaluationBench::shared)
                            .collect(Collectors.joining(","))
                    + "}}")
            .flags();

    /** The same that is measured beside it. */
    private static String definition() {
        try (InputStream in = EvaluationBench.class.getResourceAsStream("definition.json")) {
            return new String(
                    Objects.requireNonNull(in, "definition.json is missing").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shared(int number) {
        return """
                "flag-%d": {"state": "ENABLED", "variants": {"on": true, "off": false}, "defaultVariant": "off",
                  "targeting": {"if": [{"ends_with": [{"var": "email"}, "@example.org"]}, "on", {"fractional": [["on", %d], ["off", 5000]]}]}}""".formatted(number, number);
    }

    @Benchmark
    public List<Resolution> allOf5000() {
        return all.resolveAll(context);
    }

    @Benchmark
    public Resolution fixed() {
        return flags.resolve("static", FlagType.BOOLEAN, context);
    }

    @Benchmark
    public Resolution targeted() {
        return flags.resolve("targeted", FlagType.BOOLEAN, context);
    }

    @Benchmark
    public Resolution fractional() {
        return flags.resolve("fractional", FlagType.STRING, context);
    }
}
