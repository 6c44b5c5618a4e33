package dev.mayfly.edge.bots.markdown;

import dev.mayfly.edge.bots.canonical.CanonicalReader;
import dev.mayfly.edge.response.ResponseWriter;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One answer of a function on its way to a client that may rather have it as Markdown. A page is collected up to a bound and turned; what
 * is no page, or larger, passes as it is. All calls come on one context.
 */
public final class Rendition {
    /** They describe the bytes of the page, and those of the Markdown are others. */
    private static final Set<String> OF_THE_BYTES = Set.of(
            "content-length",
            "content-type",
            "etag",
            "last-modified",
            "accept-ranges",
            "content-md5",
            "digest",
            "content-digest",
            "repr-digest");

    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})");

    private enum State {
        passing,
        collecting,
        converting
    }

    private final Rendering rendering;
    private final Pages pages;
    private final HttpMethod method;
    private final ResponseWriter response;
    private final String invocation;
    private final IntConsumer taken;
    private final Buffer page = Buffer.buffer();
    private State state = State.passing;
    private @Nullable CanonicalReader reader;
    private boolean headed;
    private String statusText = "";
    private String[] headers = {};

    /** @param taken is told of the bytes that are collected, as the response tells of those that are sent */
    public Rendition(
            Rendering rendering,
            Pages pages,
            HttpMethod method,
            ResponseWriter response,
            String invocation,
            IntConsumer taken) {
        this.rendering = rendering;
        this.pages = pages;
        this.method = method;
        this.response = response;
        this.invocation = invocation;
        this.taken = taken;
    }

    /** @return whether the body's pieces are wanted */
    public boolean head(int status, String text, String[] sent, BodyComing body) {
        if (headed) return false; // A worker that says it twice is hostile.
        headed = true;
        if (status == 200 && method.equals(HttpMethod.GET) && isHtml(sent) && !isEncoded(sent)) learn(sent, body);
        if (rendering.kind() == Rendering.Kind.plain || !isHtml(sent))
            return response.head(status, text, sent, body, invocation);
        statusText = text;
        headers = sent;
        if (rendering.kind() == Rendering.Kind.varying || status != 200 || !mayBeTurned(sent))
            return response.head(status, text, varying(sent), body, invocation);
        if (method.equals(HttpMethod.HEAD))
            return response.head(status, text, ofMarkdown(sent), new BodyComing.Streamed(), invocation);
        return switch (body) {
            case BodyComing.None none -> response.head(status, text, varying(sent), body, invocation);
            case BodyComing.Whole(byte[] bytes) -> {
                if (pages.hold(0, bytes.length)) {
                    page.appendBytes(bytes);
                    convert();
                } else {
                    response.head(status, text, varying(sent), body, invocation);
                }
                yield false;
            }
            case BodyComing.Streamed streamed -> {
                state = State.collecting;
                yield true;
            }
        };
    }

    public void piece(byte[] bytes) {
        if (reader != null) reader.piece(bytes);
        if (state != State.collecting) {
            response.piece(bytes);
        } else if (pages.hold(page.length(), bytes.length)) {
            page.appendBytes(bytes);
            taken.accept(bytes.length);
        } else {
            state = State.passing;
            response.head(200, statusText, varying(headers), new BodyComing.Streamed(), invocation);
            response.pieceTaken(page.getBytes());
            response.piece(bytes);
            letGo();
        }
    }

    public void bodyEnd() {
        if (reader != null) reader.end();
        if (state == State.collecting) convert();
        else response.bodyEnd();
    }

    /** The page will not be whole: nothing of it was sent. */
    public void broken() {
        if (reader != null) reader.drop();
        if (state != State.collecting) return;
        letGo();
        state = State.passing;
    }

    /** Whether an answer will follow though the function has ended. */
    public boolean isUnderWay() {
        return state == State.converting;
    }

    private void learn(String[] sent, BodyComing body) {
        reader = rendering
                .learner()
                .flatMap(learner -> learner.reader(rendering.url(), sent))
                .orElse(null);
        if (reader == null || body instanceof BodyComing.Streamed) return;
        if (body instanceof BodyComing.Whole(byte[] bytes)) reader.piece(bytes);
        reader.end();
    }

    private void convert() {
        state = State.converting;
        byte[] html = page.getBytes();
        pages.markdown(html, charset(headers), rendering.url()).onComplete(turned -> {
            state = State.passing;
            letGo();
            Optional<byte[]> markdown = turned.result().map(text -> text.getBytes(StandardCharsets.UTF_8));
            response.head(
                    200,
                    statusText,
                    markdown.isPresent() ? ofMarkdown(headers) : varying(headers),
                    new BodyComing.Whole(markdown.orElse(html)),
                    invocation);
        });
    }

    private void letGo() {
        pages.release(page.length());
    }

    private static boolean isHtml(String[] headers) {
        String type = header(headers, "content-type").toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") && (type.length() == 9 || type.charAt(9) == ';' || type.charAt(9) == ' ');
    }

    /** Not what is compressed already, or may not be changed (RFC 9111 5.2.2.6). */
    private static boolean mayBeTurned(String[] headers) {
        return !isEncoded(headers)
                && !header(headers, "cache-control").toLowerCase(Locale.ROOT).contains("no-transform");
    }

    private static boolean isEncoded(String[] headers) {
        String encoding = header(headers, "content-encoding");
        return !encoding.isEmpty() && !encoding.equalsIgnoreCase("identity");
    }

    private static @Nullable String charset(String[] headers) {
        Matcher declared = CHARSET.matcher(header(headers, "content-type"));
        return declared.find() ? declared.group(1) : null;
    }

    private static String header(String[] headers, String name) {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i + 1 < headers.length; i += 2)
            if (headers[i].equalsIgnoreCase(name))
                values.append(values.isEmpty() ? "" : ", ").append(headers[i + 1]);
        return values.toString();
    }

    private static String[] varying(String[] headers) {
        String vary = header(headers, "vary").toLowerCase(Locale.ROOT);
        if (vary.matches("(.*[,\\s])?(accept|\\*)([,\\s].*)?")) return headers;
        List<String> more = new ArrayList<>(List.of(headers));
        more.add("vary");
        more.add("Accept");
        return more.toArray(String[]::new);
    }

    private static String[] ofMarkdown(String[] headers) {
        List<String> kept = new ArrayList<>();
        String[] varying = varying(headers);
        for (int i = 0; i + 1 < varying.length; i += 2) {
            if (OF_THE_BYTES.contains(varying[i].toLowerCase(Locale.ROOT))) continue;
            kept.add(varying[i]);
            kept.add(varying[i + 1]);
        }
        kept.add("content-type");
        kept.add("text/markdown; charset=utf-8");
        return kept.toArray(String[]::new);
    }
}
