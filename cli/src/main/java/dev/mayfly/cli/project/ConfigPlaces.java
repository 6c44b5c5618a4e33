package dev.mayfly.cli.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mayfly.bindings.json.JsonPlaces;
import dev.mayfly.bindings.json.JsonPlaces.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where {@code wrangler.jsonc} says what the platform finds in the metadata that was made of it. */
public final class ConfigPlaces {
    private static final JsonFactory STRICT = new JsonFactory();
    private static final Pattern BINDING = Pattern.compile("^/bindings/(\\d{1,9})");

    private final String file;
    private final JsonPlaces places;
    private final List<String> bases;

    /** @param environment the one whose settings go before the file's */
    ConfigPlaces(String file, JsonPlaces places, Optional<String> environment) {
        this.file = file;
        this.places = places;
        this.bases = Stream.concat(environment.map(name -> "/env/" + JsonPlaces.escape(name)).stream(), Stream.of(""))
                .toList();
    }

    /**
     * Such as {@code wrangler.jsonc:7:12}; empty for what the file does not say.
     *
     * @param metadata as it was sent
     */
    public Optional<String> of(String metadata, int line, int column) {
        Place place = new Place(line, column);
        JsonPlaces sent;
        try {
            sent = JsonPlaces.in(metadata, STRICT, (key, twice) -> {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata is sent as it was written here", e);
        }
        return pointerAt(sent.values(), place)
                .flatMap(pointer -> nearest(pointer, places.values()))
                .or(() -> pointerAt(sent.keys(), place).flatMap(pointer -> nearest(pointer, places.keys())))
                .map(found -> "%s:%d:%d".formatted(file, found.line(), found.column()));
    }

    private static Optional<String> pointerAt(Map<String, Place> sent, Place place) {
        return sent.entrySet().stream()
                .filter(entry -> entry.getValue().equals(place))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The place of that value, or of the closest one around it that the file has. */
    private Optional<Place> nearest(String pointer, Map<String, Place> kind) {
        for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            Optional<Place> found =
                    origins(at).map(kind::get).flatMap(Stream::ofNullable).findFirst();
            if (found.isPresent()) return found;
        }
        return Optional.empty();
    }

    /** Where the file may say it, the places that win first. */
    private Stream<String> origins(String pointer) {
        return bases.stream()
                .flatMap(base -> Stream.concat(
                        rateLimit(pointer, base),
                        others(behindRateLimits(pointer)).map(base::concat)));
    }

    /** Rate limits stand before all other bindings. */
    private static Stream<String> rateLimit(String pointer, String base) {
        Matcher binding = BINDING.matcher(pointer);
        if (!binding.lookingAt()) return Stream.empty();
        return Stream.of(base + "/ratelimits/" + binding.group(1) + pointer.substring(binding.end()));
    }

    private String behindRateLimits(String pointer) {
        Matcher binding = BINDING.matcher(pointer);
        if (!binding.lookingAt()) return pointer;
        int index = Integer.parseInt(binding.group(1));
        int before = 0;
        while (places.values().containsKey(bases.getFirst() + "/ratelimits/" + before)) before++;
        return "/bindings/" + (index - before) + pointer.substring(binding.end());
    }

    private static Stream<String> others(String pointer) {
        return Stream.of(
                "/unsafe" + pointer,
                "/unsafe/metadata/mayfly" + pointer,
                "/mayfly" + pointer,
                pointer.replaceFirst("^/limits/cpuMs$", "/limits/cpu_ms"),
                pointer.replaceFirst("^/routes/0(/pattern)?$", "/route"),
                pointer.replaceFirst("^/routes/(\\d+)/pattern$", "/routes/$1"),
                pointer.replaceFirst("^/notes/", "/"));
    }
}
