package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.html.Inserted.Streamed;
import dev.mayfly.isolates.worker.html.Inserted.Written;
import dev.mayfly.isolates.worker.html.Token.Comment;
import dev.mayfly.isolates.worker.html.Token.DoctypeToken;
import dev.mayfly.isolates.worker.html.Token.DocumentEnd;
import dev.mayfly.isolates.worker.html.Token.EndTag;
import dev.mayfly.isolates.worker.html.Token.Text;
import dev.mayfly.isolates.worker.html.Tokenizer.Kind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way through a rewriter. Whoever drives it feeds a piece, asks for what there is to do until a piece is wanted, and
 * takes what came out in between. What no handler touched comes out byte for byte as it came in.
 */
public final class Rewriting {
    /** Bytes that may be fed at once, and about how many wait to be taken. */
    public static final int PIECE = 64 << 10;
    /** Characters that handlers have put somewhere and that have not come out yet. */
    static final int INSERTED_MOST = 8 << 20;

    /** What is to be done. */
    public sealed interface Step {
        /** Handlers are to be called with the token, in this order. */
        record Call(char what, List<Integer> handlers) implements Step {}

        /** Handlers of an end tag are to be called. */
        record CallAtEnd(List<Object> handlers) implements Step {}

        record Feed() implements Step {}

        record Take() implements Step {}

        /** A piece of the stream that a handler put there is to be given, or that it is over. */
        record Stream(int number) implements Step {}

        /** What the stream gives will not come out. */
        record Forget(int number) implements Step {}

        record Done() implements Step {}
    }

    private final Characters characters;
    private final Tokenizer tokenizer;
    private final Handlers handlers;
    private final OpenElements open;
    private final Output out = new Output();
    /** Streams that were put where nothing comes out. */
    private final Deque<Integer> forgotten = new ArrayDeque<>(0);

    private @Nullable Token token;
    private @Nullable Kind found;
    private boolean isCut;
    private boolean inText;
    private boolean isOver;
    /** Whether the token at hand is in content that is dropped. */
    private boolean dropped;

    private long inserted;
    /** Characters that were put into the token at hand itself, into its attributes and its like. */
    private long written;

    /** @param wishes for each handler; those beyond the number of selectors are the document's */
    public Rewriting(String encoding, List<String> selectors, List<String> wishes) {
        characters = Characters.named(encoding);
        tokenizer = new Tokenizer(characters);
        handlers = new Handlers(selectors, wishes);
        open = new OpenElements(handlers);
    }

    /** Goes through a small document once, so that all classes are loaded when a guest's matters. */
    public static void rehearse(String encoding) {
        var document =
                "<!doctype html><!-- --><p id=a class=b>é</p><script><!-- </script><svg><desc/><![CDATA[]]></svg>";
        var rewriting = new Rewriting(
                encoding, List.of("p.b[id='a']:not(i, :nth-child(2n + 2)), svg > g"), List.of("ect", "dctz"));
        var editing = new Editing(rewriting);
        rewriting.feed(rewriting.characters.encode(document));
        rewriting.end();
        for (int step = 0; step < 100; step++) {
            switch (rewriting.next()) {
                case Step.Done() -> {
                    return;
                }
                case Step.Take() -> rewriting.take();
                case Step.Call(char what, List<Integer> numbers) -> rehearse(editing, what);
                case Step.Feed() -> {}
                case Step.Forget(int number) -> {}
                case Step.Stream(int number) -> {
                    rewriting.give(new byte[] {(byte) 0xC3});
                    rewriting.streamed();
                }
                case Step.CallAtEnd(List<Object> atEnd) -> editing.ask("name", "");
            }
        }
    }

    private static void rehearse(Editing editing, char what) {
        editing.ask("removed", "");
        editing.insert("before", "<é>", false);
        if (what != 'e') return;
        editing.ask("attributes", "");
        editing.set("class", "c");
        editing.onEndTag("");
        editing.insertStream("append", 1, false);
        editing.insert("inner", "", true);
        editing.insertStream("append", 2, false);
    }

