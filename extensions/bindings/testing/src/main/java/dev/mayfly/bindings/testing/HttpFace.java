package dev.mayfly.bindings.testing;

import dev.mayfly.bindings.remote.ProblemReader;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The contract over HTTP, as a client with a token of its own calls it. */
final class HttpFace<C> implements Face<C> {
    private final Map<As, C> clients = new EnumMap<>(As.class);

    HttpFace(Class<C> contract, URI server, Map<As, String> tokens) {
        for (As who : As.values()) clients.put(who, client(contract, server, Optional.ofNullable(tokens.get(who))));
    }

    @Override
    public <T> T call(As who, Function<C, Uni<T>> call) {
        return call.apply(clients.get(who)).await().atMost(BeanFace.PATIENCE);
    }

    private static <C> C client(Class<C> contract, URI server, Optional<String> token) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(server)
                .disableDefaultMapper(true)
                .register(new ProblemReader("the owner"))
                .register(new Bearer(token))
                .build(contract);
    }

    private record Bearer(Optional<String> token) implements ClientRequestFilter {
        @Override
        public void filter(jakarta.ws.rs.client.ClientRequestContext request) {
            token.ifPresent(text -> request.getHeaders().putSingle(HttpHeaders.AUTHORIZATION, "Bearer " + text));
        }
    }
}
