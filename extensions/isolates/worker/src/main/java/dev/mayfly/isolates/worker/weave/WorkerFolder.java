package dev.mayfly.isolates.worker.weave;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder that a worker starts from. */
public final class WorkerFolder {
    private static final List<String> WOVEN = List.of("js-language-", "regex-", "icu4j-", "truffle-api-");

    private WorkerFolder() {}

    /** Weaves the class path's jars into the folder given as first argument. */
    public static void main(String[] arguments) throws IOException {
        var lib = Files.createDirectories(Path.of(arguments[0], "lib"));
        var jars = Stream.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .toList();
        for (var jar : jars) {
            var name = jar.getFileName().toString();
            if (WOVEN.stream().anyMatch(name::startsWith)) Files.write(lib.resolve(name), WovenJar.of(jar, jars));
            else Files.copy(jar, lib.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
