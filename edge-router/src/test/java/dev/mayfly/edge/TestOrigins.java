package dev.mayfly.edge;

import dev.mayfly.bindings.origins.OriginFeed;
import dev.mayfly.bindings.origins.Origins.Origin;
import dev.mayfly.bindings.origins.Origins.OriginSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A control plane that knows the servers that the test names; each account has one. */
@Singleton
public class TestOrigins implements OriginFeed {
    private record Told(long revision, List<Origin> origins) {}

    private final Map<String, Told> accounts = new LinkedHashMap<>();
    private long revision = 1;

    @Override
    public synchronized Uni<OriginChanges> changes(long since) {
        return Uni.createFrom()
                .item(new OriginChanges(
                        revision,
                        accounts.entrySet().stream()
                                .filter(account -> account.getValue().revision > since)
                                .map(account -> new AccountOrigins(account.getKey(), account.getValue().origins))
                                .toList(),
                        since == 0));
    }

    synchronized long put(String account, String name, OriginSettings settings) {
        return tell(account, List.of(new Origin(name, settings)));
    }

    synchronized long delete(String account) {
        return tell(account, List.of());
    }

    private long tell(String account, List<Origin> origins) {
        // Never before what deployments of the tests have reached: both are told by one channel.
        revision = Math.max(revision + 1, System.nanoTime());
        accounts.put(account, new Told(revision, origins));
        return revision;
    }
}
