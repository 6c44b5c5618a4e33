package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.js.lang.JavaScriptLanguage;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.builtins.JSProxy;
import com.oracle.truffle.js.runtime.objects.JSObject;

/** {@code host.isProxy(value)}: what no JavaScript can tell. */
public final class ProxyCalls {
    private ProxyCalls() {}

    /** The function, in the realm that this thread is in. */
    public static JSObject make(JSRealm realm) {
        var target = new Call().getCallTarget();
        return JSFunction.create(
                realm, JSFunctionData.createCallOnly(realm.getContext(), target, 1, Strings.fromJavaString("isProxy")));
    }

    private static final class Call extends JavaScriptRootNode {
        Call() {
            super(JavaScriptLanguage.getCurrentLanguage());
        }

        @Override
        public Object execute(VirtualFrame frame) {
            var arguments = frame.getArguments();
            return JSArguments.getUserArgumentCount(arguments) > 0
                    && JSProxy.isJSProxy(JSArguments.getUserArgument(arguments, 0));
        }
    }
}
