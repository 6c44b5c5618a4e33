package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.invocations.InvocationLog;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** What every exchange needs of the process around it. */
@Singleton
class ExchangeServices {
    private final Vertx vertx;
    private final Egress egress;
    private final BindingRegistry bindings;
    private final Author author;
    private final InvocationLog log;

    ExchangeServices(Vertx vertx, Egress egress, BindingRegistry bindings, Author author, InvocationLog log) {
        this.vertx = vertx;
        this.egress = egress;
        this.bindings = bindings;
        this.author = author;
        this.log = log;
    }

    Vertx vertx() {
        return vertx;
    }

    Egress egress() {
        return egress;
    }

    BindingRegistry bindings() {
        return bindings;
    }

    Author author() {
        return author;
    }

    InvocationLog log() {
        return log;
    }
}
