package dev.mayfly.edge.ingress;

import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.geography.Whereabouts;
import dev.mayfly.edge.response.HopByHop;
import dev.mayfly.edge.socket.Handshake;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The headers that a function sees: the client's, without those that concern only the connection, without any that pretend to come
 * from the platform, and with what the platform knows of the client.
 */
public final class ClientHeaders {
    /** As Cloudflare names it; not there where no country is known. */
    private static final String COUNTRY = "cf-ipcountry";

    /** By which functions that were written for elsewhere know their client. */
    private static final List<String> CLIENT = List.of("cf-connecting-ip", "x-real-ip");

    private static final Set<String> OURS = Set.of(
            "host",
            "expect",
            "traceparent",
            "x-forwarded-for",
            "x-forwarded-proto",
            "x-forwarded-host",
            "cf-connecting-ip",
            "x-real-ip",
            "true-client-ip",
            COUNTRY);

    private ClientHeaders() {}

    /** Names in lower case and values, in turn. */
    public static List<String> of(
            HttpServerRequest http, IncomingRequest request, String traceparent, Geography geography) {
        MultiMap sent = http.headers();
        Set<String> hops = HopByHop.named(sent.getAll("connection"));
        List<String> headers = new ArrayList<>(2 * sent.size() + 20);
        headers.add("host");
        headers.add(request.authority().toString());
        for (Map.Entry<String, String> header : sent) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (OURS.contains(name) || name.startsWith("mayfly-") || HopByHop.is(name) || hops.contains(name)) continue;
            headers.add(name);
            headers.add(header.getValue());
        }
        if (Handshake.isAskedFor(http)) add(headers, "upgrade", Handshake.WEBSOCKET);
        String client = http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
        String forwarded = String.join(", ", sent.getAll("x-forwarded-for"));
        add(headers, "x-forwarded-for", forwarded.isEmpty() ? client : forwarded + ", " + client);
        add(headers, "x-forwarded-proto", request.scheme());
        add(headers, "x-forwarded-host", request.authority().toString());
        add(headers, "mayfly-client-ip", client);
        for (String name : CLIENT) add(headers, name, client);
        Whereabouts whereabouts = http instanceof ToldRequest told ? told.whereabouts() : geography.of(client, http);
        whereabouts.country().ifPresent(country -> add(headers, COUNTRY, country));
        add(headers, "mayfly-cf", whereabouts.cf());
        add(headers, "traceparent", traceparent);
        return headers;
    }

    private static void add(List<String> headers, String name, String value) {
        headers.add(name);
        headers.add(value);
    }
}
