package dev.mayfly.edge.forward;

import dev.mayfly.edge.geography.Geography;
import dev.mayfly.edge.ingress.IncomingRequest;
import dev.mayfly.edge.response.HopByHop;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a server is told of a request: the client's headers, without those that concern only the connection, without any that pretend to
 * come from the platform, and with what the platform knows of the client.
 */
final class ForwardHeaders {
    /** By whom a request was forwarded (RFC 8586): who finds himself there too often, is in a loop. */
    private static final String LOOP = "cdn-loop";

    private static final String OURSELVES = "mayfly";

    private static final Set<String> OURS = Set.of(
            "host",
            "expect",
            "content-length",
            "traceparent",
            "tracestate",
            "forwarded",
            "cf-connecting-ip",
            "x-real-ip",
            "true-client-ip",
            "cf-ipcountry",
            "via",
            LOOP);

    private ForwardHeaders() {}

    /** How often this platform has forwarded the request already. */
    static int passes(MultiMap headers) {
        int passes = 0;
        for (String header : headers.getAll(LOOP))
            for (String member : header.split(",", -1))
                if (member.split(";", 2)[0].strip().equalsIgnoreCase(OURSELVES)) passes++;
        return passes;
    }

    static void write(HttpServerRequest http, IncomingRequest request, Geography geography, MultiMap to) {
        MultiMap sent = http.headers();
        Set<String> hops = HopByHop.named(sent.getAll("connection"));
        for (Map.Entry<String, String> header : sent) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (OURS.contains(name) || isOurs(name) || HopByHop.is(name) || hops.contains(name)) continue;
            to.add(name, header.getValue());
        }
        String client = http.remoteAddress() == null ? "" : http.remoteAddress().hostAddress();
        to.set("x-forwarded-for", joined(sent.getAll("x-forwarded-for"), client));
        to.set("x-forwarded-proto", request.scheme());
        to.set("x-forwarded-host", request.authority().toString());
        to.set("x-real-ip", client);
        geography.country(client).ifPresent(country -> to.set("cf-ipcountry", country));
        to.set("via", joined(sent.getAll("via"), version(http.version()) + " " + OURSELVES));
        to.set(LOOP, joined(sent.getAll(LOOP), OURSELVES));
    }

    private static boolean isOurs(String name) {
        return name.startsWith("mayfly-") || name.startsWith("x-forwarded-");
    }

    private static String joined(List<String> before, String last) {
        return before.isEmpty() ? last : String.join(", ", before) + ", " + last;
    }

    private static String version(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "1.0";
            case HTTP_1_1 -> "1.1";
            case HTTP_2 -> "2";
        };
    }
}
