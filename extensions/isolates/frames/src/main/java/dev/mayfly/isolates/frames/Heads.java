package dev.mayfly.isolates.frames;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may stand in the head of an answer or of a call, since it goes on to clients and servers and must not break out of it. A worker
 * refuses a guest the rest, whatever the guest did to get there; so a host may take a worker that says it for a broken one.
 */
public final class Heads {
    /** The status that makes a socket of a request: messages both ways take the places of the bodies. */
    public static final int SWITCHING = 101;

    public static final int STATUS_TEXT_MAX = 1_024;
    public static final int TOKEN_MAX = 1_024;

    private static final Set<String> REDIRECTS = Set.of("follow", "manual", "error");
    private static final boolean[] TOKEN = new boolean[128];

    static {
        for (char c = '0'; c <= '9'; c++) TOKEN[c] = true;
        for (char c = 'a'; c <= 'z'; c++) TOKEN[c] = true;
        for (char c = 'A'; c <= 'Z'; c++) TOKEN[c] = true;
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) TOKEN[c] = true;
    }

    private Heads() {}

    /** What is wrong with this answer; empty: nothing. */
    public static Optional<String> wrongIn(Message.Head head) {
        boolean upgrades = head.status() == SWITCHING && head.body() instanceof Body.Streamed;
        if (!upgrades && (head.status() < 200 || head.status() > 599))
            return Optional.of("a status is 200 to 599, or 101 with a socket, not " + head.status());
        if (head.statusText().length() > STATUS_TEXT_MAX || !isLine(head.statusText()))
            return Optional.of("a status text is one line of at most %d characters".formatted(STATUS_TEXT_MAX));
        return wrongIn(head.headers());
    }

    /** What is wrong with this call; empty: nothing. */
    public static Optional<String> wrongIn(Message.Call call) {
        return switch (call) {
            case Message.Call.Fetch fetch -> {
                if (!isToken(fetch.method())) yield Optional.of("a method is a token");
                if (!isLine(fetch.url())) yield Optional.of("a URL is one line");
                if (!REDIRECTS.contains(fetch.redirect())) yield Optional.of("redirect is one of " + REDIRECTS);
                yield wrongIn(fetch.headers());
            }
            case Message.Call.Method method ->
                method.binding().length() > TOKEN_MAX || method.method().length() > TOKEN_MAX
                        ? Optional.of("a name of a binding or method has at most %d characters".formatted(TOKEN_MAX))
                        : Optional.empty();
        };
    }

    private static Optional<String> wrongIn(String[] namesAndValues) {
        if (namesAndValues.length % 2 != 0) return Optional.of("a header without a value");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!isToken(namesAndValues[i]))
                return Optional.of("a header's name is a token of at most %d characters".formatted(TOKEN_MAX));
            if (!isLine(namesAndValues[i + 1])) return Optional.of("a header's value is one line");
        }
        return Optional.empty();
    }

    /** Whether a request asks for a socket. @param namesAndValues in turn */
    public static boolean asksForSocket(String method, List<String> namesAndValues) {
        if (!method.equals("GET")) return false;
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2)
            if (namesAndValues.get(i).equalsIgnoreCase("upgrade"))
                return namesAndValues.get(i + 1).equalsIgnoreCase("websocket");
        return false;
    }

    /** The same, of names and values as frames have them. */
    public static boolean asksForSocket(String method, String[] namesAndValues) {
        return asksForSocket(method, Arrays.asList(namesAndValues));
    }

    /** A name as HTTP has them. */
    public static boolean isToken(String text) {
        if (text.isEmpty() || text.length() > TOKEN_MAX) return false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 128 || !TOKEN[c]) return false;
        }
        return true;
    }

    /** Text without anything that ends a line or a C string. */
    public static boolean isLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) return false;
        }
        return true;
    }
}
