package dev.mayfly.isolates.worker.weave;

import dev.mayfly.isolates.worker.seal.Architecture;
import dev.mayfly.isolates.worker.seal.Filters;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The folder that a worker starts from: its jars, the engine's woven, and the options of both tiers. */
public final class WorkerFolder {
    private static final String OWN_JAR = "mayfly-isolates-worker.jar";
    private static final String BUILD_TIME_ONLY = "dev/mayfly/isolates/worker/weave/";
    private static final String CLASS_LIST = "dev/mayfly/isolates/guard/engine-classes";

    private WorkerFolder() {}

    /** Arguments: the folder to make, the module's classes, the version. The jars are those of the class path. */
    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments[0]).toAbsolutePath();
        var classes = Path.of(arguments[1]);
        var jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> !path.equals(classes)
                        && (Files.isDirectory(path) || path.toString().endsWith(".jar")))
                .toList();
        var engine = new EngineJars(jars, classes.resolve(BUILD_TIME_ONLY));
        engine.into(folder.resolve("lib"));
        EncodingIndexes.into(classes);
        var ownJar = ownJar(classes, EngineClasses.of(folder.resolve("lib")));
        Changed.write(folder.resolve("lib").resolve(OWN_JAR), ownJar);
        removeOthers(folder.resolve("lib"), engine.names());
        for (var architecture : Architecture.values())
            Changed.write(folder.resolve(architecture.javaName() + ".wall"), Filters.wall(architecture));
        StartOptions.into(folder);
        Changed.write(folder.resolve("VERSION"), (arguments[2] + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] ownJar(Path classes, String engineClasses) throws IOException {
        var entries = EngineJars.classesBelow(classes);
        entries.keySet().removeIf(name -> name.startsWith(BUILD_TIME_ONLY));
        entries.put(CLASS_LIST, engineClasses.getBytes(StandardCharsets.UTF_8));
        return WovenJar.zip(entries);
    }

    private static void removeOthers(Path lib, Set<String> wanted) throws IOException {
        try (var files = Files.list(lib)) {
            for (var file : files.collect(Collectors.toSet())) {
                var name = file.getFileName().toString();
                if (!wanted.contains(name) && !name.equals(OWN_JAR)) Files.delete(file);
            }
        }
    }
}
