package dev.mayfly.edge.geography;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All countries, by their codes. */
final class Countries {
    private static final String LIST = "countries.tsv";

    private final Map<String, Country> byCode;

    private Countries(Map<String, Country> byCode) {
        this.byCode = byCode;
    }

    /** Those that come with the router. */
    static Countries bundled() {
        try (InputStream in = Countries.class.getResourceAsStream(LIST)) {
            if (in == null) throw new IllegalStateException(LIST + " is missing from the router");
            return new Countries(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .map(fields -> new Country(fields[0], fields[1], fields[2], fields[3]))
                    .collect(Collectors.toUnmodifiableMap(Country::code, Function.identity())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Country> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }
}
