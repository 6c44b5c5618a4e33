package dev.mayfly.edge.acme;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is asked of which authority: {@link AcmeConfig}, when it is on and sound. What cannot be right stops the start. */
record Asking(
        URI directory,
        List<String> names,
        Path folder,
        List<Question> questions,
        Optional<String> email,
        Duration patience) {
    private static final int NAMES_MAX = 100;
    private static final Pattern NAME =
            Pattern.compile("(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    static Optional<Asking> of(AcmeConfig config) {
        if (config.directory().isEmpty()) return Optional.empty();
        List<String> names = config.names().orElse(List.of()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
        if (names.isEmpty() || names.size() > NAMES_MAX)
            throw wrong("names", names.size() + " names", "1 to " + NAMES_MAX + " of them");
        for (String name : names)
            if (!NAME.matcher(name).matches()) throw wrong("names", name, "hosts such as shop.example.com");
        Path folder =
                config.folder().orElseThrow(() -> wrong("folder", "missing", "a folder that the router may write to"));
        if (!Files.isDirectory(folder) || !Files.isWritable(folder))
            throw wrong("folder", folder.toString(), "a folder that the router may write to");
        if (!config.termsAgreed())
            throw wrong(
                    "terms-agreed",
                    "false",
                    "true, once you have read the terms of service of "
                            + config.directory().get());
        return Optional.of(new Asking(
                config.directory().get(), names, folder, config.questions(), config.email(), config.patience()));
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static IllegalArgumentException wrong(String key, String value, String right) {
        return new IllegalArgumentException("mayfly.edge.acme.%s is \"%s\"; it takes %s".formatted(key, value, right));
    }
}
