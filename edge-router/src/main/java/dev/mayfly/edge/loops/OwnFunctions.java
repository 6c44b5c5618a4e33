package dev.mayfly.edge.loops;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.egress.OwnDoor;
import dev.mayfly.edge.route.RouteTable;
import dev.mayfly.edge.snapshot.Snapshot;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Knows which URLs lead back to functions of this router, by the same table as requests from outside. */
@Singleton
class OwnFunctions implements OwnDoor {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Snapshot snapshot;
    private final EdgeConfig config;

    OwnFunctions(Snapshot snapshot, EdgeConfig config) {
        this.snapshot = snapshot;
        this.config = config;
    }

    @Override
    public boolean leadsHere(String account, String host, int port, String path) {
        if (port != HTTP && port != HTTPS && port != port()) return false;
        return switch (snapshot.routes().match(host, path)) {
            case RouteTable.Match.Function(var found, var route) ->
                host.endsWith("." + config.baseDomain()) || found.account().equals(account);
            case RouteTable.Match.Nobody nobody -> false;
            case RouteTable.Match.Origin origin -> false;
            case RouteTable.Match.Platform platform -> host.equals(config.baseDomain()) && path.startsWith("/@");
        };
    }

    /** Servers in front of a router may write a path differently, so any {@code @} in it counts. */
    @Override
    public boolean mayLeadHere(String host, String path) {
        return snapshot.routes().match(host, path) instanceof RouteTable.Match.Function
                || path.contains("@")
                || path.contains("%40");
    }

    /** Asked late: a port of 0 is known when the door is open. */
    @Override
    public int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    }
}
