package dev.mayfly.isolates.worker.engine;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What one isolate answers to the prelude. */
public interface HostCalls {
    /**
     * Does what the prelude asks for, on the thread that is in the isolate's context.
     *
     * @param name of the function
     * @return null, a boolean, number, text, a {@link java.nio.ByteBuffer} with an array of its own, or an object of the isolate
     */
    @Nullable
    Object call(String name, Value[] arguments);

    /** An object of the isolate as the host sees it. */
    Value value(Object object);
}
