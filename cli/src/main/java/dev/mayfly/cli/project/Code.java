package dev.mayfly.cli.project;

import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Modules, and which of them is the main one. */
record Code(String main, List<Project.Module> modules) {
    static final String JAVASCRIPT = "application/javascript+module";
    static final String SOURCE_MAP = "application/source-map";
    private static final int FILES_MAX = 1000;
    private static final Map<String, String> TYPES = Map.of(
            "js", JAVASCRIPT,
            "mjs", JAVASCRIPT,
            "json", "application/json",
            "txt", "text/plain",
            "html", "text/plain",
            "md", "text/plain",
            "bin", "application/octet-stream",
            "wasm", "application/wasm");

    /** All modules beside and below the main one, as they stand. */
    static Code beside(Path folder, Path main) {
        Path root = main.getParent() == null ? folder : main.getParent();
        try {
            return new Code(name(root, main), modules(root));
        } catch (IOException e) {
            throw new Refusal("%s cannot be read: %s".formatted(root, e.getMessage()));
        }
    }

    private static List<Project.Module> modules(Path root) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile)
                    .filter(f -> belongs(root.relativize(f)))
                    .sorted()
                    .limit(FILES_MAX + 1L)
                    .toList();
        }
        if (files.size() > FILES_MAX)
            throw new Refusal(
                    "%s holds more than %d files; point main into a folder of its own".formatted(root, FILES_MAX));
        List<Project.Module> modules = new ArrayList<>();
        for (Path file : files) {
            String name = name(root, file);
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) modules.add(new Project.Module(name, type, Files.readAllBytes(file)));
        }
        return modules;
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static boolean belongs(Path file) {
        for (Path part : file)
            if (part.toString().startsWith(".") || part.toString().equals("node_modules")) return false;
        String name = file.getFileName().toString();
        return !name.contains(".test.")
                && !name.equals("README.md")
                && !name.equals("package.json")
                && !name.equals("package-lock.json")
                && !name.startsWith("wrangler.");
    }
}
