package dev.mayfly.bindings.remote;

import dev.mayfly.bindings.BindingsConfig;
import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.problem.Problem;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/** Makes remote clients of contracts, which show the platform's token and name the caller. */
@Singleton
public class RemoteContracts {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:0");

    private final BindingsConfig config;
    private final PlatformToken token;

    RemoteContracts(BindingsConfig config, PlatformToken token) {
        this.config = config;
        this.token = token;
    }

    /** While the configuration does not say where the owner is, its calls fail with {@link Problem.Unavailable}. */
    public <T> T client(Class<T> contract, String owner) {
        String key = "mayfly.bindings.services.%s.url".formatted(owner);
        Optional<URI> url = address(owner, key);
        if (url.isEmpty()) return unreachable(contract, key);
        if (token.value().isEmpty()) return unreachable(contract, "mayfly.bindings.platform-token");
        long timeoutMs = config.callTimeout().toMillis();
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url.get())
                .connectTimeout(timeoutMs, TimeUnit.MILLISECONDS)
                .readTimeout(timeoutMs, TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .disableDefaultMapper(true)
                .register(new OutgoingCall(token.value().get()))
                .register(new TokenRefused(owner))
                .register(new ProblemReader(owner))
                .build(contract);
    }

    /** An environment variable is found by the whole key only: its name does not tell {@code control-plane} from two words. */
    private Optional<URI> address(String owner, String key) {
        return Optional.ofNullable(config.services().get(owner))
                .map(BindingsConfig.Service::url)
                .or(() -> ConfigProvider.getConfig().getOptionalValue(key, URI.class));
    }

    private static <T> T unreachable(Class<T> contract, String key) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(NOWHERE)
                .register(new Unreachable(key))
                .build(contract);
    }
}
