package dev.mayfly.isolates.worker.isolate;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The nice value of a single thread, which Linux keeps and Java does not offer. Where it cannot be set (another system, no
 * {@code /proc}) nothing happens: priorities make neighbours faster, nothing depends on them.
 */
final class ThreadPriority {
    /** setpriority(2): {@code PRIO_PROCESS}, which on Linux means one thread. */
    private static final int OF_THREAD = 0;

    private static final int NICEST = 19;
    private static final @Nullable MethodHandle SET_PRIORITY = find();

    private ThreadPriority() {}

    /** Sets the lowest priority for the thread of that name (at most 15 characters, which is what Linux keeps of it). */
    static boolean lower(String threadName) {
        if (SET_PRIORITY == null) return false;
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (!name(task).equals(threadName)) continue;
                int id = Integer.parseInt(task.getFileName().toString());
                return (int) SET_PRIORITY.invokeExact(OF_THREAD, id, NICEST) == 0;
            }
            return false;
        } catch (Throwable e) {
            if (e instanceof IOException || e instanceof DirectoryIteratorException) return false;
            if (e instanceof Error error) throw error;
            throw new IllegalStateException("setpriority could not be called", e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return ""; // it has ended
        }
    }

    private static @Nullable MethodHandle find() {
        var linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("setpriority")
                .map(f -> linker.downcallHandle(
                        f,
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT,
                                ValueLayout.JAVA_INT)))
                .orElse(null);
    }
}
