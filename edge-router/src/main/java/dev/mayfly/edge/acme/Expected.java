package dev.mayfly.edge.acme;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What an authority may ask for at this moment, by any of the routers that share the folder. Anybody may ask for it, so the disk is looked at once at a time,
 * however many ask: those who come meanwhile share the look that follows.
 */
final class Expected {
    private final Vertx vertx;
    private final Callable<Map<String, byte[]>> disk;
    private Optional<Promise<Map<String, byte[]>>> next = Optional.empty();
    private boolean looking;

    Expected(Vertx vertx, Callable<Map<String, byte[]>> disk) {
        this.vertx = vertx;
        this.disk = disk;
    }

    /** As it was after this was called. Completes on whatever thread. */
    Future<Optional<byte[]>> content(String name) {
        Promise<Map<String, byte[]>> mine;
        boolean first;
        synchronized (this) {
            mine = next.orElseGet(Promise::promise);
            next = Optional.of(mine);
            first = !looking;
            looking = true;
        }
        if (first) look();
        return mine.future().map(all -> Optional.ofNullable(all.get(name)));
    }

    private void look() {
        Promise<Map<String, byte[]>> asked;
        synchronized (this) {
            asked = next.orElseThrow();
            next = Optional.empty();
        }
        vertx.executeBlocking(disk, false).onComplete(found -> {
            boolean again;
            synchronized (this) {
                again = next.isPresent();
                looking = again;
            }
            if (again) look();
            asked.handle(found);
        });
    }
}
