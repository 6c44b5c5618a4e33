package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the worker keeps of one realm: the builtin functions that were asked for, and the entry of the prelude. */
final class RealmKeep implements Copyable, Cloneable {
    private final JSRealm realm;
    /** By the place of their object in the order in which a realm is built, then by their place on it. */
    private @Nullable JSFunctionObject[] @Nullable [] made = new JSFunctionObject[0][];

    private @Nullable JSDynamicObject entry;
    /** By the pieces of the image: those that this realm has a copy of. */
    private Object @Nullable [][] copied;

    private int built;
    private boolean complete;

    private RealmKeep(JSRealm realm) {
        this.realm = realm;
    }

    static RealmKeep of(JSRealm realm) {
        var place = (Kept) realm;
        if (place.mayflyKept() instanceof RealmKeep known) return known;
        var keep = new RealmKeep(realm);
        place.mayflyKept(keep);
        return keep;
    }

    /** The number of the object that gets its functions now. */
    int next() {
        return built++;
    }

    JSFunctionObject get(LazyFunction function) {
        var ofObject = function.object() < made.length ? made[function.object()] : null;
        var known = ofObject != null && function.place() < ofObject.length ? ofObject[function.place()] : null;
        return known == null ? make(function) : known;
    }

    @TruffleBoundary
    private JSFunctionObject make(LazyFunction function) {
        int object = function.object(), place = function.place();
        if (made.length <= object) {
            int objects = Realms.of(realm.getContext()).blueprints().count();
            made = Arrays.copyOf(made, Math.max(objects, object + 1));
        }
        var ofObject = made[object];
        if (ofObject == null) ofObject = made[object] = new JSFunctionObject[place + 4];
        else if (ofObject.length <= place) ofObject = made[object] = Arrays.copyOf(ofObject, place + 8);
        return ofObject[place] = JSFunction.create(realm, function.data());
    }

    @Nullable
    JSDynamicObject entry() {
        return entry;
    }

    /** From now on copies of this realm need nothing but their own clock. */
    void complete(JSDynamicObject entryOfPrelude) {
        entry = entryOfPrelude;
        complete = true;
    }

    void copied(Object[][] copies) {
        copied = copies;
    }

    Object @Nullable [][] copied() {
        return copied;
    }

    boolean isComplete() {
        return complete;
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
