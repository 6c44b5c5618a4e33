package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.objects.AsyncContext;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.objects.Undefined;
import java.util.List;

/**
 * Values that go along with whatever a piece of code begins: the engine hands them to each reaction of a promise, and so across each
 * {@code await}. To the prelude such a set of values is an object without properties.
 */
final class AsyncContexts {
    static final List<String> FUNCTIONS = List.of("contextGet", "contextWith", "contextSwap");
    private static final HiddenKey VALUES = new HiddenKey("mayfly.async-context");

    private AsyncContexts() {}

    static Object call(JSRealm realm, String name, Object[] arguments) {
        var agent = realm.getAgent();
        return switch (name) {
            case "contextGet" -> agent.getAsyncContextMapping().getOrDefault((Symbol) arguments[0], Undefined.instance);
            case "contextWith" ->
                object(realm, agent.getAsyncContextMapping().withMapping((Symbol) arguments[0], arguments[1]));
            case "contextSwap" -> object(realm, agent.asyncContextSwap(values(arguments[0])));
            default -> throw new IllegalArgumentException("no function " + name);
        };
    }

    private static JSDynamicObject object(JSRealm realm, AsyncContext values) {
        var object = JSOrdinary.createWithNullPrototype(realm.getContext());
        JSObjectUtil.putHiddenProperty(object, VALUES, values);
        return object;
    }

    private static AsyncContext values(Object object) {
        return object instanceof JSDynamicObject made
                        && JSObjectUtil.getHiddenProperty(made, VALUES) instanceof AsyncContext values
                ? values
                : AsyncContext.empty();
    }
}
