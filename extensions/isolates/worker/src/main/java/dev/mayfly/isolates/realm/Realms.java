package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.js.runtime.JSAgent;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes the realms of an engine. The first few are built as the engine builds them, and show how it is done; the next one becomes the
 * image that all further ones are copied from.
 */
public final class Realms {
    /** One shows which functions its objects get, the next how they look with them, the third is what all are alike to. */
    private static final int BUILT_FIRST = 3;

    private static final MethodHandle BUILD;
    private static final MethodHandle AGENT;

    static {
        try {
            var lookup = MethodHandles.privateLookupIn(JSContext.class, MethodHandles.lookup());
            BUILD = lookup.findVirtual(
                    JSContext.class,
                    "createRealm",
                    MethodType.methodType(JSRealm.class, TruffleLanguage.Env.class, JSRealm.class));
            AGENT = lookup.findVirtual(JSContext.class, "createAgent", MethodType.methodType(JSAgent.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Blueprints blueprints = new Blueprints();
    private final AtomicInteger begun = new AtomicInteger();
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

    /** Whether further realms are copies. */
    static boolean copies(JSContext context) {
        return of(context).image != null;
    }

    Blueprints blueprints() {
        return blueprints;
    }

    /** Woven in place of the engine's method of this name. */
    public static JSRealm createRealm(JSContext context, TruffleLanguage.Env env) {
        var realms = of(context);
        var known = realms.image;
        return known == null ? realms.build(context, env) : copy(known, context, env);
    }

    private JSRealm build(JSContext context, TruffleLanguage.Env env) {
        var realm = build(context, env, null);
        if (begun.incrementAndGet() != BUILT_FIRST) return realm;
        var taken = RealmImage.of(realm, env);
        image = taken;
        return copy(taken, context, env);
    }

    private static JSRealm copy(RealmImage image, JSContext context, TruffleLanguage.Env env) {
        var realm = image.copy(env);
        realm.setAgent(agent(context));
        return realm;
    }

    private static JSRealm build(JSContext context, TruffleLanguage.Env env, @Nullable JSRealm parent) {
        try {
            return (JSRealm) BUILD.invokeExact(context, env, parent);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the engine cannot build a realm", e);
        }
    }

    private static JSAgent agent(JSContext context) {
        try {
            return (JSAgent) AGENT.invokeExact(context);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the engine cannot make an agent", e);
        }
    }
}
