package dev.mayfly.search;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** The search service with OpenSearch behind it, and without a model that answers. */
public class OnOpenSearch implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(OpenSearchCluster.class));
    }
}
