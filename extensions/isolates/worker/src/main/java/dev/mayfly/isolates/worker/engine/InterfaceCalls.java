package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.frame.VirtualFrame;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.lang.JavaScriptLanguage;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JavaScriptRootNode;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.objects.JSAttributes;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import java.util.Set;

/**
 * {@code host.expose(Class)}: makes the members of a class enumerable, as Web IDL has those of an interface. They stay where they are in its
 * shape: only flags change.
 */
public final class InterfaceCalls {
    private static final Set<TruffleString> OF_FUNCTIONS = Set.of(
            Strings.fromJavaString("length"), Strings.fromJavaString("name"), Strings.fromJavaString("prototype"));
    private static final Set<TruffleString> OF_PROTOTYPES = Set.of(Strings.fromJavaString("constructor"));

    private InterfaceCalls() {}

    /** The function, in the realm that this thread is in. */
    public static JSObject make(JSRealm realm) {
        var target = new Call().getCallTarget();
        return JSFunction.create(
                realm, JSFunctionData.createCallOnly(realm.getContext(), target, 1, Strings.fromJavaString("expose")));
    }

    private static final class Call extends JavaScriptRootNode {
        Call() {
            super(JavaScriptLanguage.getCurrentLanguage());
        }

        @Override
        public Object execute(VirtualFrame frame) {
            return expose(frame.getArguments());
        }

        @TruffleBoundary
        private static Object expose(Object[] frame) {
            var constructor = (JSDynamicObject) JSArguments.getUserArgument(frame, 0);
            if (JSObject.get(constructor, Strings.fromJavaString("prototype")) instanceof JSDynamicObject prototype
                    && prototype != Undefined.instance) {
                show(constructor, OF_FUNCTIONS);
                show(prototype, OF_PROTOTYPES);
            }
            return Undefined.instance;
        }

        private static void show(JSDynamicObject object, Set<TruffleString> hidden) {
            for (var key : object.getShape().getKeyList()) {
                if (key instanceof TruffleString name && !hidden.contains(name))
                    JSDynamicObject.updatePropertyFlags(object, name, flags -> flags & ~JSAttributes.NOT_ENUMERABLE);
            }
        }
    }
}
