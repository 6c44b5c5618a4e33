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
import com.oracle.truffle.js.runtime.objects.Undefined;
import dev.mayfly.isolates.guard.StackRoom;
import dev.mayfly.isolates.worker.crypto.Arguments;
import dev.mayfly.isolates.worker.crypto.CryptoFunctions;
import dev.mayfly.isolates.worker.crypto.Key;
import dev.mayfly.isolates.worker.crypto.Refusal;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code host.crypto(name, …)}: what is behind {@code crypto.subtle}. A key lies in its CryptoKey under a name that no JavaScript can say, so
 * that it lives as long as that object, counts as its isolate's, and is read by Java only. A refusal comes back as a text: an exclamation
 * mark, the name of the exception, a colon, why.
 */
public final class CryptoCalls {
    private static final HiddenKey KEY = new HiddenKey("mayfly.key");

    private CryptoCalls() {}

    /** The function, in the realm that this thread is in. */
    public static JSObject make(JSRealm realm) {
        var target = new Call().getCallTarget();
        return JSFunction.create(
                realm, JSFunctionData.createCallOnly(realm.getContext(), target, 0, Strings.fromJavaString("crypto")));
    }

    private static final class Call extends JavaScriptRootNode {
        Call() {
            super(JavaScriptLanguage.getCurrentLanguage());
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return run(frame.getArguments());
        }

        @TruffleBoundary
        private Object run(Object[] frame) {
            StackRoom.checkForLoading();
            try {
                var given = new Given(JSArguments.extractUserArguments(frame));
                return guest(CryptoFunctions.call(given.text(), given));
            } catch (Refusal e) {
                return Strings.fromJavaString("!" + e.name() + ":" + e.getMessage());
            } catch (IllegalArgumentException e) {
                throw Errors.createTypeError(String.valueOf(e.getMessage()));
            }
        }

        private static Object guest(@Nullable Object answer) {
            var realm = JSRealm.get(null);
            return switch (answer) {
                case null -> Null.instance;
                case String text -> Strings.fromJavaString(text);
                case Boolean truth -> truth;
                case ByteBuffer bytes -> JSArrayBuffer.createArrayBuffer(realm.getContext(), realm, bytes.array());
                default -> throw new IllegalStateException("no guest may see a " + answer.getClass());
            };
        }
    }

    private static final class Given implements Arguments {
        private static final byte[] NONE = {};

        private final Object[] arguments;
        private int at;

        Given(Object[] arguments) {
            this.arguments = arguments;
        }

        private Object next() {
            return at < arguments.length ? arguments[at++] : Undefined.instance;
        }

        private static boolean isNothing(Object value) {
            return value == Undefined.instance || value == Null.instance;
        }

        @Override
        public String text() {
            var text = optionalText();
            if (text == null) throw new IllegalArgumentException("a text is missing");
            return text;
        }

        @Override
        public @Nullable String optionalText() {
            var value = next();
            if (isNothing(value)) return null;
            if (value instanceof TruffleString text) return Strings.toJavaString(text);
            throw new IllegalArgumentException("this is no text");
        }

        @Override
        public long number(long otherwise) {
            var value = next();
            if (isNothing(value)) return otherwise;
            if (value instanceof Number number) return number.longValue();
            throw new IllegalArgumentException("this is no number");
        }

        @Override
        public boolean truth() {
            return Boolean.TRUE.equals(next());
        }

        @Override
        public byte[] bytes() {
            var buffer = next();
            long offset = number(0), length = number(0);
            if (isNothing(buffer)) return NONE;
            var buffers = InteropLibrary.getUncached();
            try {
                if (offset < 0 || length < 0 || offset + length > buffers.getBufferSize(buffer))
                    throw new IllegalArgumentException("not a part of a buffer");
                var bytes = new byte[Math.toIntExact(length)];
                buffers.readBuffer(buffer, offset, bytes, 0, bytes.length);
                return bytes;
            } catch (UnsupportedMessageException | InvalidBufferOffsetException e) {
                throw new IllegalArgumentException("not a part of a buffer", e);
            }
        }

        @Override
        public Key key() {
            if (next() instanceof JSDynamicObject object
                    && JSObjectUtil.getHiddenProperty(object, KEY) instanceof Key key) return key;
            throw new IllegalArgumentException("A CryptoKey is needed");
        }

        @Override
        public Consumer<Key> holder() {
            var object = (JSDynamicObject) next();
            return key -> JSObjectUtil.putHiddenProperty(object, KEY, key);
        }
    }
}
