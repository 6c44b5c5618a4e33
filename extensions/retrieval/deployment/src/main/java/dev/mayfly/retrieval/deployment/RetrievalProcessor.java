package dev.mayfly.retrieval.deployment;

import dev.mayfly.retrieval.embedding.Embeddings;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedPackageBuildItem;

/** Makes the embedder a bean, and has what it loads at run time along in a native executable. */
class RetrievalProcessor {
    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("mayfly-retrieval");
    }

    @BuildStep
    AdditionalBeanBuildItem embeddings() {
        return AdditionalBeanBuildItem.unremovableOf(Embeddings.class);
    }

    /** Libraries that load code of the machine's do so where they run. */
    @BuildStep
    void natives(BuildProducer<RuntimeInitializedPackageBuildItem> initialized) {
        for (String library : new String[] {"ai.onnxruntime", "ai.djl", "org.apache.lucene"})
            initialized.produce(new RuntimeInitializedPackageBuildItem(library));
    }

    @BuildStep
    NativeImageResourceBuildItem model() {
        return new NativeImageResourceBuildItem("bge-small-en-v1.5-q.onnx", "bge-small-en-v1.5-q-tokenizer.json");
    }
}
