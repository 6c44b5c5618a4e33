package dev.mayfly.memory;

import dev.mayfly.bindings.memory.Memory;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.MemoryContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class StoredMemoryTest extends MemoryContract {
    @Inject
    Memory bean;

    @Override
    protected String account() {
        return "in-process";
    }

    @Override
    protected Face<Memory> face() {
        return Face.bean(bean, account());
    }
}
