package dev.mayfly.isolates.worker.web;

import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.Undefined;
import dev.mayfly.isolates.realm.LazyGlobal;
import dev.mayfly.isolates.worker.engine.CryptoCalls;
import dev.mayfly.isolates.worker.engine.HtmlCalls;
import dev.mayfly.isolates.worker.engine.InsideCalls;
import dev.mayfly.isolates.worker.engine.InterfaceCalls;
import dev.mayfly.isolates.worker.engine.ProxyCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** A fresh context with the prelude on a fake host, built as the worker builds its own. */
final class World implements AutoCloseable {
    private static final HostAccess ACCESS = HostAccess.newBuilder(HostAccess.CONSTRAINED)
            .allowBufferAccess(true)
            .build();
    private static final Engine ENGINE = Engine.newBuilder("js")
            .sandbox(SandboxPolicy.CONSTRAINED)
            .option("engine.WarnInterpreterOnly", "false")
            .out(OutputStream.nullOutputStream())
            .err(OutputStream.nullOutputStream())
            .build();

    final Context context = newContext();
    final FakeHost host;
    final Value entry;

    World() {
        this("");
    }

    World(String env) {
        host = new FakeHost(context, env);
        entry = entry();
    }

    /** As the worker takes it, but of a host that is none of its own. */
    private Value entry() {
        context.enter();
        try {
            context.initialize("js");
            var realm = JSRealm.get(null);
            host.own("crypto", context.asValue(CryptoCalls.make(realm)));
            host.own("html", context.asValue(HtmlCalls.make(realm)));
            host.own("isProxy", context.asValue(ProxyCalls.make(realm)));
            host.own("inside", context.asValue(InsideCalls.make(realm)));
            host.own("expose", context.asValue(InterfaceCalls.make(realm)));
            var install = realm.getEnv().parseInternal(Prelude.internal("core")).call();
            var given = realm.getEnv().asGuestValue(host);
            var made = (JSDynamicObject) JSFunction.call(JSArguments.create(Undefined.instance, install, given));
            LazyGlobal.install(realm, made);
            return context.asValue(made);
        } finally {
            context.leave();
        }
    }

    static Context newContext() {
        return Context.newBuilder("js")
                .engine(ENGINE)
                .sandbox(SandboxPolicy.CONSTRAINED)
                .allowHostAccess(ACCESS)
                .allowValueSharing(false)
                .allowExperimentalOptions(true)
                .option("js.esm-eval-returns-exports", "true")
                .option("js.console", "false")
                .option("js.print", "false")
                .option("js.load", "false")
                .option("js.graal-builtin", "false")
                .out(OutputStream.nullOutputStream())
                .err(OutputStream.nullOutputStream())
                .build();
    }

    static Source module(String text) {
        return Source.newBuilder("js", text, "main.mjs")
                .mimeType("application/javascript+module")
                .cached(true)
                .buildLiteral();
    }

    static String resource(String name) {
        try (InputStream in = World.class.getResourceAsStream("/web/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Evaluates a module and calls its handler; then everything is left to the test. */
    World fetch(String module, String method, String url, String headers, int kind, String body) {
        Value namespace = context.eval(module(module));
        return fetch(namespace, method, url, headers, kind, body);
    }

    World fetch(Value namespace, String method, String url, String headers, int kind, String body) {
        ByteBuffer buffer = kind == 1 ? ByteBuffer.wrap(FakeHost.utf8(body)) : null;
        entry.invokeMember("fetch", namespace, method, url, headers, kind, buffer);
        return this;
    }

    /** Runs a handler's body to the end: {@code fetch(request, env, ctx) { … }}. */
    static World run(String handler) {
        World world = new World();
        world.fetch(
                handler("async fetch(request, env, ctx) {" + handler + "}"), "GET", "http://hello.test/", "", 0, "");
        world.host.run();
        return world;
    }

    static String handler(String method) {
        return "export default { " + method + " }";
    }

    @Override
    public void close() {
        context.close();
    }
}
