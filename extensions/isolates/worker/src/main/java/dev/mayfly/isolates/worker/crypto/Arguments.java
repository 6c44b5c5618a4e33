package dev.mayfly.isolates.worker.crypto;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a call of the prelude carries, read from left to right. What is of another kind than was asked for is an IllegalArgumentException. */
public interface Arguments {
    String text();

    /** A text, or null where none was given. */
    @Nullable
    String optionalText();

    /** A whole number, or {@code otherwise} where none was given. */
    long number(long otherwise);

    boolean truth();

    /** A copy of the bytes that the next three arguments name; none where nothing was given. */
    byte[] bytes();

    Key key();

    /** Takes the key that the object which comes next is to hold from now on. */
    Consumer<Key> holder();
}
