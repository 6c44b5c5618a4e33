package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.TruffleContext;
import com.oracle.truffle.js.runtime.JSRealm;
import dev.mayfly.isolates.realm.LazyGlobal;
import dev.mayfly.isolates.realm.Realms;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** The JavaScript world of one invocation. All but {@link #kill} belongs to the thread that has entered it. */
public final class GuestContext implements AutoCloseable {
    private static final Source AWAIT_MAIN = Source.newBuilder(
                    "js", "(name, done) => void import(name).then(done, () => {})", "mayfly:main")
            .internal(true)
            .buildLiteral();

    private final Context context;
    private final Deployment deployment;
    private final GuestErrors errors;
    private final HeapGauge gauge;
    /** A measurement that is under way ends at once then: the guest could not obey before. */
    private final AtomicBoolean dying = new AtomicBoolean();

    private @Nullable BundleLoader loader;
    private @Nullable Value entry;
    private @Nullable TruffleContext measured;

    public GuestContext(GuestEngine engine, Deployment deployment) {
        this.context = engine.newContext();
        this.deployment = deployment;
        this.errors = new GuestErrors(deployment);
        this.gauge = engine.gauge();
    }

    public void enter() {
        context.enter();
    }

    public void leave() {
        context.leave();
    }

    /** Makes the world of one invocation: the prelude is there already, and speaks to {@code host} from now on. */
    public void install(HostCalls host) {
        measure();
        loader = BundleLoader.install(deployment);
        var realm = JSRealm.get(null);
        HostObject.ask(realm, host);
        if (deployment.node()) LazyGlobal.installNode(realm, Realms.entry(realm));
        entry = context.asValue(Realms.entry(realm));
    }

    /** Makes the bare world ready, so that {@link #live} can look at it. */
    public void measure() {
        context.initialize("js");
        measured = gauge.entered();
    }

    /** An object of this context as the host sees it. */
    public Value value(Object object) {
        return context.asValue(object);
    }

    /** From now on notes which promises are rejected without anybody handling it. */
    public Rejections watchRejections() {
        return Rejections.watch();
    }

    /** Runs the main module; its exports. With a top-level await it may not have run to its end: see {@link #evaluated}. */
    public Value evaluateMain() {
        return context.eval(deployment.mainSource());
    }

    public boolean evaluated() {
        return loader != null && loader.evaluated();
    }

    /** Whether the main module threw instead of running to its end. */
    public boolean evaluationFailed() {
        return loader != null && loader.failed();
    }

    /** Calls back when the main module has run to its end. If it fails instead, the engine throws that out of the turn in which it does. */
    public void whenEvaluated(Object done) {
        context.eval(AWAIT_MAIN).executeVoid("/" + deployment.main(), done);
    }

    /** The object through which the prelude takes requests and events. */
    public Value entry() {
        if (entry == null) throw new IllegalStateException("the context was not installed");
        return entry;
    }

    /** Why a main module cannot be used. */
    public record Refusal(String code, String detail) {}

    public Refusal refusal(PolyglotException e) {
        var modules = Objects.requireNonNull(loader, "the context was not installed");
        if (e.isSyntaxError()) return new Refusal("syntax", errors.syntax(e, modules));
        if (modules.missing().isPresent())
            return new Refusal("no-module", errors.missing(modules.missing().get(), e, modules));
        return new Refusal("threw", errors.detail(e));
    }

    /** What an author learns of a main module whose default export answers nothing. */
    public String noHandler() {
        return errors.noHandler(Objects.requireNonNull(loader, "the context was not installed"));
    }

    /** Where the guest was when it was stopped; empty where that is in none of its files. */
    public String stoppedAt(PolyglotException stopped) {
        return errors.stoppedAt(stopped);
    }

    /** A stack as its author knows it. */
    public String trace(String stack) {
        return errors.trace(stack);
    }

    public String detail(Value thrown) {
        return errors.detail(thrown);
    }

    public String detail(PolyglotException thrown) {
        return errors.detail(thrown);
    }

    /** Live bytes, counted up to somewhat over {@code stopAt}; 0 where they cannot be measured. The context must stand still. */
    public long live(long stopAt) {
        return measured == null ? 0 : gauge.live(measured, stopAt, dying);
    }

    /** Runs {@code action} at the guest's next safepoint, on the thread that it is on. */
    public void atSafepoint(Thread thread, Runnable action) {
        if (measured != null) gauge.atSafepoint(measured, thread, action);
    }

    /** Ends whatever runs in here; waits until it has. Any thread but one inside may do it. */
    public void kill() {
        dying.set(true);
        context.close(true);
    }

    @Override
    public void close() {
        context.close();
    }
}
