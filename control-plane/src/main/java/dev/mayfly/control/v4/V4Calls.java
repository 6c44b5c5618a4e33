package dev.mayfly.control.v4;

import dev.mayfly.control.v4.V4Call.Answering;
import dev.mayfly.control.v4.tail.TailCalls;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** All calls of the v4 API that Mayfly answers. */
@ApplicationScoped
class V4Calls {
    private static final String WORKERS = "/accounts/:account/workers";
    private static final String SCRIPT = WORKERS + "/scripts/:script";

    private final List<Entry> all;
    private final List<OpenEntry> open;

    /** What a call's body may be. */
    enum Body {
        SMALL,
        UPLOAD
    }

    record Entry(HttpMethod method, String path, Body body, Answering answering) {}

    /** Posted by people without a token. */
    record OpenEntry(String path, OpenCall.Answering answering) {}

    V4Calls(
            Identity identity,
            Scripts scripts,
            Versions versions,
            Secrets secrets,
            Triggers triggers,
            TailCalls tails,
            TemporaryPreviews previews) {
        this.open = List.of(
                new OpenEntry("/provisioning/previews/challenge", previews::challenge),
                new OpenEntry("/provisioning/previews", previews::make));
        this.all = List.of(
                get("/user", identity::user),
                get("/user/tokens/verify", identity::token),
                get("/accounts", identity::accounts),
                get("/accounts/:account", identity::account),
                get("/memberships", identity::memberships),
                get(WORKERS + "/scripts", scripts::list),
                upload(HttpMethod.PUT, SCRIPT, scripts::put),
                call(HttpMethod.DELETE, SCRIPT, scripts::delete),
                get(WORKERS + "/services/:script", scripts::service),
                get(WORKERS + "/workers/:script", scripts::worker),
                call(HttpMethod.DELETE, WORKERS + "/services/:script", scripts::delete),
                get(SCRIPT + "/settings", scripts::settings),
                call(HttpMethod.PATCH, SCRIPT + "/settings", secrets::patchSettings),
                get(SCRIPT + "/script-settings", scripts::scriptSettings),
                call(HttpMethod.PATCH, SCRIPT + "/script-settings", scripts::patchScriptSettings),
                get(SCRIPT + "/references", scripts::references),
                get(WORKERS + "/tails/by-consumer/:script", scripts::nothing),
                get("/accounts/:account/storage/kv/namespaces", scripts::nothing),
                get(WORKERS + "/durable_objects/namespaces", scripts::nothing),
                get(SCRIPT + "/versions", versions::list),
                upload(HttpMethod.POST, SCRIPT + "/versions", versions::upload),
                get(SCRIPT + "/versions/:version", versions::view),
                get(SCRIPT + "/deployments", versions::deployments),
                call(HttpMethod.POST, SCRIPT + "/deployments", versions::deploy),
                get(SCRIPT + "/secrets", secrets::list),
                call(HttpMethod.PUT, SCRIPT + "/secrets", secrets::put),
                call(HttpMethod.DELETE, SCRIPT + "/secrets/:secret", secrets::delete),
                call(HttpMethod.PATCH, SCRIPT + "/secrets-bulk", secrets::patch),
                get(WORKERS + "/subdomain", triggers::accountSubdomain),
                get(SCRIPT + "/subdomain", triggers::subdomain),
                call(HttpMethod.POST, SCRIPT + "/subdomain", triggers::putSubdomain),
                call(HttpMethod.PUT, SCRIPT + "/routes", triggers::putRoutes),
                get(SCRIPT + "/schedules", triggers::schedules),
                call(HttpMethod.PUT, SCRIPT + "/schedules", triggers::putSchedules),
                get("/zones", triggers::zones),
                get("/zones/:zone/workers/routes", triggers::zoneRoutes),
                call(HttpMethod.POST, SCRIPT + "/tails", tails::open),
                get(SCRIPT + "/tails", tails::list),
                call(HttpMethod.DELETE, SCRIPT + "/tails/:tail", tails::close));
    }

    List<Entry> all() {
        return all;
    }

    List<OpenEntry> open() {
        return open;
    }

    private static Entry get(String path, Answering answering) {
        return call(HttpMethod.GET, path, answering);
    }

    private static Entry call(HttpMethod method, String path, Answering answering) {
        return new Entry(method, path, Body.SMALL, answering);
    }

    private static Entry upload(HttpMethod method, String path, Answering answering) {
        return new Entry(method, path, Body.UPLOAD, answering);
    }
}
