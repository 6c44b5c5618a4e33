package dev.mayfly.edge.transport;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;

/** Found by Vert.x when it is made, behind its own choice of a transport. */
@RegisterForReflection
public class TransportProvider implements VertxServiceProvider {
    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(new GatedTransport(builder.findTransport()));
    }
}
