package dev.mayfly.control.upload;

import dev.mayfly.bindings.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a body of type multipart/form-data (RFC 7578), which is held as a whole. Quarkus's own reading of forms takes parts
 * without a file name for small fields, and its limits are those of the whole process; a module may be either.
 */
public final class MultipartForm {
    private static final int BOUNDARY_MAX = 70;
    private static final int HEADERS_MAX = 8 << 10;
    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary=(?:\"(?<quoted>[^\"]+)\"|(?<plain>[^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile(
            ";\\s*name=(?:\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^\\s;\"]+))", Pattern.CASE_INSENSITIVE);

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private MultipartForm(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** @param type the media type in lower case, without parameters; empty when the part has none */
    public record Part(String name, String type, byte[] content) {}

    public static List<Part> read(String contentType, byte[] body, int partsMax) {
        return new MultipartForm(body, boundary(contentType)).parts(partsMax);
    }

    private static String boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        if (!matcher.find()) throw malformed("its Content-Type has no boundary");
        String boundary = either(matcher);
        if (boundary.length() > BOUNDARY_MAX) throw malformed("its boundary is longer than 70 characters");
        return boundary;
    }

    private List<Part> parts(int partsMax) {
        // The first delimiter may lack the line break before it: only at the very start.
        if (startsWith(0, 2)) at = delimiter.length - 2;
        else skipTo(find(0), "its boundary is not in the body");
        List<Part> parts = new ArrayList<>();
        while (!last()) {
            if (parts.size() == partsMax) throw malformed("it has more than %d parts".formatted(partsMax));
            parts.add(part());
        }
        return parts;
    }

    /** After a delimiter: {@code --} ends the form; anything else is a line break, with blanks allowed before it. */
    private boolean last() {
        if (at + 1 < body.length && body[at] == '-' && body[at + 1] == '-') return true;
        while (at < body.length && (body[at] == ' ' || body[at] == '\t')) at++;
        if (at + 1 >= body.length || body[at] != '\r' || body[at + 1] != '\n') throw malformed("it is cut short");
        return false;
    }

    private Part part() {
        int start = at;
        int blank = indexOf(new byte[] {'\r', '\n', '\r', '\n'}, start);
        if (blank < 0 || blank - start > HEADERS_MAX) throw malformed("a part's headers do not end");
        String headers = new String(body, start, blank - start, StandardCharsets.UTF_8);
        // A part without content has one line break for both the end of its headers and the next delimiter.
        int content = blank + 4;
        int end = startsWith(blank + 2, 0) ? blank + 2 : find(content);
        if (end < 0) throw malformed("it is cut short");
        at = end + delimiter.length;
        return new Part(
                name(headers), type(headers), end < content ? new byte[0] : Arrays.copyOfRange(body, content, end));
    }

    private static String name(String headers) {
        return header(headers, "content-disposition")
                .map(NAME::matcher)
                .filter(Matcher::find)
                .map(matcher -> either(matcher).replaceAll("\\\\(.)", "$1"))
                .orElseThrow(() -> malformed("a part has no name"));
    }

    private static String type(String headers) {
        return header(headers, "content-type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static Optional<String> header(String headers, String name) {
        return headers.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static String either(Matcher matcher) {
        String quoted = matcher.group("quoted");
        return quoted == null ? matcher.group("plain") : quoted;
    }

    private void skipTo(int index, String otherwise) {
        if (index < 0) throw malformed(otherwise);
        at = index + delimiter.length;
    }

    private int find(int from) {
        return indexOf(delimiter, from);
    }

    /** Whether the delimiter, without its first bytes, stands there. */
    private boolean startsWith(int index, int without) {
        int length = delimiter.length - without;
        return index + length <= body.length
                && Arrays.equals(body, index, index + length, delimiter, without, delimiter.length);
    }

    private int indexOf(byte[] wanted, int from) {
        for (int i = from; i <= body.length - wanted.length; i++)
            if (body[i] == wanted[0] && Arrays.equals(body, i, i + wanted.length, wanted, 0, wanted.length)) return i;
        return -1;
    }

    private static Problem malformed(String why) {
        return new Problem.Invalid("invalid-form", "the body is no proper multipart/form-data: " + why);
    }
}
