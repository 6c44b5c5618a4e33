package dev.mayfly.isolates.deployment;

import dev.mayfly.isolates.IsolateHostProducer;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;

/** Makes the isolate host a bean, and gives Vert.x the transport that its sockets need. */
class IsolatesProcessor {
    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("mayfly-isolates");
    }

    @BuildStep
    AdditionalBeanBuildItem host() {
        return AdditionalBeanBuildItem.unremovableOf(IsolateHostProducer.class);
    }

    /** Unix domain sockets exist in Vert.x only on its native transport. */
    @BuildStep
    RunTimeConfigurationDefaultBuildItem nativeTransport() {
        return new RunTimeConfigurationDefaultBuildItem("quarkus.vertx.prefer-native-transport", "true");
    }
}
