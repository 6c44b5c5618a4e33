package dev.mayfly.bindings.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.Binding;
import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.PlatformOnly;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The build refuses contracts that could not be guarded, and says all that is wrong at once. */
class BrokenContractTest {
    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Leaky.class, LeakyOwner.class))
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining(
                            "Leaky.everything needs a parameter @PathParam(\"account\") or must be @OperatorOnly or @PlatformOnly")
                    .hasStackTraceContaining("Leaky.note must say which action it takes: @Needs")
                    .hasStackTraceContaining("Leaky.now must return a Uni")
                    .hasStackTraceContaining("Leaky.note is there twice")
                    .hasStackTraceContaining("Leaky.own is for functions and has no parameter @PathParam(\"account\")")
                    .hasStackTraceContaining("LeakyOwner.beside needs a parameter @PathParam(\"account\")"));

    @Test
    void isRefused() {
        throw new AssertionError("the application must not start");
    }

    @Contract(owner = "leaky-service")
    @Binding("leaky")
    @Path("/v1/leaky/{account}")
    public interface Leaky {
        @GET
        @Path("everything")
        Uni<String> everything();

        @GET
        String now(@PathParam("account") String account);

        @GET
        @Path("a")
        Uni<String> note(@PathParam("account") String account);

        @GET
        @Path("a/{b}")
        Uni<String> note(@PathParam("account") String account, @PathParam("b") String b);

        @GET
        @Path("own")
        @PlatformOnly
        Uni<String> own();
    }

    public static class LeakyOwner implements Leaky {
        @Override
        public Uni<String> everything() {
            return Uni.createFrom().nullItem();
        }

        @Override
        public String now(String account) {
            return account;
        }

        @Override
        public Uni<String> note(String account) {
            return Uni.createFrom().item(account);
        }

        @Override
        public Uni<String> note(String account, String b) {
            return Uni.createFrom().item(b);
        }

        @Override
        public Uni<String> own() {
            return Uni.createFrom().nullItem();
        }

        @GET
        @Path("beside")
        public Uni<String> beside() {
            return Uni.createFrom().nullItem();
        }
    }
}
