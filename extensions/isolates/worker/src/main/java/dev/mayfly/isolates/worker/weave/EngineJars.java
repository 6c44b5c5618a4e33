package dev.mayfly.isolates.worker.weave;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of the class path on their way into the folder; those in which guests can spend time are woven. */
final class EngineJars {
    private static final List<String> WOVEN = List.of("js-language-", "regex-", "icu4j-", "truffle-api-");

    private final List<Path> jars;
    private final Path weaver;

    EngineJars(List<Path> jars, Path weaver) {
        this.jars = jars;
        this.weaver = weaver;
    }

    Set<String> names() {
        return jars.stream().map(EngineJars::name).collect(Collectors.toSet());
    }

    /** Weaving takes seconds, so it is left out while neither the jars nor the weaver changed. */
    void into(Path lib) throws IOException {
        var stamp = lib.resolveSibling("../woven").normalize();
        var now = fingerprint();
        if (Files.exists(stamp) && Files.readString(stamp).equals(now) && complete(lib)) return;
        for (var jar : jars) Changed.write(lib.resolve(name(jar)), content(jar));
        Files.writeString(stamp, now);
    }

    private boolean complete(Path lib) {
        return jars.stream().allMatch(jar -> Files.exists(lib.resolve(name(jar))));
    }

    private byte[] content(Path jar) throws IOException {
        var woven = WOVEN.stream().anyMatch(name(jar)::startsWith);
        if (woven) return WovenJar.of(jar, jars);
        return Files.isDirectory(jar) ? WovenJar.zip(classesBelow(jar)) : Files.readAllBytes(jar);
    }

    static TreeMap<String, byte[]> classesBelow(Path folder) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                entries.put(
                        folder.relativize(file).toString().replace(File.separatorChar, '/'), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    private String fingerprint() throws IOException {
        var inputs = new ArrayList<Path>();
        for (var source : Stream.concat(jars.stream(), Stream.of(weaver)).toList()) {
            try (var files = Files.walk(source)) {
                files.filter(Files::isRegularFile).forEach(inputs::add);
            }
        }
        return Fingerprint.of(inputs, Runtime.version().toString());
    }

    /** A module of the same build may be there as its folder of classes still. */
    private static String name(Path jar) {
        var path = jar.toAbsolutePath();
        if (Files.isDirectory(path)) return path.getName(path.getNameCount() - 3) + ".jar";
        return jar.getFileName().toString();
    }
}
