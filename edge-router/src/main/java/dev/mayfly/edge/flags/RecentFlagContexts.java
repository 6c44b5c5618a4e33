package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.flags.FlagContexts;
import dev.mayfly.bindings.flags.FlagPlace;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What this router remembers. */
@ApplicationScoped
public class RecentFlagContexts implements FlagContexts {
    private final RecentContexts recent;

    RecentFlagContexts(RecentContexts recent) {
        this.recent = recent;
    }

    @Override
    public Uni<List<JsonNode>> recent(String account, String app, Optional<String> environment) {
        return Uni.createFrom()
                .item(recent.of(account, FlagPlace.of(app, environment)).stream()
                        .flatMap(text -> Contexts.tree(text).stream())
                        .toList());
    }
}
