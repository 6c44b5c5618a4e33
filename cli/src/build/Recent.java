import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes old classes in a folder's jars in the format of Java 17, code and names as they are: {@code java Recent.java FOLDER}. A JVM keeps no
 * class of a format before that of Java 6 in its AOT cache, and verifies it by a slower way at each start.
 */
public final class Recent {
    private static final int JAVA_6 = 50;
    private static final int JAVA_17 = 61;

    private Recent() {}

    public static void main(String[] args) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of(args[0]), "*.jar")) {
            for (Path jar : jars) if (hasOldClasses(jar)) write(jar);
        }
    }

    private static boolean hasOldClasses(Path jar) throws IOException {
        try (ZipFile in = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : in.stream().map(ZipEntry.class::cast).toList())
                if (entry.getName().endsWith(".class") && isOld(in.getInputStream(entry).readNBytes(8))) return true;
            return false;
        }
    }

    /** By its head: a magic number, the minor and the major version. */
    private static boolean isOld(byte[] head) {
        return head.length >= 8 && (head[6] << 8 | head[7]) < JAVA_6;
    }

    private static void write(Path jar) throws IOException {
        Path fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (ZipFile in = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(fresh))) {
            ClassFile format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(
                                    type -> entry(in, type.descriptorString()))
                            .orElse(ClassHierarchyResolver.defaultResolver())));
            for (ZipEntry entry : in.stream().map(ZipEntry.class::cast).toList()) {
                ZipEntry same = new ZipEntry(entry.getName());
                same.setTime(entry.getTime());
                out.putNextEntry(same);
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                out.write(entry.getName().endsWith(".class") && isOld(bytes) ? recent(format, bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] recent(ClassFile format, byte[] bytes) {
        ClassModel model = format.parse(bytes);
        ClassTransform written = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                .andThen((builder, element) -> {
                    if (element instanceof ClassFileVersion) builder.withVersion(JAVA_17, 0);
                    else builder.with(element);
                });
        return format.transformClass(model, written);
    }

    /** A class of the same jar, or nothing. */
    private static InputStream entry(ZipFile jar, String descriptor) {
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