    public void feed(byte[] piece) {
        if (piece.length > PIECE) throw new IllegalArgumentException(piece.length + " bytes are too many at once");
        tokenizer.feed(piece);
    }

    /** No piece comes any more. */
    public void end() {
        tokenizer.end();
    }

    /** A piece of the stream whose turn it is. */
    public void give(byte[] piece) {
        if (piece.length > PIECE) throw new IllegalArgumentException(piece.length + " bytes are too many at once");
        out.give(piece, characters);
    }

    /** The stream whose turn it was is over. */
    public void streamed() {
        out.streamed(characters);
    }

    /** What came out since it was last taken. */
    public byte[] take() {
        return out.take();
    }

    /** The next thing to do; what the handlers of the last one said is done now. */
    public Step next() {
        settle();
        while (out.length() < PIECE) {
            Poll.poll();
            if (!forgotten.isEmpty()) return new Step.Forget(forgotten.removeFirst());
            var stream = out.stream();
            if (stream != null) return out.length() > 0 ? new Step.Take() : new Step.Stream(stream.number());
            if (isOver) return out.length() > 0 ? new Step.Take() : new Step.Done();
            var kind = read();
            if (kind == Kind.MORE) return out.length() > 0 ? new Step.Take() : new Step.Feed();
            var step = kind != Kind.TEXT && inText ? endText(kind) : stepOf(kind);
            if (step != null) return step;
            settle();
        }
        return new Step.Take();
    }

    private Kind read() {
        if (found != null) {
            var kind = found;
            found = null;
            return kind;
        }
        var kind = isCut ? tokenizer.goOn() : tokenizer.next();
        isCut = kind == Kind.MORE;
        return kind;
    }

    private @Nullable Step stepOf(Kind kind) {
        dropped = open.isRemoved();
        return switch (kind) {
            case TEXT -> text();
            case START_TAG -> begin(new StartTag(tokenizer));
            case END_TAG -> end(tokenizer.tagName());
            case COMMENT -> wanted('c') ? shown('c', new Comment(tokenizer.innerText())) : goesBy();
            case DOCTYPE ->
                wanted('d')
                        ? shown('d', new DoctypeToken(Doctype.of(tokenizer.innerText()), new Insertions()))
                        : goesBy();
            case OTHER -> goesBy();
            case END -> over();
            case MORE -> throw new IllegalStateException("there is no token");
        };
    }

    private boolean wanted(char what) {
        return handlers.isWanted(what, open);
    }

    private Step shown(char what, Token shown) {
        token = shown;
        return new Step.Call(what, handlers.wanting(what, open));
    }

    private @Nullable Step goesBy() {
        if (!dropped) out.add(tokenizer.buffer(), tokenizer.start(), tokenizer.tokenEnd());
        return null;
    }

    // ---- text ----

    private @Nullable Step text() {
        inText = true;
        if (!wanted('t')) return goesBy();
        var text = characters.decode(tokenizer.buffer(), tokenizer.start(), tokenizer.tokenEnd());
        return shown('t', new Text(text, false, new Insertions()));
    }

    /** Handlers are told by an empty text that theirs is over; {@code next} is what comes then. */
    private @Nullable Step endText(Kind next) {
        inText = false;
        found = next;
        dropped = open.isRemoved();
        return wanted('t') ? shown('t', new Text("", true, new Insertions())) : null;
    }

    // ---- elements ----

    private @Nullable Step begin(StartTag tag) {
        if (open.isForeign() && Namespace.isOnlyHtml(tag)) while (open.isForeign()) endSilently(open.last());
        dropped = open.isRemoved();
        var matched = open.begin(tag);
        if (tag.namespace() == Namespace.HTML) tokenizer.enter(Content.of(tag.name()), tag.name());
        tokenizer.foreign(open.isForeign());
        var wanting = handlers.wanting('e', matched);
        if (wanting.isEmpty()) return goesBy();
        token = tag;
        return new Step.Call('e', wanting);
    }

