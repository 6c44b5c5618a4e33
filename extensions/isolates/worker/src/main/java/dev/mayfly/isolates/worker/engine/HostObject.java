package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.exception.AbstractTruffleException;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.nodes.ControlFlowException;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.lang.JavaScriptLanguage;
import com.oracle.truffle.js.runtime.Errors;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSArrayBuffer;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.objects.Null;
import dev.mayfly.isolates.realm.LazyFunction;
import dev.mayfly.isolates.realm.Realms;
import dev.mayfly.isolates.worker.web.Prelude;
import dev.mayfly.isolates.worker.web.WebFunctions;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The object through which the prelude reaches Java. To JavaScript it is a plain object with methods, made of nothing that belongs to
 * one isolate, so that it can be part of the image that isolates are copied from: each call looks up whose it is.
 */
final class HostObject {
    /** What asks the isolate; the rest of a host is the same for all. */
    static final Collection<String> ISOLATE = List.of(
            "env",
            "limit",
            "respond",
            "write",
            "end",
            "fail",
            "onWritable",
            "read",
            "stopReading",
            "socketNext",
            "socketSend",
            "socketClose",
            "fetch",
            "call",
            "hangUp",
            "setTimer",
            "clearTimer",
            "now",
            "performanceNow",
            "trace",
            "log",
            "exhausted",
            "codecOpen",
            "codecFeed",
            "codecFinish",
            "codecNext",
            "codecClose",
            "digestOpen",
            "digestFeed",
            "digestCopy",
            "digestEnd",
            "finished",
            "failed");

    private HostObject() {}

    /** Whom a realm's host asks. It is none of the isolate's own: as a node it is where the measurement of its heap stops. */
    private static final class Asked extends Node {
        private final HostCalls isolate;

        Asked(HostCalls isolate) {
            this.isolate = isolate;
        }
    }

    /** From now on the realm's host asks this isolate. */
    static void ask(JSRealm realm, HostCalls isolate) {
        realm.setEmbedderData(new Asked(isolate));
    }

    /** A host in the realm that this thread is in; it asks whoever {@link #ask} names. */
    static JSObject make(JSRealm realm) {
        var calls = new LinkedHashMap<String, HostRoot>();
        for (var name : ISOLATE) calls.put(name, new IsolateCall(name));
        calls.put("part", new PartCall());
        for (var name : AsyncContexts.FUNCTIONS) calls.put(name, new AsyncContextCall(name));
        var host = object(realm, calls);
        var webCalls = new LinkedHashMap<String, HostRoot>();
        for (var name : WebFunctions.names()) webCalls.put(name, new WebCall(name));
        var web = object(realm, webCalls);
        JSObjectUtil.putDataProperty(host, Strings.fromJavaString("web"), web);
        JSObjectUtil.putDataProperty(host, Strings.fromJavaString("crypto"), CryptoCalls.make(realm));
        JSObjectUtil.putDataProperty(host, Strings.fromJavaString("html"), HtmlCalls.make(realm));
        JSObjectUtil.putDataProperty(host, Strings.fromJavaString("isProxy"), ProxyCalls.make(realm));
        JSObjectUtil.putDataProperty(host, Strings.fromJavaString("inside"), InsideCalls.make(realm));
        JSObjectUtil.putDataProperty(host, Strings.fromJavaString("expose"), InterfaceCalls.make(realm));
        return host;
    }

    private static JSObject object(JSRealm realm, Map<String, HostRoot> calls) {
        var object = JSOrdinary.createWithNullPrototype(realm.getContext());
        var functions = new LinkedHashMap<TruffleString, JSFunctionData>();
        calls.forEach((name, root) -> {
            var key = Strings.fromJavaString(name);
            functions.put(key, JSFunctionData.createCallOnly(realm.getContext(), root.getCallTarget(), 0, key));
        });
        LazyFunction.put(realm, object, functions);
        return object;
    }

    /** A function in Java: what it throws becomes an error that JavaScript can catch, unless the isolate is being ended. */
    private abstract static class HostRoot extends JavaScriptRootNode {
        HostRoot() {
            super(JavaScriptLanguage.getCurrentLanguage());
        }

        @Override
        public final Object execute(VirtualFrame frame) {
            return run(frame.getArguments());
        }

        @TruffleBoundary
        private Object run(Object[] frame) {
            var realm = JSRealm.get(null);
            try {
                return guest(realm, answer(realm, JSArguments.extractUserArguments(frame)));
            } catch (AbstractTruffleException | ControlFlowException e) {
                throw e;
            } catch (PolyglotException e) {
                if (e.isCancelled() || e.isResourceExhausted()) throw e;
                throw Errors.createError(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                throw Errors.createTypeError(String.valueOf(e.getMessage()));
            }
        }

        abstract @Nullable Object answer(JSRealm realm, Object[] arguments);

        static HostCalls isolate(JSRealm realm) {
            return ((Asked) realm.getEmbedderData()).isolate;
        }

        static Value[] values(HostCalls isolate, Object[] arguments) {
            var values = new Value[arguments.length];
            for (int i = 0; i < values.length; i++) values[i] = isolate.value(JSRuntime.exportValue(arguments[i]));
            return values;
        }

        private static Object guest(JSRealm realm, @Nullable Object answer) {
            return switch (answer) {
                case null -> Null.instance;
                case String text -> Strings.fromJavaString(text);
                case Integer number -> number;
                case Long number -> (double) number;
                case Double number -> number;
                case Boolean truth -> truth;
                case ByteBuffer bytes -> JSArrayBuffer.createArrayBuffer(realm.getContext(), realm, own(bytes));
                case JSDynamicObject object -> object;
                default -> throw new IllegalStateException("no guest may see a " + answer.getClass());
            };
        }

        private static byte[] own(ByteBuffer bytes) {
            boolean whole = bytes.arrayOffset() == 0 && bytes.remaining() == bytes.array().length;
            return whole
                    ? bytes.array()
                    : Arrays.copyOfRange(
                            bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.arrayOffset() + bytes.limit());
        }
    }

    private static final class IsolateCall extends HostRoot {
        private final String name;

        IsolateCall(String name) {
            this.name = name;
        }

        @Override
        @Nullable
        Object answer(JSRealm realm, Object[] arguments) {
            var isolate = isolate(realm);
            return isolate.call(name, values(isolate, arguments));
        }
    }

    private static final class WebCall extends HostRoot {
        private final String name;

        WebCall(String name) {
            this.name = name;
        }

        @Override
        @Nullable
        Object answer(JSRealm realm, Object[] arguments) {
            return WebFunctions.call(name, values(isolate(realm), arguments));
        }
    }

    /** What follows an invocation through its promises. */
    private static final class AsyncContextCall extends HostRoot {
        private final String name;

        AsyncContextCall(String name) {
            this.name = name;
        }

        @Override
        Object answer(JSRealm realm, Object[] arguments) {
            return AsyncContexts.call(realm, name, arguments);
        }
    }

    /** {@code host.part(name)}: a part of the prelude that isolates are born with, or the function that makes it. */
    private static final class PartCall extends HostRoot {
        @Override
        Object answer(JSRealm realm, Object[] arguments) {
            var name = String.valueOf(arguments[0]);
            var ready = Realms.part(realm, name);
            return ready.isPresent()
                    ? ready.get()
                    : realm.getEnv().parseInternal(Prelude.internal(name)).call();
        }
    }
}
