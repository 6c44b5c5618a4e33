package dev.mayfly.isolates.worker.weave;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** The options of both tiers as argument files for {@code java}, relative to the folder so that it can be moved. */
final class StartOptions {
    static final String CACHE = "interpreter.aot";

    private static final String ATTACH_LIBRARY = "libtruffleattach.so";

    private static final List<String> BOTH = List.of(
            "-XX:+UseSerialGC",
            "-Xms96m",
            "-Xmx512m",
            "-Xmn16m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:StackReservedPages=8",
            "-XX:-UsePerfData",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Duser.home=/nonexistent",
            "-Dtruffle.attach.library=" + ATTACH_LIBRARY,
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private StartOptions() {}

    static void into(Path folder) throws IOException {
        Changed.write(folder.resolve(ATTACH_LIBRARY), attachLibrary(folder.resolve("lib")));
        var interpreter = new ArrayList<>(interpreter(folder));
        if (StartCache.isFresh(folder)) interpreter.addFirst("-XX:AOTCache=" + CACHE);
        write(folder.resolve("interpreter.args"), interpreter);
        write(folder.resolve("jit.args"), jit(folder));
    }

    /** What the fast-start tier starts with beside its cache. */
    static List<String> interpreter(Path folder) throws IOException {
        var options = new ArrayList<>(BOTH);
        options.addAll(List.of("-XX:ReservedCodeCacheSize=96m", "-cp", classPath(folder)));
        return options;
    }

    private static List<String> jit(Path folder) throws IOException {
        var options = new ArrayList<>(BOTH);
        options.addAll(List.of(
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "--upgrade-module-path=compiler",
                "-cp",
                classPath(folder)));
        return options;
    }

    private static void write(Path file, List<String> options) throws IOException {
        Changed.write(file, (String.join("\n", options) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Named one by one: the order of a wildcard is the file system's, and the cache goes by the order. */
    private static String classPath(Path folder) throws IOException {
        try (var jars = Files.list(folder.resolve("lib"))) {
            return String.join(
                    ":",
                    jars.map(jar -> "lib/" + jar.getFileName())
                            .filter(name -> name.endsWith(".jar"))
                            .sorted()
                            .toList());
        }
    }

    private static byte[] attachLibrary(Path lib) throws IOException {
        var architecture = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "amd64";
        var name = "META-INF/resources/engine/libtruffleattach/linux/%s/bin/%s".formatted(architecture, ATTACH_LIBRARY);
        try (var jars = Files.list(lib)) {
            for (var jar : jars.filter(path -> path.getFileName().toString().startsWith("truffle-api-"))
                    .toList()) {
                try (var source = new JarFile(jar.toFile(), false);
                        InputStream library = source.getInputStream(source.getJarEntry(name))) {
                    return library.readAllBytes();
                }
            }
        }
        throw new IOException("no truffle-api jar in " + lib);
    }
}