    private @Nullable Step end(String written) {
        var name = Markup.lower(written);
        int its = open.find(name);
        if (its < 0) {
            if (name.equals("p") || name.equals("br")) while (open.isForeign()) endSilently(open.last());
            tokenizer.foreign(open.isForeign());
            dropped = open.isRemoved();
            return goesBy();
        }
        while (open.size() > its + 1) endSilently(open.last());
        var element = open.last();
        tokenizer.foreign(open.isForeign());
        dropped = open.isRemoved();
        token = new EndTag(written, element);
        return element.endHandlers().isEmpty() ? null : new Step.CallAtEnd(element.endHandlers());
    }

    /** An element that has no end tag of its own: what goes around it stands where it ends. */
    private void endSilently(OpenElement element) {
        dropped = open.isRemoved();
        var around = element.atEnd();
        putOr(around.before(), element.isGone());
        putOr(around.after(), false);
        inserted -= around.size();
    }

    private @Nullable Step over() {
        while (open.size() > 0) endSilently(open.last());
        isOver = true;
        dropped = false;
        return wanted('z') ? shown('z', new DocumentEnd(new Insertions())) : null;
    }

    // ---- what handlers left ----

    private void settle() {
        if (token == null) return;
        var around = token.insertions();
        boolean insideIsGone = token instanceof EndTag tag && tag.element().isGone();
        putOr(around.before(), insideIsGone);
        if (around.isRemoved()) putOr(around.instead(), false);
        else if (!dropped) writeToken(token);
        putOr(around.after(), false);
        inserted -= around.size() + written;
        written = 0;
        token = null;
    }

    private void writeToken(Token settled) {
        switch (settled) {
            case StartTag tag -> tag.write(out, characters);
            case EndTag tag -> writeOr(tag.changed());
            case Comment comment -> writeOr(comment.written());
            case Text text -> {
                if (!text.isLast()) goesBy();
            }
            case DoctypeToken doctype -> goesBy();
            case DocumentEnd end -> {}
        }
    }

    private void writeOr(@Nullable String changed) {
        if (changed == null) goesBy();
        else put(changed);
    }

    /** Unless it is gone, by itself or with all that is around it. */
    private void putOr(Collection<Inserted> contents, boolean isGone) {
        for (var content : contents) {
            if (dropped || isGone) forget(content);
            else
                switch (content) {
                    case Written(String markup) -> put(markup);
                    case Streamed stream -> out.add(stream);
                }
        }
    }

    private void put(String markup) {
        if (!dropped && !markup.isEmpty()) out.add(characters.encode(markup));
    }

    // ---- for handlers ----

    /** What the handlers are shown. */
    Token token() {
        if (token == null) throw new IllegalStateException("no handler is being called");
        return token;
    }

    boolean isDropped() {
        return dropped;
    }

    OpenElements open() {
        return open;
    }

    /** A text or markup, within what all handlers together may insert. */
    Inserted written(String text, boolean isMarkup) {
        room(text.length());
        return new Written(isMarkup ? text : Markup.escaped(text));
    }

    /** Puts something around a token, within what all handlers together may. */
    void insert(Insertions into, Inserted content, BiConsumer<Insertions, Inserted> place) {
        room(content.size());
        place.accept(into, content);
        inserted += content.size();
    }

    void forget(Insertions of, Function<Insertions, Collection<Inserted>> place) {
        int before = of.size();
        forget(place.apply(of));
        inserted += of.size() - before;
    }

    void forget(Collection<Inserted> contents) {
        contents.forEach(this::forget);
    }

    private void forget(Inserted content) {
        if (content instanceof Streamed stream) forgotten.addLast(stream.number());
    }

    /** Counts what is put into the token at hand. */
    void write(int characterCount) {
        room(characterCount);
        written += characterCount;
        inserted += characterCount;
    }

    private void room(int more) {
        if (inserted + more > INSERTED_MOST) {
            throw new IllegalArgumentException(
                    "HTMLRewriter: handlers have inserted more than %,d characters that have not come out yet"
                            .formatted(INSERTED_MOST));
        }
    }
}
