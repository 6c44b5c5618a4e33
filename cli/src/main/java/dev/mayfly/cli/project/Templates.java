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
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folders of functions/templates, which this program carries, as it does functions/types for those in TypeScript. */
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
        Map<String, Path> files = files(from);
        if (files.containsKey("tsconfig.json")) files.putAll(types(templates.resolveSibling("types")));
        for (String name : files.keySet())
            if (Files.exists(to.resolve(name)))
                throw new Refusal(
                        Exit.CONFLICT,
                        "exists",
                        "%s has a %s already; nothing was written. Choose another folder".formatted(to, name));
        for (var file : files.entrySet()) {
            Path target = to.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.writeString(target, Files.readString(file.getValue()).replace(NAME, function));
        }
        return List.copyOf(files.keySet());
    }

    /** The files of a template by their names in the project. Tests of templates run in Mayfly's own build, and nowhere else. */
    private static Map<String, Path> files(Path template) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(template)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !nameOf(file).contains(".test."))
                    .forEach(file -> files.put(target(template, file), file));
        }
        return files;
    }

    /** What a function finds, as functions/types declares it. */
    private static Map<String, Path> types(Path types) throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(types)) {
            all.forEach(file -> files.put("types/" + nameOf(file), file));
        }
        return files;
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
