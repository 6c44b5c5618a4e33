package dev.mayfly.isolates.worker.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The source maps of a deployment, each read when an error is first told of its file: beside it as {@code NAME.map}, or inside it. */
final class SourceMaps {
    private static final String MARK = "//# sourceMappingURL=";

    private final Function<String, Optional<String>> maps;
    private final Function<String, Optional<String>> files;
    private final Map<String, Optional<SourceMap>> known = new ConcurrentHashMap<>();

    /** @param maps the text of a map by its name; {@code files} that of a module */
    SourceMaps(Function<String, Optional<String>> maps, Function<String, Optional<String>> files) {
        this.maps = maps;
        this.files = files;
    }

    /** The place that its author knows; the same one where no map says another. */
    GuestErrors.Place original(GuestErrors.Place place) {
        if (place.line() == 0) return place;
        return known.computeIfAbsent(place.file(), this::read)
                .flatMap(map -> map.original(place.line(), place.column()))
                .orElse(place);
    }

    private Optional<SourceMap> read(String file) {
        return maps.apply(file + ".map")
                .or(() -> files.apply(file).flatMap(text -> named(file, text)))
                .flatMap(SourceMap::read);
    }

    private Optional<String> named(String file, String text) {
        int mark = text.lastIndexOf(MARK);
        if (mark < 0) return Optional.empty();
        var url = text.substring(mark + MARK.length()).strip();
        return url.startsWith("data:")
                ? inline(url)
                : ModuleNames.resolve(file, "./" + url).flatMap(maps);
    }

    private static Optional<String> inline(String url) {
        int comma = url.indexOf(',');
        if (comma < 0
                || !url.substring(0, comma).endsWith(";base64")
                || url.length() - comma > SourceMap.TEXT_MAX * 4L / 3) return Optional.empty();
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(url.substring(comma + 1)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
