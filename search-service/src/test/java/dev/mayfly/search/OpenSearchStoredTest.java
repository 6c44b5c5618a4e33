package dev.mayfly.search;

import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.SearchContract;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;

@QuarkusTest
@TestProfile(OnOpenSearch.class)
class OpenSearchStoredTest extends SearchContract {
    @Inject
    Search bean;

    @Override
    protected String account() {
        return "in-opensearch";
    }

    @Override
    protected Face<Search> face() {
        return Face.bean(bean, account());
    }
}
