package dev.mayfly.edge.bots.site;

import dev.mayfly.edge.bots.PathPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The Robots Exclusion Protocol (RFC 9309), with what a group says in {@code Content-Signal}. */
public final class RobotsTxt {
    /** RFC 9309 2.5: what stands behind it may be left aside. */
    static final int BYTES_MAX = 500 << 10;

    private static final String EVERYBODY = "*";

    private record Rule(PathPattern path, boolean allows) {
        /** RFC 9309 2.2.2: the most octets win, and of equal ones the one that allows. */
        boolean beats(Optional<Rule> other) {
            if (other.isEmpty()) return true;
            int longer = Integer.compare(
                    path.text().length(), other.get().path.text().length());
            return longer > 0 || (longer == 0 && allows);
        }
    }

    private record Group(List<Rule> rules, Map<String, String> signals) {
        Group() {
            this(new ArrayList<>(), new LinkedHashMap<>());
        }
    }

    private final Map<String, Group> groups = new LinkedHashMap<>();

    private RobotsTxt() {}

    public static RobotsTxt read(String text) {
        RobotsTxt robots = new RobotsTxt();
        robots.readLines(text.length() > BYTES_MAX ? text.substring(0, BYTES_MAX) : text);
        return robots;
    }

    /**
     * Whether a crawler may have a page.
     *
     * @param product the crawler's product token, as {@code GPTBot}; versions behind a slash are left aside
     * @param target path and query as they are asked for
     */
    public boolean allows(String product, String target) {
        String normal = normal(target);
        if (normal.equals("/robots.txt")) return true;
        Optional<Rule> best = Optional.empty();
        for (Rule rule : group(product).rules)
            if (rule.path.matches(normal) && rule.beats(best)) best = Optional.of(rule);
        return best.map(Rule::allows).orElse(true);
    }

    /** What may be done with pages: {@code search}, {@code ai-input}, {@code ai-train}, each {@code yes} or {@code no}. */
    public Map<String, String> signals(String product) {
        return group(product).signals;
    }

    /** RFC 9309 2.2.1: the crawler's own group, else that of everybody, else none. Groups of the same name are one. */
    private Group group(String product) {
        Group own = groups.get(token(product));
        if (own != null) return own;
        Group everybody = groups.get(EVERYBODY);
        return everybody == null ? new Group() : everybody;
    }

    private void readLines(String text) {
        List<Group> current = new ArrayList<>();
        boolean begun = false;
        for (String line : (text.startsWith("\ufeff") ? text.substring(1) : text).split("\r\n|\r|\n")) {
            int comment = line.indexOf('#');
            String content = comment < 0 ? line : line.substring(0, comment);
            int colon = content.indexOf(':');
            if (colon < 0) continue;
            String key = content.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = content.substring(colon + 1).strip();
            if (key.equals("user-agent")) {
                if (begun) current = new ArrayList<>();
                begun = false;
                current.add(groups.computeIfAbsent(token(value), name -> new Group()));
            } else if (key.equals("allow") || key.equals("disallow")) {
                begun = true;
                if (value.isEmpty()) continue;
                Rule rule = new Rule(new PathPattern(normal(value)), key.equals("allow"));
                for (Group group : current) group.rules.add(rule);
            } else if (key.equals("content-signal")) {
                begun = true;
                for (Group group : current) group.signals.putAll(signalsOf(value));
            }
        }
    }

    /** {@code search=yes, ai-train=no}; what is not of that form is left aside, as all of robots.txt is. */
    static Map<String, String> signalsOf(String value) {
        Map<String, String> signals = new LinkedHashMap<>();
        for (String signal : value.split(",")) {
            String[] both = signal.strip().toLowerCase(Locale.ROOT).split("\\s*=\\s*", 2);
            if (both.length == 2 && (both[1].equals("yes") || both[1].equals("no"))) signals.put(both[0], both[1]);
        }
        return signals;
    }

    private static String token(String product) {
        int slash = product.indexOf('/');
        return (slash < 0 ? product : product.substring(0, slash)).strip().toLowerCase(Locale.ROOT);
    }

    /** RFC 9309 2.2.2: octets beyond ASCII are compared as they are encoded, encoded ones that need not be as they are. */
    private static String normal(String path) {
        StringBuilder normal = new StringBuilder(path.length());
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int octet = bytes[i] & 0xff;
            boolean encoded = octet == '%' && i + 2 < bytes.length && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0;
            if (encoded) {
                octet = hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]);
                i += 2;
                if (isUnreserved(octet)) normal.append((char) octet);
                else normal.append(String.format("%%%02X", octet));
            } else if (octet > 0x7f) {
                normal.append(String.format("%%%02X", octet));
            } else {
                normal.append((char) octet);
            }
        }
        return normal.toString();
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
