package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidBufferOffsetException;
import com.oracle.truffle.api.interop.UnsupportedMessageException;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.lang.JavaScriptLanguage;
import com.oracle.truffle.js.runtime.Errors;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSArrayBuffer;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.objects.Null;
import dev.mayfly.isolates.guard.StackRoom;
import dev.mayfly.isolates.worker.html.Editing;
import dev.mayfly.isolates.worker.html.Rewriting;
import dev.mayfly.isolates.worker.html.Rewriting.Step;
import dev.mayfly.isolates.worker.html.SelectorText;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code host.html(name, …)}: what is behind HTMLRewriter. A document on its way lies in an object of its isolate under a name that no
 * JavaScript can say, so that it dies with that object and the measurement of the heap counts it.
 */
public final class HtmlCalls {
    private static final HiddenKey DOCUMENT = new HiddenKey("mayfly.html");
    /** Encodings of documents that were read before. */
    private static final Set<String> PREPARED = ConcurrentHashMap.newKeySet();

    private HtmlCalls() {}

    /** The function, in the realm that this thread is in. */
    public static JSObject make(JSRealm realm) {
        var target = new Call().getCallTarget();
        return JSFunction.create(
                realm, JSFunctionData.createCallOnly(realm.getContext(), target, 0, Strings.fromJavaString("html")));
    }

    /** A document, and the handlers of the end tag that it is at. */
    private static final class Document {
        private final Rewriting rewriting;
        private final Editing editing;
        private List<Object> endHandlers = List.of();

        Document(Rewriting rewriting) {
            this.rewriting = rewriting;
            this.editing = new Editing(rewriting);
        }
    }

    private static final class Call extends JavaScriptRootNode {
        Call() {
            super(JavaScriptLanguage.getCurrentLanguage());
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return run(JSArguments.extractUserArguments(frame.getArguments()));
        }

        @TruffleBoundary
        private Object run(Object[] a) {
            StackRoom.check();
            try {
                return guest(answer(text(a, 0), a));
            } catch (IllegalArgumentException | IllegalStateException e) {
                throw Errors.createTypeError(String.valueOf(e.getMessage()));
            }
        }

        private static @Nullable Object answer(String name, Object[] a) {
            if (name.equals("check")) return checked(text(a, 1));
            if (name.equals("open")) return opened((JSDynamicObject) a[1], a);
            var document = document(a);
            var editing = document.editing;
            switch (name) {
                case "next" -> {
                    return step(document);
                }
                case "take" -> {
                    return document.rewriting.take();
                }
                case "ask" -> {
                    return editing.ask(text(a, 2), a.length > 3 ? text(a, 3) : "");
                }
                case "handler" -> {
                    return document.endHandlers.get(((Number) a[2]).intValue());
                }
                case "feed" -> document.rewriting.feed(bytes(a));
                case "end" -> document.rewriting.end();
                case "give" -> document.rewriting.give(bytes(a));
                case "streamed" -> document.rewriting.streamed();
                case "insertStream" ->
                    editing.insertStream(text(a, 2), ((Number) a[3]).intValue(), Boolean.TRUE.equals(a[4]));
                case "insert" -> editing.insert(text(a, 2), text(a, 3), Boolean.TRUE.equals(a[4]));
                case "remove" -> editing.remove();
                case "removeTags" -> editing.removeTags();
                case "rename" -> editing.rename(text(a, 2));
                case "text" -> editing.text(text(a, 2));
                case "set" -> editing.set(text(a, 2), text(a, 3));
                case "removeAttribute" -> editing.removeAttribute(text(a, 2));
                case "onEndTag" -> editing.onEndTag(a[2]);
                default -> throw new IllegalArgumentException("the host has no function html " + name);
            }
            return null;
        }

        private static @Nullable Object checked(String selector) {
            prepare("utf-8");
            SelectorText.check(selector);
            return null;
        }

        /** Arguments: the object, the encoding, how many selectors, selectors, wishes. */
        private static @Nullable Object opened(JSDynamicObject holder, Object[] a) {
            prepare(text(a, 2));
            int from = 4, selectors = ((Number) a[3]).intValue();
            var texts = Arrays.stream(a, from, a.length).map(HtmlCalls::text).toList();
            var rewriting =
                    new Rewriting(text(a, 2), texts.subList(0, selectors), texts.subList(selectors, texts.size()));
            JSObjectUtil.putHiddenProperty(holder, DOCUMENT, new Document(rewriting));
            return null;
        }

        /** The first guest that rewrites in an encoding loads what is needed for it, and has the stack for it. */
        private static void prepare(String encoding) {
            if (PREPARED.contains(encoding)) return;
            StackRoom.checkForLoading();
            Rewriting.rehearse(encoding);
            PREPARED.add(encoding);
        }

        /** A letter and, for handlers and streams, their numbers; {@code x}: how many handlers of an end tag there are. */
        private static String step(Document document) {
            return switch (document.rewriting.next()) {
                case Step.Feed() -> "f";
                case Step.Take() -> "k";
                case Step.Done() -> ".";
                case Step.Stream(int number) -> "s" + number;
                case Step.Forget(int number) -> "o" + number;
                case Step.Call(char what, List<Integer> handlers) ->
                    what + handlers.stream().map(String::valueOf).collect(Collectors.joining(","));
                case Step.CallAtEnd(List<Object> handlers) -> {
                    document.endHandlers = List.copyOf(handlers);
                    yield "x" + handlers.size();
                }
            };
        }

        private static Document document(Object[] a) {
            if (a[1] instanceof JSDynamicObject object
                    && JSObjectUtil.getHiddenProperty(object, DOCUMENT) instanceof Document document) return document;
            throw new IllegalArgumentException("Illegal invocation");
        }

        private static byte[] bytes(Object[] a) {
            int offset = ((Number) a[3]).intValue(), length = ((Number) a[4]).intValue();
            var buffers = InteropLibrary.getUncached();
            try {
                if (offset < 0 || length < 0 || (long) offset + length > buffers.getBufferSize(a[2]))
                    throw new IllegalArgumentException("not a part of a buffer");
                var bytes = new byte[length];
                buffers.readBuffer(a[2], offset, bytes, 0, length);
                return bytes;
            } catch (UnsupportedMessageException | InvalidBufferOffsetException e) {
                throw new IllegalArgumentException("not a part of a buffer", e);
            }
        }

        private static Object guest(@Nullable Object answer) {
            var realm = JSRealm.get(null);
            return switch (answer) {
                case null -> Null.instance;
                case String text -> Strings.fromJavaString(text);
                case Boolean truth -> truth;
                case byte[] bytes -> JSArrayBuffer.createArrayBuffer(realm.getContext(), realm, bytes);
                case JSDynamicObject object -> object;
                default -> throw new IllegalStateException("no guest may see a " + answer.getClass());
            };
        }
    }

    private static String text(Object[] a, int at) {
        return text(a[at]);
    }

    private static String text(Object value) {
        if (value instanceof TruffleString text) return Strings.toJavaString(text);
        throw new IllegalArgumentException("this is no text");
    }
}
