package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.js.runtime.JSAgent;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the realms of an engine: as the engine would, until one of them was taken as the image that all further ones are copied from. */
public final class Realms {
    /** One realm shows which functions its objects get, the next how they look with them; only then are all further ones alike. */
    public static final int BUILT_BEFORE_IMAGE = 2;

    private static final MethodHandle BUILD;
    private static final MethodHandle AGENT;
    private static final MethodHandle CLOCK;

    static {
        try {
            var context = MethodHandles.privateLookupIn(JSContext.class, MethodHandles.lookup());
            BUILD = context.findVirtual(
                    JSContext.class,
                    "createRealm",
                    MethodType.methodType(JSRealm.class, TruffleLanguage.Env.class, JSRealm.class));
            AGENT = context.findVirtual(JSContext.class, "createAgent", MethodType.methodType(JSAgent.class));
            CLOCK = MethodHandles.privateLookupIn(JSRealm.class, MethodHandles.lookup())
                    .findVirtual(JSRealm.class, "initTimeOffsetAndRandom", MethodType.methodType(void.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Blueprints blueprints = new Blueprints();
    private final MemberPlaces memberPlaces = new MemberPlaces();
    private volatile @Nullable RealmImage image;

    private Realms() {}

    static Realms of(JSContext context) {
        var place = (Kept) context;
        if (place.mayflyKept() instanceof Realms known) return known;
        synchronized (context) {
            if (place.mayflyKept() instanceof Realms known) return known;
            var realms = new Realms();
            place.mayflyKept(realms);
            return realms;
        }
    }

    Blueprints blueprints() {
        return blueprints;
    }

    /** Where objects that come out of texts keep their members, in this engine. */
    MemberPlaces memberPlaces() {
        return memberPlaces;
    }

    /**
     * From now on all realms of this engine are copies of this one, in which the prelude was evaluated; nobody may touch it any more.
     *
     * @param entry of the prelude
     * @param parts of the prelude that were evaluated: a copy has them from when it first asks for them
     * @return how many objects a copy has
     */
    public static int copyFromNowOn(JSRealm realm, JSDynamicObject entry, Map<String, JSDynamicObject> parts) {
        RealmKeep.of(realm).complete(entry);
        var taken = RealmImage.of(realm, parts);
        of(realm.getContext()).image = taken;
        return taken.size();
    }

    /** The entry of the prelude in a copied realm. */
    public static JSDynamicObject entry(JSRealm realm) {
        return Objects.requireNonNull(RealmKeep.of(realm).entry(), "the realm is no copy");
    }

    /** A part of the prelude that was evaluated when the image was taken, this realm's own. */
    public static Optional<JSDynamicObject> part(JSRealm realm, String name) {
        var image = of(realm.getContext()).image;
        var copied = RealmKeep.of(realm).copied();
        if (image == null || copied == null) return Optional.empty();
        return Optional.ofNullable((JSDynamicObject) image.part(name, copied));
    }

    /** Woven in place of the engine's method of this name. */
    public static JSRealm createRealm(JSContext context, TruffleLanguage.Env env) {
        var image = of(context).image;
        try {
            if (image == null) return (JSRealm) BUILD.invokeExact(context, env, (JSRealm) null);
            var realm = image.copy(env);
            realm.setAgent((JSAgent) AGENT.invokeExact(context));
            return realm;
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** Woven before the engine's initialisation of a realm: a copy has all of it but what no two realms share. */
    public static boolean isInitialised(JSRealm realm) {
        if (!RealmKeep.of(realm).isComplete()) return false;
        try {
            CLOCK.invokeExact(realm);
        } catch (Throwable e) {
            throw unchecked(e);
        }
        return true;
    }

    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) throw error;
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException("a realm cannot be made", e);
    }
}
