package dev.mayfly.isolates.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceMapTest {
    /** Line 1 stands for a.ts 1:1 and, from column 5 on, for b.ts 3:3; line 3, from column 3 on, for a.ts 11:1. */
    private static final String MAP = """
            {"version":3,"names":["x"],"sources":["./src/a.ts","src/b.ts"],"x":{"y":[1,null,{"z":"\\"}"}]},"mappings":"AAAA,ICEE;;EDQFA"}""";

    @Test
    void aPlaceIsThatOfTheLastSegmentBeforeIt() {
        var map = SourceMap.read(MAP).orElseThrow();
        assertThat(map.original(1, 1)).hasValue(new GuestErrors.Place("src/a.ts", 1, 1));
        assertThat(map.original(1, 4)).hasValue(new GuestErrors.Place("src/a.ts", 1, 1));
        assertThat(map.original(1, 5)).hasValue(new GuestErrors.Place("src/b.ts", 3, 3));
        assertThat(map.original(1, 500)).hasValue(new GuestErrors.Place("src/b.ts", 3, 3));
        assertThat(map.original(3, 3)).hasValue(new GuestErrors.Place("src/a.ts", 11, 1));
    }

    @Test
    void aPlaceThatNoSegmentNamesHasNoOriginal() {
        var map = SourceMap.read(MAP).orElseThrow();
        assertThat(map.original(2, 1)).isEmpty();
        assertThat(map.original(3, 1)).isEmpty();
        assertThat(map.original(4, 1)).isEmpty();
        assertThat(map.original(0, 1)).isEmpty();
    }

    @Test
    void theRootStandsBeforeTheNames() {
        var map = SourceMap.read("{\"sourceRoot\":\"lib\",\"sources\":[\"a.ts\",null],\"mappings\":\"AAAA\"}")
                .orElseThrow();
        assertThat(map.original(1, 1)).map(GuestErrors.Place::file).hasValue("lib/a.ts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"sources\":[1],\"mappings\":\"!\"}",
                "{\"sources\":[],\"mappings\":\"gggggggg\"}",
                "{\"sources\":[],\"mappings\":\"AA\"}",
                "{\"mappings\":\"A",
                "{\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}",
            })
    void whatIsNoMapIsNone(String text) {
        assertThat(SourceMap.read(text)).isEmpty();
    }

    @Test
    void aMapThatIsTooLargeIsNotRead() {
        var padded = MAP + " ".repeat(SourceMap.TEXT_MAX - MAP.length());
        assertThat(SourceMap.read(padded)).isPresent();
        assertThat(SourceMap.read(padded + " ")).isEmpty();
    }

    @Test
    void tooManyLinesAreNoMap() {
        var most = "{\"sources\":[\"a\"],\"mappings\":\"" + ";".repeat((1 << 20) - 1) + "\"}";
        assertThat(SourceMap.read(most)).isPresent();
        assertThat(SourceMap.read(most.replace("\"mappings\":\"", "\"mappings\":\";")))
                .isEmpty();
    }

    @Test
    void whateverIsChangedInItNothingBreaks() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("SourceMapTest: seed " + seed);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder(MAP);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) text.setCharAt(at, (char) random.nextInt(32, 127));
                else text.delete(at, Math.min(text.length(), at + random.nextInt(1, 20)));
                if (text.isEmpty()) text.append('{');
            }
            Optional<SourceMap> map = SourceMap.read(text.toString());
            map.ifPresent(one -> {
                for (int line = 0; line < 5; line++) one.original(line, random.nextInt(0, 20));
            });
        }
    }
}
