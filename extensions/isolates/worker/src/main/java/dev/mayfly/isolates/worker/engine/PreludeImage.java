package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import dev.mayfly.isolates.realm.LazyGlobal;
import dev.mayfly.isolates.realm.Realms;
import dev.mayfly.isolates.worker.web.Prelude;
import org.graalvm.polyglot.Context;

/**
 * The context in which the prelude was evaluated, once for a worker: all isolates are copies of it. It stays open, and nobody enters it
 * again.
 */
record PreludeImage(Context context, int objects) implements AutoCloseable {
    /** The parts that many functions use; all others are evaluated by the isolate that asks for them. */
    private static final String READY = "headers,body,request,url,env,language";

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
            return new PreludeImage(context, Realms.copyFromNowOn(realm, entry(realm)));
        } finally {
            context.leave();
        }
    }

    private static JSDynamicObject entry(JSRealm realm) {
        var install = (JSFunctionObject)
                realm.getEnv().parseInternal(Prelude.internal("core")).call();
        var host = HostObject.make(realm);
        var entry = (JSDynamicObject)
                JSFunction.call(JSArguments.create(Undefined.instance, install, host, Strings.fromJavaString(READY)));
        LazyGlobal.install(realm, entry);
        return entry;
    }

    @Override
    public void close() {
        context.close(true);
    }
}
