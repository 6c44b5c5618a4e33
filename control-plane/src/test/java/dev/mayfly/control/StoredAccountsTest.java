package dev.mayfly.control;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.testing.AccountsContract;
import dev.mayfly.bindings.testing.Face;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(Backends.class)
class StoredAccountsTest extends AccountsContract {
    @Inject
    Accounts bean;

    @Override
    protected Face<Accounts> face() {
        return Face.bean(bean, account());
    }
}
