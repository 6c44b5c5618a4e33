package dev.mayfly.isolates.deployment;

import dev.mayfly.isolates.IsolateHostProducer;
import dev.mayfly.isolates.IsolateMetrics;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;
import java.util.Optional;

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

    @BuildStep
    void metrics(Optional<MetricsCapabilityBuildItem> metrics, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (metrics.filter(m -> m.metricsSupported(MetricsFactory.MICROMETER)).isPresent())
            beans.produce(AdditionalBeanBuildItem.unremovableOf(IsolateMetrics.class));
    }

    /** Unix domain sockets exist in Vert.x only on its native transport. */
    @BuildStep
    RunTimeConfigurationDefaultBuildItem nativeTransport() {
        return new RunTimeConfigurationDefaultBuildItem("quarkus.vertx.prefer-native-transport", "true");
    }
}
