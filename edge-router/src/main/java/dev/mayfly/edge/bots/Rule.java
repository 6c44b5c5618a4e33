package dev.mayfly.edge.bots;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One rule, read from the configuration.
 *
 * @param needs {@link Standing#unasked} where it does not matter
 * @param names in lower case; empty: all
 */
record Rule(
        HostPattern host,
        PathPattern path,
        Set<Purpose> purposes,
        Standing needs,
        Set<String> names,
        Treatment treatment) {
    private static final String ANSWERS = "allow, markdown, 301, 402, 403, 410";

    private static final String CANONICAL = "canonical";

    /** @param key of the setting, for whoever has to correct it */
    static Rule read(String key, BotsConfig.Rule setting) {
        String host = setting.host().orElse("*");
        String path = setting.path().orElse("/");
        if (!path.startsWith("/") && !path.startsWith("*"))
            throw wrong(key + ".path", path, "a path, which begins with a slash or a star");
        return new Rule(
                HostPattern.parse(host)
                        .orElseThrow(() -> wrong(key + ".host", host, "a host without a port, *.<domain>, or *")),
                new PathPattern(path),
                purposes(key, setting.purpose().orElse(List.of())),
                standing(key, setting.verified()),
                names(setting.name().orElse(List.of())),
                treatment(key, setting));
    }

    /** Whether it is about this request, the crawler's standing left aside. */
    boolean fits(String hostName, String target, Crawler crawler) {
        return host.matches(hostName)
                && (purposes.isEmpty() || purposes.contains(crawler.purpose()))
                && (names.isEmpty() || names.contains(crawler.name().toLowerCase(Locale.ROOT)))
                && path.matches(target);
    }

    /** Whether it is for everybody who rather has Markdown, and not for crawlers alone. */
    boolean isForEverybody(String hostName, String target) {
        return treatment instanceof Treatment.Markdown
                && purposes.isEmpty()
                && names.isEmpty()
                && needs == Standing.unasked
                && host.matches(hostName)
                && path.matches(target);
    }

    /** Whether it must be known where a page says that it belongs. */
    boolean learnsAt(String hostName, String target) {
        return treatment instanceof Treatment.MoveToCanonical && host.matches(hostName) && path.matches(target);
    }

    private static Set<Purpose> purposes(String key, List<String> texts) {
        Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
        for (String text : texts)
            purposes.add(Arrays.stream(Purpose.values())
                    .filter(purpose -> purpose.name().equals(text.strip()))
                    .findFirst()
                    .orElseThrow(() -> wrong(key + ".purpose", text, "one of train, search, agent, other")));
        return purposes;
    }

    private static Standing standing(String key, Optional<String> text) {
        return switch (text.orElse("")) {
            case "" -> Standing.unasked;
            case "yes", "true" -> Standing.verified;
            case "no", "false" -> Standing.unverified;
            default -> throw wrong(key + ".verified", text.get(), "yes or no");
        };
    }

    private static Set<String> names(List<String> texts) {
        return texts.stream()
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Treatment treatment(String key, BotsConfig.Rule setting) {
        String answer = setting.answer().strip();
        if (setting.price().isPresent() && !answer.equals("402"))
            throw wrong(key + ".price", setting.price().get(), "nothing: only a 402 tells a price");
        if (setting.location().isPresent() && !answer.equals("301"))
            throw wrong(key + ".location", setting.location().get(), "nothing: only a 301 leads elsewhere");
        return switch (answer) {
            case "allow" -> new Treatment.Allow();
            case "markdown" -> new Treatment.Markdown();
            case "301" ->
                setting.location().filter(CANONICAL::equals).isPresent()
                        ? new Treatment.MoveToCanonical()
                        : new Treatment.Move(location(key, setting));
            case "402" -> new Treatment.Pay(setting.price().map(price -> headerValue(key + ".price", price)));
            case "403" -> new Treatment.Forbid();
            case "410" -> new Treatment.Gone();
            default -> throw wrong(key + ".answer", answer, "one of " + ANSWERS);
        };
    }

    private static String location(String key, BotsConfig.Rule setting) {
        Supplier<IllegalArgumentException> wrong = () -> wrong(
                key + ".location",
                setting.location().orElse(""),
                "canonical, or an http or https URL or a path, with {path} and {query} where those of the request belong");
        String location = setting.location().orElseThrow(wrong);
        String bare = location.replace("{path}", "").replace("{query}", "");
        boolean place = location.matches("(https?://[^/{?]+.*|/[^/{].*|/)") && !bare.matches(".*[{}<>\"\\\\].*");
        if (!place) throw wrong.get();
        return headerValue(key + ".location", location);
    }

    private static String headerValue(String key, String value) {
        for (int i = 0; i < value.length(); i++)
            if (value.charAt(i) < ' ' || value.charAt(i) > '~')
                throw wrong(key, value, "visible ASCII characters, as it is sent in a header");
        return value;
    }

    private static IllegalArgumentException wrong(String key, String value, String right) {
        return new IllegalArgumentException("%s is '%s' and must be %s".formatted(key, value, right));
    }
}
