package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.PromiseRejectionTracker;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Promises of one isolate that were rejected while nobody handled that. What is still so when the turn ends is reported, once. The
 * engine calls here only when a promise is rejected, and once at the end of each turn.
 */
public final class Rejections implements PromiseRejectionTracker {
    /** Rejections of one turn that are remembered; further ones are not reported. */
    static final int REMEMBERED_MAX = 1_000;

    private final Map<JSDynamicObject, Object> unhandled = new LinkedHashMap<>(0);
    private final Report report = new Report();
    private boolean reporting;

    /** Leads out of the isolate: as a node it is where the measurement of its heap stops. */
    private static final class Report extends Node {
        private @Nullable Consumer<Value> to;
    }

    private Rejections() {}

    /** Watches the context that this thread is in. */
    static Rejections watch() {
        var realm = JSRealm.get(null);
        var rejections = new Rejections();
        realm.getContext().setPromiseRejectionTracker(realm.getAgent(), rejections);
        return rejections;
    }

    /** Reports from now on, at first what was noted before. */
    public void reportTo(Consumer<Value> reporter) {
        report.to = reporter;
        promiseReactionJobsProcessed();
    }

    @Override
    public void promiseRejected(JSDynamicObject promise, Object reason) {
        if (unhandled.size() < REMEMBERED_MAX) unhandled.put(promise, reason);
    }

    @Override
    public void promiseRejectionHandled(JSDynamicObject promise) {
        unhandled.remove(promise);
    }

    /** Telling a reason may run the guest's code, which may reject more: that is told in the same go, under the guest's limits. */
    @Override
    public void promiseReactionJobsProcessed() {
        var reporter = report.to;
        if (unhandled.isEmpty() || reporter == null || reporting) return;
        reporting = true;
        try {
            while (!unhandled.isEmpty()) {
                var promise = unhandled.keySet().iterator().next();
                reporter.accept(Context.getCurrent().asValue(unhandled.remove(promise)));
            }
        } finally {
            reporting = false;
        }
    }

    @Override
    public void promiseRejectedAfterResolved(JSDynamicObject promise, Object value) {}

    @Override
    public void promiseResolvedAfterResolved(JSDynamicObject promise, Object value) {}
}
