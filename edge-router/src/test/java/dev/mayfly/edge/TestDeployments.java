package dev.mayfly.edge;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A control plane that does what the test says. */
@Singleton
public class TestDeployments implements Deployments {
    private record Change(long revision, Deployment deployed, Removed removed, String capped) {}

    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Uni<Bundle>> bundles = new ConcurrentHashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    private long revision = 1;

    @Override
    public synchronized Uni<Changes> changes(long since) {
        asked.incrementAndGet();
        List<Deployment> deployed = new ArrayList<>();
        List<Removed> removed = new ArrayList<>();
        List<String> capped = new ArrayList<>();
        for (Change change : changes) {
            if (change.revision <= since) continue;
            if (change.deployed != null) deployed.add(change.deployed);
            else if (since != 0 && change.capped != null) capped.add(change.capped);
            else if (since != 0) removed.add(change.removed);
        }
        return Uni.createFrom().item(new Changes(revision, deployed, removed, capped, since == 0));
    }

    @Override
    public Uni<Bundle> bundle(String hash) {
        Uni<Bundle> bundle = bundles.get(hash);
        return bundle == null ? Uni.createFrom().failure(new Problem.NotFound("no bundle " + hash)) : bundle;
    }

    synchronized long deployed(Deployment deployment) {
        forget(deployment.account(), deployment.function());
        changes.add(new Change(++revision, deployment, null, null));
        return revision;
    }

    synchronized long removed(String account, String function) {
        forget(account, function);
        changes.add(new Change(++revision, null, new Removed(account, function), null));
        return revision;
    }

    synchronized long capped(String account) {
        changes.add(new Change(++revision, null, null, account));
        return revision;
    }

    void bundle(String hash, Uni<Bundle> bundle) {
        bundles.put(hash, bundle);
    }

    private void forget(String account, String function) {
        changes.removeIf(c -> c.deployed != null
                ? c.deployed.account().equals(account) && c.deployed.function().equals(function)
                : c.removed != null
                        && c.removed.account().equals(account)
                        && c.removed.function().equals(function));
    }
}
