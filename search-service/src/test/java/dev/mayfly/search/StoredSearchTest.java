package dev.mayfly.search;

import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.SearchContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class StoredSearchTest extends SearchContract {
    @Inject
    Search bean;

    @Override
    protected String account() {
        return "in-process";
    }

    @Override
    protected Face<Search> face() {
        return Face.bean(bean, account());
    }
}
