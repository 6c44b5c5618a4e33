package dev.mayfly.isolates.worker.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves an isolate in a response with a {@code Content-Encoding}. */
class CodingTest {
    private static final byte[] PACKED = gzip("packed by the upstream");
    private static final String UPSTREAM =
            "http://upstream/packed/gzip/" + HexFormat.of().formatHex(PACKED);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return fetch('%s');",
                "return fetch('%s', { signal: request.signal });",
                "const r = await fetch('%s'); return new Response(r.body, r);",
                "const r = await fetch('%s'); const own = new Response(r.body, r); own.headers.set('x-own', '1'); return own;",
                "const r = await fetch('%s', { signal: request.signal }); return new Response(r.body, { headers: { 'Content-Encoding': 'gzip' } });",
            })
    void whatNobodyReadKeepsItsBytes(String handler) throws IOException {
        try (var world = World.run(handler.formatted(UPSTREAM))) {
            assertThat(world.host.headers).contains("content-encoding\ngzip");
            assertThat(sent(world)).isEqualTo(PACKED);
            assertThat(world.host.finishes).isEqualTo(1);
        }
    }

    @Test
    void whatLosesItsCodingIsUnpacked() {
        try (var world = World.run("const r = await fetch('%s'); return new Response(r.body);".formatted(UPSTREAM))) {
            assertThat(world.host.headers).doesNotContain("content-encoding");
            assertThat(world.host.body()).isEqualTo("packed by the upstream");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return new Response('plain', { headers: { 'Content-Encoding': 'gzip', 'Content-Length': '5' } });",
                "return new Response(new Blob(['plain']), { headers: [['Content-Encoding', 'x-gzip']], encodeBody: 'automatic' });",
                "return new Response(new Response('plain').body, { headers: { 'Content-Encoding': 'gzip', 'content-length': '5' } });",
            })
    void whatIsCalledCompressedIsCompressed(String handler) throws IOException {
        try (var world = World.run(handler)) {
            assertThat(world.host.headers).contains("content-encoding\n").doesNotContain("content-length");
            assertThat(text(new GZIPInputStream(new ByteArrayInputStream(sent(world)))))
                    .isEqualTo("plain");
        }
    }

    @Test
    void changedContentIsCompressedAgain() throws IOException {
        var handler = "const r = await fetch('%s'); return new Response((await r.text()).toUpperCase(), r);";
        try (var world = World.run(handler.formatted(UPSTREAM))) {
            assertThat(world.host.headers).contains("content-encoding\ngzip").doesNotContain("content-length");
            assertThat(text(new GZIPInputStream(new ByteArrayInputStream(sent(world)))))
                    .isEqualTo("PACKED BY THE UPSTREAM");
        }
    }

    @Test
    void deflateIsWhatZlibWrites() throws IOException {
        try (var world = World.run("return new Response('plain', { headers: { 'content-encoding': 'deflate' } });")) {
            assertThat(text(new InflaterInputStream(new ByteArrayInputStream(sent(world)))))
                    .isEqualTo("plain");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return new Response('plain', { headers: { 'Content-Encoding': 'gzip' }, encodeBody: 'manual' });",
                "return new Response(new Blob(['plain']), { headers: { 'Content-Encoding': 'gzip' }, encodeBody: 'manual' });",
                "return new Response('plain', { headers: { 'Content-Encoding': 'br' } });",
                "return new Response('plain', { headers: { 'X-Content': 'content-encoding' } });",
            })
    void bytesThatAreSoAlreadyGoOutAsTheyAre(String handler) {
        try (var world = World.run(handler)) {
            assertThat(world.host.body()).isEqualTo("plain");
        }
    }

    @Test
    void unpackedBodyIsBoundedLikeAnyOther() {
        try (var world = new World()) {
            world.host.bufferedBodyBytes = 10;
            var handler = World.handler(
                    "async fetch() { return new Response(await (await fetch('%s')).text()); }".formatted(UPSTREAM));
            world.fetch(handler, "GET", "http://hello.test/", "", 0, "");
            world.host.run();
            assertThat(world.host.exhausted).matches("bufferedBody (?:1[1-9]|2[0-2]) 10");
        }
    }

    @Test
    void noBodyIsNotCompressed() {
        try (var world =
                World.run("return new Response(null, { status: 304, headers: { 'content-encoding': 'gzip' } });")) {
            assertThat(world.host.kind).isZero();
            assertThat(world.host.headers).isEqualTo("content-encoding\ngzip");
        }
    }

    private static byte[] sent(World world) {
        return world.host.sent(1).bytes.toByteArray();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static byte[] gzip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
