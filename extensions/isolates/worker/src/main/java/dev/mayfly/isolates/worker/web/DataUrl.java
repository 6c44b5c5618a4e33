package dev.mayfly.isolates.worker.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code data:} URL carries. */
final class DataUrl {
    private static final Pattern BASE64 = Pattern.compile("; *base64 *$", Pattern.CASE_INSENSITIVE);

    private DataUrl() {}

    /** @param href as the URL parser wrote it; null: there is no comma in it, or what should be base64 is none */
    static @Nullable ByteBuffer content(String href) {
        int fragment = href.indexOf('#');
        var url = fragment < 0 ? href : href.substring(0, fragment);
        int comma = url.indexOf(',');
        if (comma < 0) return null;
        byte[] bytes = PercentSet.decode(url.substring(comma + 1));
        if (!BASE64.matcher(url.substring(0, comma)).find()) return ByteBuffer.wrap(bytes);
        var text = Base64Text.decode(new String(bytes, StandardCharsets.ISO_8859_1));
        return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
