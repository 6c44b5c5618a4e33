package dev.mayfly.edge;

import dev.mayfly.bindings.accounts.TokenLeaks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A control plane that notes which tokens it is told of. */
@Singleton
public class TestLeaks implements TokenLeaks {
    final List<Sighting> told = new CopyOnWriteArrayList<>();

    @Override
    public Uni<Void> flag(Sighting sighting) {
        told.add(sighting);
        return Uni.createFrom().voidItem();
    }
}
