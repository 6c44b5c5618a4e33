package dev.mayfly.isolates.worker.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs each case of {@code web/*.test.js} as a handler in a fresh context. */
class WebScriptsTest {
    private static final List<String> FILES = List.of(
            "abort",
            "blob",
            "body",
            "byob",
            "clone",
            "coding",
            "compression",
            "console",
            "crypto",
            "encoding",
            "env",
            "events",
            "eventsource",
            "fetch",
            "filereader",
            "formdata",
            "globals",
            "handover",
            "headers",
            "htmlrewriter",
            "messages",
            "pollution",
            "request",
            "response",
            "streams",
            "subtle",
            "timers",
            "transform",
            "url",
            "urlpattern",
            "urlsearchparams",
            "websocket",
            "writable");

    @TestFactory
    Stream<DynamicContainer> cases() {
        return FILES.stream().map(file -> DynamicContainer.dynamicContainer(file, casesOf(file)));
    }

    private static Stream<DynamicTest> casesOf(String file) {
        try (World world = new World()) {
            return List.copyOf(load(world, file).getMemberKeys()).stream()
                    .map(name -> DynamicTest.dynamicTest(name, () -> passes(file, name)));
        }
    }

    static void passes(String file, String name) {
        try (World world = new World(ENV)) {
            Value test = load(world, file).getMember(name);
            Value namespace = world.context
                    .eval(
                            "js",
                            "(test) => ({ default: { async fetch(request, env, ctx) { await test(request, env, ctx); return new Response('passed'); } } })")
                    .execute(test);
            world.fetch(
                    namespace,
                    "POST",
                    "https://hello.test/a/b?c=d",
                    "Host\nhello.test\nX-Two\n1\nx-two\n2\nContent-Type\ntext/plain",
                    1,
                    "sent body");
            world.host.run(60_000);
            String thrown = world.host.failureError == null
                    ? ""
                    : world.host.failureError.getMember("stack").asString();
            assertThat(world.host.failure + " " + world.host.failureMessage() + "\n" + thrown)
                    .isEqualTo(" \n");
            assertThat(world.host.body()).as("the handler came to its end").isEqualTo("passed");
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    private static final String ENV = """
            {"vars":{"GREETING":"hi","SETTINGS":{"deep":[1]}},"secrets":{"KEY":"s3cret"},
             "bindings":{"THINGS":{"type":"invocations","methods":[{"name":"list"},{"name":"fails"}]}}}""";

    private static Value load(World world, String file) {
        world.context.eval(source("harness.js"));
        return world.context.eval(source(file + ".test.js"));
    }

    private static Source source(String name) {
        return Source.newBuilder("js", World.resource(name), name).cached(true).buildLiteral();
    }
}
