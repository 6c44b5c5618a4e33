package dev.mayfly.bindings.testing;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.Map;
import java.util.function.Function;

/** One of the ways to a contract. A suite cannot tell which one it has. */
public interface Face<C> {
    /** Calls and waits; throws the problem when there was one. */
    <T> T call(As who, Function<C, Uni<T>> call);

    /** In-process, on the bean, for that account. */
    static <C> Face<C> bean(C bean, String account) {
        return new BeanFace<>(bean, account);
    }

    /**
     * Over HTTP, with the contract's remote client. Only inside of a running Quarkus application.
     *
     * @param tokens what each caller shows; whoever has none shows nothing
     */
    static <C> Face<C> http(Class<C> contract, URI server, Map<As, String> tokens) {
        return new HttpFace<>(contract, server, tokens);
    }
}
