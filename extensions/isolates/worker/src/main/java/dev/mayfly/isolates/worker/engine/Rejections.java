package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.PromiseRejectionTracker;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
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

    private final SequencedMap<JSDynamicObject, Object> unhandled = new LinkedHashMap<>(0);
    /** Of those that were reported the last ones, in case somebody handles them after all. */
    private final SequencedMap<JSDynamicObject, Object> reported = new LinkedHashMap<>(0);

    private final SequencedMap<JSDynamicObject, Object> handledLate = new LinkedHashMap<>(0);
    private final Report report = new Report();
    private boolean reporting;

    /** Who is told, with the promise and why it was rejected. */
    public interface Reporter {
        void rejected(Value promise, Value reason);

        void handled(Value promise, Value reason);
    }

    /** Leads out of the isolate: as a node it is where the measurement of its heap stops. */
    private static final class Report extends Node {
        private @Nullable Reporter to;
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
    public void reportTo(Reporter reporter) {
        report.to = reporter;
        promiseReactionJobsProcessed();
    }

    @Override
    public void promiseRejected(JSDynamicObject promise, Object reason) {
        if (unhandled.size() < REMEMBERED_MAX) unhandled.put(promise, reason);
    }

    @Override
    public void promiseRejectionHandled(JSDynamicObject promise) {
        if (unhandled.remove(promise) != null) return;
        var reason = reported.remove(promise);
        if (reason != null) handledLate.put(promise, reason);
    }

    /** Telling a reason may run the guest's code, which may reject more: that is told in the same go, under the guest's limits. */
    @Override
    public void promiseReactionJobsProcessed() {
        var reporter = report.to;
        if ((unhandled.isEmpty() && handledLate.isEmpty()) || reporter == null || reporting) return;
        reporting = true;
        try {
            for (var next = unhandled.pollFirstEntry(); next != null; next = unhandled.pollFirstEntry()) {
                remember(next.getKey(), next.getValue());
                reporter.rejected(value(next.getKey()), value(next.getValue()));
            }
            for (var next = handledLate.pollFirstEntry(); next != null; next = handledLate.pollFirstEntry()) {
                reporter.handled(value(next.getKey()), value(next.getValue()));
            }
        } finally {
            reporting = false;
        }
    }

    private void remember(JSDynamicObject promise, Object reason) {
        if (reported.size() >= REMEMBERED_MAX)
            reported.remove(reported.keySet().iterator().next());
        reported.put(promise, reason);
    }

    private static Value value(Object object) {
        return Context.getCurrent().asValue(object);
    }

    @Override
    public void promiseRejectedAfterResolved(JSDynamicObject promise, Object value) {}

    @Override
    public void promiseResolvedAfterResolved(JSDynamicObject promise, Object value) {}
}
