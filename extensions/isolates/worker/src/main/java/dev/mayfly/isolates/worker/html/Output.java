package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.worker.html.Inserted.Streamed;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What comes out of a rewriter: bytes, and streams whose turn it is when all before them is out. */
final class Output {
    private final Bytes ready = new Bytes();
    private final StreamedText text = new StreamedText();
    /** Streams, each with the bytes that follow it. */
    private final Deque<Turn> turns = new ArrayDeque<>(0);

    private record Turn(Streamed stream, Bytes behind) {}

    void add(byte[] from) {
        add(from, 0, from.length);
    }

    void add(byte[] from, int start, int end) {
        var into = turns.isEmpty() ? ready : turns.getLast().behind();
        into.add(from, start, end);
    }

    void add(Streamed stream) {
        turns.addLast(new Turn(stream, new Bytes()));
    }

    /** How much can be taken. */
    int length() {
        return ready.length();
    }

    byte[] take() {
        return ready.take();
    }

    /** The stream whose turn it is. */
    @Nullable
    Streamed stream() {
        var turn = turns.peekFirst();
        return turn == null ? null : turn.stream();
    }

    /** A piece of the stream whose turn it is. */
    void give(byte[] piece, Characters characters) {
        give(text.take(piece), characters);
    }

    /** The stream whose turn it was is over. */
    void streamed(Characters characters) {
        give(text.rest(), characters);
        var behind = turns.removeFirst().behind().take();
        ready.add(behind);
    }

    private void give(String piece, Characters characters) {
        boolean isMarkup = turns.getFirst().stream().isMarkup();
        ready.add(characters.encode(isMarkup ? piece : Markup.escaped(piece)));
    }
}
