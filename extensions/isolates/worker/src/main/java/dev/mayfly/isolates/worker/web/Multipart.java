package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Finds where the parts of a multipart body lie. */
final class Multipart {
    private static final int BOUNDARY_MAX = 200;
    private static final byte[] HEADERS_END = {'\r', '\n', '\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * @return for each part four numbers, the ends of its headers and of its content, all with a space between; null: it is no such body, or
     *     has more parts than {@code most}
     */
    static @Nullable String places(byte[] body, String boundary, int most) {
        return boundary.length() > BOUNDARY_MAX ? null : new Multipart(body, boundary).places(most);
    }

    private @Nullable String places(int most) {
        var places = new StringJoiner(" ");
        int at = delimiter.length - 2;
        if (!matches(0, delimiter, 2)) return null;
        for (int parts = 0; !matches(at, new byte[] {'-', '-'}, 0); parts++) {
            if (parts == most || !matches(at, HEADERS_END, 2)) return null;
            int headers = at + 2;
            int headersEnd = find(HEADERS_END, at);
            int content = headersEnd + HEADERS_END.length;
            int contentEnd = headersEnd < 0 ? -1 : find(delimiter, content - 2);
            if (contentEnd < 0) return null;
            places.add(Integer.toString(headers)).add(Integer.toString(Math.max(headers, headersEnd)));
            places.add(Integer.toString(content)).add(Integer.toString(Math.max(content, contentEnd)));
            at = contentEnd + delimiter.length;
        }
        return places.toString();
    }

    private int find(byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= body.length; at++) {
            Poll.at(at);
            if (body[at] == wanted[0] && matches(at, wanted, 0)) return at;
        }
        return -1;
    }

    /** Whether the rest of {@code wanted} from {@code skipped} on stands at this place. */
    private boolean matches(int at, byte[] wanted, int skipped) {
        int end = at + wanted.length - skipped;
        return end <= body.length && Arrays.equals(body, at, end, wanted, skipped, wanted.length);
    }
}
