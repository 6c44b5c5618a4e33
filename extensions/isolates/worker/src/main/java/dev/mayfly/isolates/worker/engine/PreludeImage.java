package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import dev.mayfly.isolates.realm.LazyGlobal;
import dev.mayfly.isolates.realm.Realms;
import dev.mayfly.isolates.worker.web.Prelude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graalvm.polyglot.Context;

/**
 * The context in which the prelude was evaluated, once for a worker: all isolates are copies of it. It stays open, and nobody enters it
 * again.
 */
record PreludeImage(Context context, int objects) implements AutoCloseable {
    /**
     * The parts that many functions use: each isolate that asks for one gets a copy of what it evaluated to, here. All others are evaluated by the
     * isolate that asks for them. None of these is a function: that is how the core tells a part from what makes one.
     */
    private static final String READY =
            "headers,body,request,url,env,language,exception,events,encoding,timers,console,inspect,fetch,"
                    + "streams,pump,crypto,subtle,clone,transform,coding,performance,blob,formdata";

    /** Builds the contexts that show how it is done, and the one that all further contexts are copied from. */
    static PreludeImage take(Context.Builder builder) {
        for (int i = 0; i < Realms.BUILT_BEFORE_IMAGE; i++) {
            try (var context = builder.build()) {
                context.initialize("js");
            }
        }
        var context = builder.build();
        context.enter();
        try {
            context.initialize("js");
            SharedSymbols.install();
            var realm = JSRealm.get(null);
            var parts = JSOrdinary.createWithNullPrototype(realm.getContext());
            var entry = entry(realm, parts);
            return new PreludeImage(context, Realms.copyFromNowOn(realm, entry, evaluated(parts)));
        } finally {
            context.leave();
        }
    }

    private static JSDynamicObject entry(JSRealm realm, JSDynamicObject parts) {
        var install = (JSFunctionObject)
                realm.getEnv().parseInternal(Prelude.internal("core")).call();
        var arguments = JSArguments.create(
                Undefined.instance, install, HostObject.make(realm), Strings.fromJavaString(READY), parts);
        var entry = (JSDynamicObject) JSFunction.call(arguments);
        LazyGlobal.install(realm, entry);
        return entry;
    }

    private static Map<String, JSDynamicObject> evaluated(JSDynamicObject parts) {
        var evaluated = new LinkedHashMap<String, JSDynamicObject>();
        for (var name : JSObject.enumerableOwnNames(parts)) {
            var part = (JSDynamicObject) JSObject.get(parts, name);
            if (part instanceof JSFunctionObject) throw new IllegalStateException(name + " is a function");
            evaluated.put(name.toJavaStringUncached(), part);
        }
        return evaluated;
    }

    @Override
    public void close() {
        context.close(true);
    }
}
