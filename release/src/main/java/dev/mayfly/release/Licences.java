package dev.mayfly.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** Copies the licence texts and notices out of all jars that ship, each text once, and lists which jars brought it. */
public final class Licences {
    private static final Pattern TEXT =
            Pattern.compile("(?:META-INF/)?(?:LICEN[SC]E|NOTICE|COPYING)[^/]*(?<!\\.class)");

    private Licences() {}

    /** Arguments: the folder with the jars, the folder to make. */
    public static void main(String[] arguments) throws IOException {
        collect(Path.of(arguments[0]), Path.of(arguments[1]));
    }

    static void collect(Path jars, Path licences) throws IOException {
        Map<String, TreeSet<String>> bringers = new LinkedHashMap<>();
        for (Path jar : jarsBelow(jars)) {
            for (String text : texts(jar))
                bringers.computeIfAbsent(text, unseen -> new TreeSet<>())
                        .add(jar.getFileName().toString());
        }
        Files.createDirectories(licences);
        int number = 0;
        for (var entry : bringers.entrySet()) {
            var head = "From " + String.join(",\n     ", entry.getValue()) + "\n\n";
            Files.writeString(licences.resolve("%03d.txt".formatted(++number)), head + entry.getKey());
        }
    }

    private static List<Path> jarsBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> texts(Path jar) throws IOException {
        var texts = new ArrayList<String>();
        try (var file = new JarFile(jar.toFile(), false)) {
            for (var entry : file.stream().toList()) {
                if (!entry.isDirectory() && TEXT.matcher(entry.getName()).matches())
                    texts.add(new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
