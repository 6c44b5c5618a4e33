package dev.mayfly.isolates.worker.weave;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar of the engine, rewritten. The same jar in gives the same bytes out, so that the start-up cache stays good. */
final class WovenJar {
    private static final LocalDateTime NO_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);

    private WovenJar() {}

    static byte[] of(Path jar, List<Path> engine) throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var loader = loader(engine);
                var source = new JarFile(jar.toFile(), false)) {
            var weaver = new Weaver(loader);
            for (var entry : source.stream().toList()) {
                if (entry.isDirectory() || isSignature(entry.getName())) continue;
                var content = source.getInputStream(entry).readAllBytes();
                entries.put(entry.getName(), isClass(entry.getName()) ? weaver.weave(content) : content);
            }
        }
        return zip(entries);
    }

    static byte[] zip(TreeMap<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream(32 << 20);
        try (var jar = new ZipOutputStream(bytes)) {
            jar.setLevel(1);
            // The manifest comes first, or readers of streams miss it.
            var manifest = entries.remove(JarFile.MANIFEST_NAME);
            if (manifest != null) put(jar, JarFile.MANIFEST_NAME, manifest);
            for (var entry : entries.entrySet()) put(jar, entry.getKey(), entry.getValue());
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream jar, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTimeLocal(NO_TIME);
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.endsWith("module-info.class");
    }

    private static boolean isSignature(String name) {
        return name.startsWith("META-INF/") && (name.endsWith(".SF") || name.endsWith(".RSA") || name.endsWith(".DSA"));
    }

    private static URLClassLoader loader(List<Path> jars) throws IOException {
        var urls = new URL[jars.size()];
        for (var i = 0; i < urls.length; i++) urls[i] = jars.get(i).toUri().toURL();
        return new URLClassLoader(urls, null);
    }
}
