package dev.mayfly.edge.trace;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The trace that a request belongs to. A valid {@code traceparent} is continued, with its decision to sample; anything else starts a
 * trace of its own.
 *
 * @param id 32 hex digits
 * @param parent the caller's span, 16 hex digits
 * @param state {@code tracestate} as it came, or empty
 */
public record TraceContext(String id, Optional<String> parent, boolean sampled, String state) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LENGTH = 55;
    private static final int STATE_MAX = 512;

    /** Reads the headers of these names; several {@code traceparent} are none. */
    public static TraceContext of(List<String> traceparents, List<String> tracestates) {
        if (traceparents.size() != 1 || !valid(traceparents.getFirst())) return fresh();
        String header = traceparents.getFirst();
        String state = String.join(",", tracestates);
        return new TraceContext(
                header.substring(3, 35),
                Optional.of(header.substring(36, 52)),
                (Character.digit(header.charAt(54), 16) & 1) == 1,
                state.length() > STATE_MAX ? "" : state);
    }

    public static TraceContext fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new TraceContext(
                HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(spanId()), Optional.empty(), true, "");
    }

    /** A new span's id; never 0. */
    public static long spanId() {
        long id = ThreadLocalRandom.current().nextLong();
        return id == 0 ? 1 : id;
    }

    /** Whether a text is the id of a span: 16 hex digits in small letters, not all 0. */
    public static boolean isSpanId(String text) {
        return text.length() == 16 && hex(text, 0, 16) && !zero(text, 0, 16);
    }

    public static String hex(long spanId) {
        return HEX.toHexDigits(spanId);
    }

    /** What a callee of this span is told. */
    public String traceparent(String spanId) {
        return "00-" + id + "-" + spanId + (sampled ? "-01" : "-00");
    }

    private static boolean valid(String header) {
        if (header.length() < LENGTH || header.startsWith("ff")) return false;
        if (header.length() > LENGTH && (header.startsWith("00") || header.charAt(LENGTH) != '-')) return false;
        if (header.charAt(2) != '-' || header.charAt(35) != '-' || header.charAt(52) != '-') return false;
        return hex(header, 0, 2)
                && hex(header, 3, 35)
                && hex(header, 36, 52)
                && hex(header, 53, 55)
                && !zero(header, 3, 35)
                && !zero(header, 36, 52);
    }

    private static boolean hex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
        }
        return true;
    }

    private static boolean zero(String text, int from, int to) {
        for (int i = from; i < to; i++) if (text.charAt(i) != '0') return false;
        return true;
    }
}
