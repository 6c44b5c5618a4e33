package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.deployments.Deployments.Changes;
import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.problem.Problem;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Deployments} keeps to. */
public abstract class DeploymentsContract extends ContractSuite<Deployments> {
    /** Deploys some function of {@link #account()}, the same one each time. */
    protected abstract void deployed();

    @Test
    void everythingIsThereFromTheStart() {
        deployed();
        Changes all = call(As.PLATFORM, deployments -> deployments.changes(0));
        assertThat(all.deployed()).extracting(Deployment::account).contains(account());
    }

    @Test
    void nothingHasChangedSinceTheLastRevision() {
        deployed();
        Changes all = call(As.PLATFORM, deployments -> deployments.changes(0));
        Changes none = call(As.PLATFORM, deployments -> deployments.changes(all.revision()));
        assertThat(none.revision()).isEqualTo(all.revision());
        assertThat(none.deployed()).isEmpty();
        assertThat(none.removed()).isEmpty();
    }

    @Test
    void deploymentRaisesTheRevision() {
        deployed();
        long before = call(As.PLATFORM, deployments -> deployments.changes(0)).revision();
        deployed();
        Changes after = call(As.PLATFORM, deployments -> deployments.changes(before));
        assertThat(after.revision()).isGreaterThan(before);
        assertThat(after.deployed()).extracting(Deployment::account).containsExactly(account());
    }

    @Test
    void bundleIsFoundByItsHash() {
        deployed();
        Deployment deployment = call(As.PLATFORM, deployments -> deployments.changes(0)).deployed().stream()
                .filter(one -> one.account().equals(account()))
                .findFirst()
                .orElseThrow();
        Bundle bundle = call(As.PLATFORM, deployments -> deployments.bundle(deployment.bundle()));
        assertThat(bundle.modules()).extracting(Bundle.Module::name).contains(bundle.mainModule());
    }

    @Test
    void unknownBundleIsNotFound() {
        refused(Problem.NotFound.class, As.PLATFORM, deployments -> deployments.bundle("0".repeat(64)));
    }

    @Test
    void onlyThePlatformSeesThem() {
        refusedToAllButThePlatform(deployments -> deployments.changes(0));
        refusedToAllButThePlatform(deployments -> deployments.bundle("0".repeat(64)));
    }
}
