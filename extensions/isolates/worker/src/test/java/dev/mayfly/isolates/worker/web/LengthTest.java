package dev.mayfly.isolates.worker.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What streamed bodies say of their length, and that they are held to it. */
class LengthTest {
    private static final String FIXED =
            "const fixed = new FixedLengthStream(5); const w = fixed.writable.getWriter(); w.write(new TextEncoder().encode('hello')); w.close(); ";
    /** Answers five bytes in a coding that nobody here reads, and says so. */
    private static final String UPSTREAM = "const r = await fetch('http://upstream/packed/br/68656c6c6f'); ";

    private static final String ENCODED = "new Response('hello').body";

    @ParameterizedTest
    @ValueSource(
            strings = {
                FIXED + "return new Response(fixed.readable);",
                FIXED + "return new Response(fixed.readable, { headers: { 'Content-Length': '7' } });",
                "return new Response(" + ENCODED + ", { headers: { 'Content-Length': '5' } });",
                "return new Response(" + ENCODED + ", { headers: [['content-length', '5']] });",
                UPSTREAM + "return new Response(r.body, r);",
                UPSTREAM + "return r;",
                UPSTREAM
                        + "const own = new Response(r.body.pipeThrough(new TransformStream()), r); own.headers.set('content-length', '5'); return own;",
            })
    void answerSaysItsLength(String handler) {
        try (World world = World.run(handler)) {
            assertThat(world.host.headers.split("content-length\n5", -1)).hasSize(2);
            assertThat(world.host.headers).doesNotContain("\n7");
            assertThat(world.host.kind).isEqualTo(2);
            assertThat(world.host.body()).isEqualTo("hello");
            assertThat(world.host.failure).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return new Response(" + ENCODED + ");",
                "return new Response(" + ENCODED + ", { headers: { 'content-length': 'five' } });",
                UPSTREAM + "return new Response(r.body.pipeThrough(new TransformStream()), r);",
                UPSTREAM
                        + "return new Response(r.body.pipeThrough(new TransformStream()), { headers: new Headers(r.headers) });",
            })
    void lengthOfAnotherBodyIsNotSaid(String handler) {
        try (World world = World.run(handler)) {
            assertThat(world.host.headers).doesNotContain("content-length");
            assertThat(world.host.body()).isEqualTo("hello");
            assertThat(world.host.failure).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'4' | has more",
                "'6' | ended after 5",
            })
    void answerIsHeldToTheLengthThatTheFunctionSet(String length, String message) {
        try (World world = World.run("return new Response(" + ENCODED + ", { headers: { 'content-length': '"
                + length.replace("'", "") + "' } });")) {
            assertThat(world.host.failure).isEqualTo("stream-failed");
            assertThat(world.host.failureMessage()).contains(message);
            assertThat(world.host.sent(1).end).isEqualTo("fail");
        }
    }

    @Test
    void uploadsSayTheirLength() {
        try (World world = World.run(
                FIXED
                        + "return fetch('http://upstream/upload', { method: 'PUT', body: fixed.readable, headers: { 'x-a': '1' } });")) {
            assertThat(world.host.fetches.getFirst().headers()).isEqualTo("x-a\n1\ncontent-length\n5");
            assertThat(world.host.sent(2).bytes.toString()).isEqualTo("hello");
        }
    }

    @Test
    void uploadIsHeldToItsLength() {
        try (World world = World.run("return fetch('http://upstream/upload', { method: 'PUT', body: " + ENCODED
                + ", headers: { 'content-length': '6' } });")) {
            assertThat(world.host.fetches.getFirst().headers()).contains("content-length\n6");
            assertThat(world.host.sent(2).end).isEqualTo("fail");
        }
    }
}
