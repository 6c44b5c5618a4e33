package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The builtin functions of one realm, each made when it is first looked at. */
public final class RealmFunctions implements Copyable, Cloneable {
    private final JSRealm realm;
    private final Blueprints blueprints;
    /** By the place of their object in the order in which a realm is built, then by their place on it. */
    private @Nullable JSFunctionObject[] @Nullable [] made;

    private int built;

    private RealmFunctions(JSRealm realm, Blueprints blueprints) {
        this.realm = realm;
        this.blueprints = blueprints;
        this.made = new JSFunctionObject[blueprints.count()][];
    }

    static RealmFunctions of(JSRealm realm) {
        var place = (Kept) realm;
        if (place.mayflyKept() instanceof RealmFunctions known) return known;
        var functions = new RealmFunctions(realm, Realms.of(realm.getContext()).blueprints());
        place.mayflyKept(functions);
        return functions;
    }

    Blueprints blueprints() {
        return blueprints;
    }

    /** The number of the object whose turn it is. */
    int next() {
        return built++;
    }

    JSFunctionObject get(LazyFunction function) {
        var ofObject = function.object() < made.length ? made[function.object()] : null;
        var known = ofObject == null ? null : ofObject[function.place()];
        return known == null ? make(function) : known;
    }

    @TruffleBoundary
    private JSFunctionObject make(LazyFunction function) {
        if (made.length <= function.object()) made = Arrays.copyOf(made, blueprints.count());
        var ofObject = made[function.object()];
        if (ofObject == null) ofObject = made[function.object()] = new JSFunctionObject[function.places()];
        return ofObject[function.place()] = JSFunction.create(realm, function.data());
    }

    @Override
    public Object mayflyCopy() {
        try {
            return super.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
