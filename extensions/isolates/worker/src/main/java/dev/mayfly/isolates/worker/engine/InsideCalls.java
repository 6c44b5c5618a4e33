package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.js.lang.JavaScriptLanguage;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSCollectionIteratorObject;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSMapIteratorObject;
import com.oracle.truffle.js.runtime.builtins.JSPromise;
import com.oracle.truffle.js.runtime.builtins.JSPromiseObject;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.builtins.JSProxyObject;
import com.oracle.truffle.js.runtime.builtins.JSSetIteratorObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import java.util.ArrayList;

/**
 * {@code host.inside(value)}: what a promise, a Proxy, or an iterator of a Map or a Set holds, which no JavaScript can tell without changing it or
 * asking the author's traps. An array of a word and what is there: {@code pending}, {@code fulfilled} or {@code rejected} and the outcome;
 * {@code proxy}, its target and its handler, unless it was revoked; {@code Map} or {@code Set}, whether it gives pairs, and an array of what it has
 * still to give, at most {@value #MOST} of them. Undefined for all else.
 */
public final class InsideCalls {
    /** Entries that are looked at; more than are ever shown. */
    private static final int MOST = 1001;

    private InsideCalls() {}

    /** The function, in the realm that this thread is in. */
    public static JSObject make(JSRealm realm) {
        var target = new Call().getCallTarget();
        return JSFunction.create(
                realm, JSFunctionData.createCallOnly(realm.getContext(), target, 1, Strings.fromJavaString("inside")));
    }

    private static final class Call extends JavaScriptRootNode {
        Call() {
            super(JavaScriptLanguage.getCurrentLanguage());
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return inside(JSRealm.get(this), JSArguments.getUserArgument(frame.getArguments(), 0));
        }

        @TruffleBoundary
        private static JSDynamicObject inside(JSRealm realm, Object value) {
            return switch (value) {
                case JSPromiseObject promise
                when JSPromise.isPending(promise) -> array(realm, Strings.fromJavaString("pending"));
                case JSPromiseObject promise ->
                    array(
                            realm,
                            Strings.fromJavaString(JSPromise.isRejected(promise) ? "rejected" : "fulfilled"),
                            JSPromise.getPromiseResult(promise));
                case JSProxyObject proxy when JSProxy.isRevoked(proxy) -> array(realm, Strings.fromJavaString("proxy"));
                case JSProxyObject proxy ->
                    array(realm, Strings.fromJavaString("proxy"), proxy.getProxyTarget(), proxy.getProxyHandler());
                case JSMapIteratorObject iterator -> left(realm, "Map", iterator);
                case JSSetIteratorObject iterator -> left(realm, "Set", iterator);
                default -> Undefined.instance;
            };
        }

        private static JSDynamicObject left(JSRealm realm, String of, JSCollectionIteratorObject iterator) {
            boolean pairs = iterator.getIterationKind() == JSRuntime.ITERATION_KIND_KEY_PLUS_VALUE;
            boolean keys = iterator.getIterationKind() == JSRuntime.ITERATION_KIND_KEY;
            boolean set = iterator instanceof JSSetIteratorObject;
            var left = new ArrayList<Object>();
            if (iterator.getIteratedObject() != Undefined.instance) {
                var at = iterator.getNextIndex().copy();
                for (int i = 0; i < MOST && at.advance(); i++) {
                    var held = set ? at.getKey() : at.getValue();
                    left.add(pairs ? array(realm, at.getKey(), held) : keys ? at.getKey() : held);
                }
            }
            return array(realm, Strings.fromJavaString(of), pairs, array(realm, left.toArray()));
        }

        private static JSDynamicObject array(JSRealm realm, Object... content) {
            return JSArray.createConstant(realm.getContext(), realm, content);
        }
    }
}
