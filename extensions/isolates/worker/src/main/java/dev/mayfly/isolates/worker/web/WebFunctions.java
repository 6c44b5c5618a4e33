package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.worker.crypto.Digests;
import dev.mayfly.isolates.worker.web.multibyte.Decoders;
import dev.mayfly.isolates.worker.web.pattern.UrlPatterns;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * What the prelude asks Java for because it is faster or only possible there. No function keeps anything, so one object serves
 * all contexts. Bytes come in as three arguments (ArrayBuffer, offset, length) and go out as a heap {@link ByteBuffer}; a
 * refusal is null, from which the prelude makes the error of its standard.
 */
public final class WebFunctions {
    /** Loaded with the worker and not by the first guest that asks. */
    private static final TextDecoding DECODING = new TextDecoding(Encodings.load(), Decoders.load());

    private static final Map<String, ProxyExecutable> FUNCTIONS = Map.ofEntries(
            Map.entry("url", a -> url(text(a, 0), a.length > 1 ? text(a, 1) : null)),
            Map.entry("urlSet", a -> UrlSetters.set(text(a, 0), text(a, 1), text(a, 2))),
            Map.entry("pattern", UrlPatterns::compile),
            Map.entry("patternInput", UrlPatterns::components),
            Map.entry("patternCompare", UrlPatterns::compare),
            Map.entry("patternGenerate", UrlPatterns::generate),
            Map.entry("formDecode", a -> FormEncoding.decode(text(a, 0))),
            Map.entry("formEncode", a -> FormEncoding.encode(text(a, 0))),
            Map.entry("dataUrl", a -> DataUrl.content(text(a, 0))),
            Map.entry("headerLines", a -> HeaderLines.of(text(a, 0), a[1].asInt(), text(a, 2))),
            Map.entry("encode", a -> ByteBuffer.wrap(text(a, 0).getBytes(StandardCharsets.UTF_8))),
            Map.entry("text", a -> Utf8.decodeWithoutMark(bytes(a, 0))),
            Map.entry(
                    "decode",
                    a -> DECODING.decode(text(a, 0), text(a, 1), bytes(a, 2), a.length > 5 ? a[5].asInt() : 0)),
            Map.entry("label", a -> DECODING.encodings().named(text(a, 0))),
            Map.entry("multipart", a -> Multipart.places(bytes(a, 0), text(a, 3), a[4].asInt())),
            Map.entry("atob", a -> Base64Text.decode(text(a, 0))),
            Map.entry("btoa", a -> Base64Text.encode(text(a, 0))),
            Map.entry("base64", a -> Base64.getEncoder().encodeToString(bytes(a, 0))),
            Map.entry("latin1", a -> new String(bytes(a, 0), StandardCharsets.ISO_8859_1)),
            Map.entry("base64url", a -> Base64Text.url(bytes(a, 0))),
            Map.entry("fromBase64url", a -> Base64Text.fromUrl(text(a, 0))),
            Map.entry("digest", a -> ByteBuffer.wrap(Digests.digest(text(a, 0), bytes(a, 1)))),
            Map.entry("hmac", a -> ByteBuffer.wrap(Digests.hmac(text(a, 0), bytes(a, 1), bytes(a, 4)))),
            Map.entry("equal", a -> Digests.equal(bytes(a, 0), bytes(a, 3))),
            Map.entry("random", a -> Digests.random(a[0].asInt())),
            Map.entry("hex", a -> HexFormat.of().formatHex(bytes(a, 0))),
            Map.entry("nodeExports", a -> String.join(",", NodeModules.exports(text(a, 0)))),
            Map.entry("nodePart", a -> NodeModules.partOf(text(a, 0)).orElse(null)),
            Map.entry("uuid", a -> UUID.randomUUID().toString()));

    private WebFunctions() {}

    static TextDecoding decoding() {
        return DECODING;
    }

    public static Set<String> names() {
        return FUNCTIONS.keySet();
    }

    /** What {@code host.web.name(…)} answers. */
    public static @Nullable Object call(String name, Value[] arguments) {
        return Objects.requireNonNull(FUNCTIONS.get(name), name).execute(arguments);
    }

    private static @Nullable String url(String text, @Nullable String base) {
        Url from = base == null ? null : UrlParser.parse(base, null);
        if (base != null && from == null) return null;
        Url url = UrlParser.parse(text, from);
        return url == null ? null : url.fields();
    }

    private static String text(Value[] arguments, int at) {
        return arguments[at].asString();
    }

    private static byte[] bytes(Value[] arguments, int at) {
        Value buffer = arguments[at];
        long offset = arguments[at + 1].asLong(), length = arguments[at + 2].asLong();
        if (!buffer.hasBufferElements() || offset < 0 || length < 0 || offset + length > buffer.getBufferSize()) {
            throw new IllegalArgumentException("not a part of a buffer");
        }
        byte[] bytes = new byte[Math.toIntExact(length)];
        buffer.readBuffer(offset, bytes, 0, bytes.length);
        return bytes;
    }
}
