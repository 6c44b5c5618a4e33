package dev.mayfly.edge.dispatch;

import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.edge.bots.markdown.Pages;
import dev.mayfly.edge.egress.Egress;
import dev.mayfly.edge.flags.Exposures;
import dev.mayfly.edge.invocations.InvocationLog;
import dev.mayfly.edge.loops.Passes;
import dev.mayfly.edge.socket.OpenSockets;
import dev.mayfly.edge.tail.TailReports;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;

/** What every exchange needs of the process around it. */
@Singleton
class ExchangeServices {
    private final Vertx vertx;
    private final Egress egress;
    private final Passes passes;
    private final BindingRegistry bindings;
    private final Author author;
    private final InvocationLog log;
    private final TailReports tails;
    private final OpenSockets sockets;
    private final Pages pages;
    private final Exposures exposures;

    ExchangeServices(
            Vertx vertx,
            Egress egress,
            Passes passes,
            BindingRegistry bindings,
            Author author,
            InvocationLog log,
            TailReports tails,
            OpenSockets sockets,
            Pages pages,
            Exposures exposures) {
        this.vertx = vertx;
        this.egress = egress;
        this.passes = passes;
        this.bindings = bindings;
        this.author = author;
        this.log = log;
        this.tails = tails;
        this.sockets = sockets;
        this.pages = pages;
        this.exposures = exposures;
    }

    Vertx vertx() {
        return vertx;
    }

    Egress egress() {
        return egress;
    }

    Passes passes() {
        return passes;
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

    TailReports tails() {
        return tails;
    }

    Pages pages() {
        return pages;
    }

    Exposures exposures() {
        return exposures;
    }

    OpenSockets sockets() {
        return sockets;
    }
}
