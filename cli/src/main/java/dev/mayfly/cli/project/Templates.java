package dev.mayfly.cli.project;

import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The folders of functions/templates, which this program carries. */
public final class Templates {
    /** What stands in a template where the function's name goes. */
    private static final String NAME = "my-function";

    private Templates() {}

    /** Copies a template, and returns the names of its files; nothing that is there already is touched. */
    public static List<String> copy(String template, Path to, String function) {
        try {
            URI all = Objects.requireNonNull(Templates.class.getResource("/templates"), "templates")
                    .toURI();
            if (!all.getScheme().equals("jar")) return copy(Path.of(all), template, to, function);
            try (FileSystem jar = FileSystems.newFileSystem(all, Map.of())) {
                return copy(jar.getPath("/templates"), template, to, function);
            }
        } catch (IOException e) {
            throw new Refusal("%s cannot be written: %s".formatted(to, e.getMessage()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has an address", e);
        }
    }

    private static List<String> copy(Path templates, String template, Path to, String function) throws IOException {
        List<Path> found = folders(templates);
        Path from = found.stream()
                .filter(folder -> nameOf(folder).equals(template))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        Exit.MISUSED,
                        "no-such-template",
                        "there is no template %s, but %s"
                                .formatted(
                                        template,
                                        String.join(
                                                ", ",
                                                found.stream()
                                                        .map(Templates::nameOf)
                                                        .toList()))));
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            // Tests of templates run in Mayfly's own build, and nowhere else.
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !nameOf(file).contains(".test."))
                    .sorted()
                    .toList();
        }
        List<String> names = files.stream().map(file -> target(from, file)).toList();
        for (String name : names)
            if (Files.exists(to.resolve(name)))
                throw new Refusal(
                        Exit.CONFLICT,
                        "exists",
                        "%s has a %s already; nothing was written. Choose another folder".formatted(to, name));
        for (int i = 0; i < files.size(); i++) {
            Path target = to.resolve(names.get(i));
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.writeString(target, Files.readString(files.get(i)).replace(NAME, function));
        }
        return names;
    }

    private static List<Path> folders(Path templates) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (Stream<Path> all = Files.list(templates)) {
            all.filter(Files::isDirectory).sorted().forEach(folders::add);
        }
        return folders;
    }

    /** Builds leave files out whose names begin with a dot, so this one has none in a template. */
    private static String target(Path from, Path file) {
        String name = from.relativize(file).toString();
        return name.equals("gitignore") ? ".gitignore" : name;
    }

    private static String nameOf(Path path) {
        String name = Objects.requireNonNull(path.getFileName()).toString();
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }
}
