package dev.mayfly.control.v4.tail;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tails.Tails.Seen;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.control.ControlConfig;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** All tails that are open in this process, each until it is closed, its reader leaves or does not come, or its time is over. */
@ApplicationScoped
class OpenTails {
    private static final int ID_BYTES = 16;

    private final ControlConfig.Tails config;
    private final Vertx vertx;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Tail> tails = new ConcurrentHashMap<>();

    @Inject
    OpenTails(ControlConfig config, Vertx vertx) {
        this(config.tails(), vertx);
    }

    OpenTails(ControlConfig.Tails config, Vertx vertx) {
        this.config = config;
        this.vertx = vertx;
    }

    synchronized Tail open(Watch watch, TailFilter filter) {
        bound(tails.size(), config.max(), "there are");
        bound(of(watch.account()).size(), config.perAccountMax(), "this account has");
        Tail tail = new Tail(id(), watch, filter, Instant.now().plus(config.lifetime()));
        tails.put(tail.id, tail);
        vertx.setTimer(config.lifetime().toMillis(), timer -> close(tail.id));
        vertx.setTimer(config.connectWithin().toMillis(), timer -> {
            if (!tail.isConnected()) close(tail.id);
        });
        return tail;
    }

    Optional<Tail> find(String id) {
        return Optional.ofNullable(tails.get(id));
    }

    List<Tail> of(String account) {
        return tails.values().stream()
                .filter(tail -> tail.watch.account().equals(account))
                .toList();
    }

    void close(String id) {
        Tail tail = tails.remove(id);
        if (tail != null) tail.end();
    }

    Set<Watch> watched() {
        return tails.values().stream().map(tail -> tail.watch).collect(Collectors.toUnmodifiableSet());
    }

    void tell(Seen seen) {
        Watch watch = new Watch(seen.invocation().account(), seen.invocation().function());
        for (Tail tail : tails.values()) if (tail.watch.equals(watch)) tail.tell(seen);
    }

    private static void bound(int open, int max, String who) {
        if (open >= max)
            throw new Problem.LimitReached("tails", "%s %d tails open already, the most allowed".formatted(who, open));
    }

    private String id() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
