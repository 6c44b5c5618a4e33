package dev.mayfly.bench.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagType;
import dev.mayfly.flags.Resolution;
import dev.mayfly.flags.Variant;
import dev.mayfly.flags.rule.JsonValues;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Where the evaluator says something else than flagd's for JavaScript, of what {@code differ.js} made and asked there, one a line on standard input. */
public final class Differences {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_MAX = 20;

    private Differences() {}

    public static void main(String[] args) throws IOException {
        int asked = 0;
        List<String> different = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode one = JSON.readTree(line);
                if (one.at("/answer/gaveUp").asBoolean()) continue; // its engine refuses what JsonLogic defines
                asked++;
                String wanted = said(one.path("answer"));
                String given = said(resolved(one));
                if (wanted.equals(given)) continue;
                different.add("%s%n  flagd: %s%n  here:  %s".formatted(line, wanted, given));
            }
        }
        different.stream()
                .sorted(Comparator.comparingInt(String::length))
                .limit(SHOWN_MAX)
                .forEach(System.out::println);
        System.out.printf("%,d definitions, %,d answers are others than flagd's%n", asked, different.size());
        System.exit(asked > 0 && different.isEmpty() ? 0 : 1);
    }

    private static Resolution resolved(JsonNode one) {
        JsonNode variant = one.at("/definition/flags").elements().next().at("/variants/a");
        FlagType type = variant.isBoolean()
                ? FlagType.BOOLEAN
                : variant.isTextual() ? FlagType.STRING : variant.isNumber() ? FlagType.NUMBER : FlagType.OBJECT;
        return FlagReader.read(one.path("definition").toString())
                .flags()
                .resolve(one.path("key").asText(), type, JsonValues.map(one.path("context")));
    }

    private static String said(JsonNode answer) {
        return said(
                answer.path("reason").asText(),
                answer.path("variant").asText(),
                answer.path("errorCode").asText(),
                answer.path("metadata"));
    }

    private static String said(Resolution resolution) {
        return said(
                resolution.reason().name(),
                resolution.variant().map(Variant::name).orElse(""),
                resolution.error().map(failure -> failure.code().name()).orElse(""),
                JSON.valueToTree(resolution.metadata()));
    }

    /** In one order, whoever tells it. */
    private static String said(String reason, String variant, String error, JsonNode metadata) {
        return "%s %s %s %s %s %s"
                .formatted(reason, variant, error, metadata.path("team"), metadata.path("tier"), metadata.path("own"));
    }
}
