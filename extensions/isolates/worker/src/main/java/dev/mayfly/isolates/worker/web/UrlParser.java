package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The basic URL parser of the URL standard, state by state. A setter runs it on an existing URL from a state of its choice and
 * ends where that part ends ({@code override}).
 */
final class UrlParser {
    /** Longest URL that is looked at, in UTF-16 units. */
    static final int LONGEST = 1 << 20;

    enum State {
        SCHEME_START,
        SCHEME,
        NO_SCHEME,
        SPECIAL_RELATIVE_OR_AUTHORITY,
        PATH_OR_AUTHORITY,
        RELATIVE,
        RELATIVE_SLASH,
        SPECIAL_AUTHORITY_SLASHES,
        SPECIAL_AUTHORITY_IGNORE_SLASHES,
        AUTHORITY,
        HOST,
        HOSTNAME,
        PORT,
        FILE,
        FILE_SLASH,
        FILE_HOST,
        PATH_START,
        PATH,
        OPAQUE_PATH,
        QUERY,
        FRAGMENT
    }

    private enum Step {
        ON,
        STOP,
        FAIL
    }

    private static final int END = -1;

    private final int[] in;
    private final @Nullable Url base;
    private final @Nullable State override;
    private final Url url;
    private final StringBuilder buffer = new StringBuilder();
    private State state;
    private int at;
    private boolean atSignSeen;
    private boolean insideBrackets;
    private boolean passwordSeen;

    private UrlParser(String input, @Nullable Url base, Url url, @Nullable State override) {
        this.in = input.codePoints()
                .filter(c -> c != '\t' && c != '\n' && c != '\r')
                .toArray();
        this.base = base;
        this.url = url;
        this.override = override;
        this.state = override == null ? State.SCHEME_START : override;
    }

    /** The URL that the text stands for, seen from the base; null if it stands for none. */
    static @Nullable Url parse(String text, @Nullable Url base) {
        if (text.length() > LONGEST) return null;
        UrlParser parser = new UrlParser(trim(text), base, new Url(), null);
        return parser.run() ? parser.url : null;
    }

    /** Replaces a part of a URL; false if the text does not fit there (then the URL may be half changed: throw it away). */
    static boolean replace(Url url, State from, String text) {
        return text.length() <= LONGEST && new UrlParser(text, null, url, from).run();
    }

    private static String trim(String text) {
        int from = 0, to = text.length();
        while (from < to && text.charAt(from) <= ' ') from++;
        while (to > from && text.charAt(to - 1) <= ' ') to--;
        return text.substring(from, to);
    }

    private boolean run() {
        for (at = 0; ; at++) {
            Poll.at(at);
            int c = at < in.length ? in[at] : END;
            Step step = step(c);
            if (step == Step.FAIL) return false;
            if (step == Step.STOP) return true;
            if (at >= in.length) return true;
        }
    }

    private Step step(int c) {
        return switch (state) {
            case SCHEME_START -> schemeStart(c);
            case SCHEME -> scheme(c);
            case NO_SCHEME -> noScheme(c);
            case SPECIAL_RELATIVE_OR_AUTHORITY -> {
                if (c == '/' && peek(1) == '/') {
                    at++;
                    yield go(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
                }
                yield again(State.RELATIVE);
            }
            case PATH_OR_AUTHORITY -> c == '/' ? go(State.AUTHORITY) : again(State.PATH);
            case RELATIVE -> relative(c);
            case RELATIVE_SLASH -> relativeSlash(c);
            case SPECIAL_AUTHORITY_SLASHES -> {
                if (c == '/' && peek(1) == '/') {
                    at++;
                    yield go(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
                }
                yield again(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
            }
            case SPECIAL_AUTHORITY_IGNORE_SLASHES -> c == '/' || c == '\\' ? Step.ON : again(State.AUTHORITY);
            case AUTHORITY -> authority(c);
            case HOST, HOSTNAME -> host(c);
            case PORT -> port(c);
            case FILE -> file(c);
            case FILE_SLASH -> fileSlash(c);
            case FILE_HOST -> fileHost(c);
            case PATH_START -> pathStart(c);
            case PATH -> path(c);
            case OPAQUE_PATH -> opaquePath(c);
            case QUERY -> query(c);
            case FRAGMENT -> fragment(c);
        };
    }

    private Step go(State next) {
        state = next;
        return Step.ON;
    }

    private Step again(State next) {
        state = next;
        at--;
        return Step.ON;
    }

    private int peek(int ahead) {
        return at + ahead < in.length ? in[at + ahead] : END;
    }

    private Step schemeStart(int c) {
        if (Url.isAlpha(c)) {
            buffer.append((char) Character.toLowerCase(c));
            return go(State.SCHEME);
        }
        return override == null ? again(State.NO_SCHEME) : Step.FAIL;
    }

    private Step scheme(int c) {
        if (Url.isAlpha(c) || isDigit(c) || c == '+' || c == '-' || c == '.') {
            buffer.append((char) Character.toLowerCase(c));
            return Step.ON;
        }
        if (c != ':') {
            if (override != null) return Step.FAIL;
            buffer.setLength(0);
            at = -1;
            return go(State.NO_SCHEME);
        }
        String scheme = buffer.toString();
        if (override != null) return replaceScheme(scheme);
        url.scheme = scheme;
        buffer.setLength(0);
        if (url.isFile()) return go(State.FILE);
        if (url.isSpecial()) {
            boolean sameAsBase = base != null && base.scheme.equals(scheme);
            return go(sameAsBase ? State.SPECIAL_RELATIVE_OR_AUTHORITY : State.SPECIAL_AUTHORITY_SLASHES);
        }
        if (peek(1) == '/') {
            at++;
            return go(State.PATH_OR_AUTHORITY);
        }
        url.opaquePath = "";
        return go(State.OPAQUE_PATH);
    }

    private Step replaceScheme(String scheme) {
        if (Url.isSpecial(scheme) != url.isSpecial()) return Step.STOP;
        if (scheme.equals("file") && (url.hasCredentials() || url.port >= 0)) return Step.STOP;
        if (url.isFile() && (url.host == null || url.host.isEmpty())) return Step.STOP;
        url.scheme = scheme;
        url.setPort(url.port);
        return Step.STOP;
    }

    private Step noScheme(int c) {
        if (base == null || (base.opaquePath != null && c != '#')) return Step.FAIL;
        if (base.opaquePath != null) {
            url.scheme = base.scheme;
            url.opaquePath = base.opaquePath;
            url.query = base.query;
            url.fragment = "";
            return go(State.FRAGMENT);
        }
        return again(base.isFile() ? State.FILE : State.RELATIVE);
    }

    private Step relative(int c) {
        Url from = base();
        url.scheme = from.scheme;
        if (c == '/' || (c == '\\' && url.isSpecial())) return go(State.RELATIVE_SLASH);
        takeAuthority(from);
        return afterBasePath(from, c);
    }

    private Step afterBasePath(Url from, int c) {
        url.path = new ArrayList<>(from.path);
        url.query = from.query;
        if (c == '?') return startQuery();
        if (c == '#') return startFragment();
        if (c == END) return Step.ON;
        url.query = null;
        url.shorten();
        return again(State.PATH);
    }

    private Step relativeSlash(int c) {
        if (url.isSpecial() && (c == '/' || c == '\\')) return go(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
        if (c == '/') return go(State.AUTHORITY);
        takeAuthority(base());
        return again(State.PATH);
    }

    private void takeAuthority(Url from) {
        url.username = from.username;
        url.password = from.password;
        url.host = from.host;
        url.port = from.port;
    }

    private Url base() {
        if (base == null) throw new IllegalStateException("no base in state " + state);
        return base;
    }

    private Step authority(int c) {
        if (c == '@') {
            if (atSignSeen) buffer.insert(0, "%40");
            atSignSeen = true;
            takeCredentials();
            buffer.setLength(0);
            return Step.ON;
        }
        if (endsAuthority(c)) {
            if (atSignSeen && buffer.isEmpty()) return Step.FAIL;
            at -= buffer.codePointCount(0, buffer.length()) + 1;
            buffer.setLength(0);
            return go(State.HOST);
        }
        buffer.appendCodePoint(c);
        return Step.ON;
    }

    private void takeCredentials() {
        StringBuilder username = new StringBuilder(url.username), password = new StringBuilder(url.password);
        buffer.codePoints().forEach(c -> {
            if (c == ':' && !passwordSeen) passwordSeen = true;
            else PercentSet.USERINFO.append(passwordSeen ? password : username, c);
        });
        url.username = username.toString();
        url.password = password.toString();
    }

    private boolean endsAuthority(int c) {
        return c == END || c == '/' || c == '?' || c == '#' || (c == '\\' && url.isSpecial());
    }

    private Step host(int c) {
        if (override != null && url.isFile()) return again(State.FILE_HOST);
        if (c == ':' && !insideBrackets) {
            if (buffer.isEmpty() || override == State.HOSTNAME) return Step.FAIL;
            if (!takeHost()) return Step.FAIL;
            return go(State.PORT);
        }
        if (endsAuthority(c)) {
            at--;
            if (url.isSpecial() && buffer.isEmpty()) return Step.FAIL;
            if (override != null && buffer.isEmpty() && (url.hasCredentials() || url.port >= 0)) return Step.FAIL;
            if (!takeHost()) return Step.FAIL;
            return override == null ? go(State.PATH_START) : Step.STOP;
        }
        if (c == '[') insideBrackets = true;
        if (c == ']') insideBrackets = false;
        buffer.appendCodePoint(c);
        return Step.ON;
    }

    private boolean takeHost() {
        String host = UrlHost.parse(buffer.toString(), url.isSpecial());
        if (host == null) return false;
        url.host = host;
        buffer.setLength(0);
        return true;
    }

    private Step port(int c) {
        if (isDigit(c)) {
            buffer.append((char) c);
            return Step.ON;
        }
        if (!endsAuthority(c) && override == null) return Step.FAIL;
        if (!buffer.isEmpty()) {
            int significant = 0;
            while (significant < buffer.length() - 1 && buffer.charAt(significant) == '0') significant++;
            String digits = buffer.substring(significant);
            if (digits.length() > 5 || Integer.parseInt(digits) > 65535) return Step.FAIL;
            url.setPort(Integer.parseInt(digits));
            buffer.setLength(0);
            if (override != null) return Step.STOP;
        }
        return override == null ? again(State.PATH_START) : Step.FAIL;
    }

    private Step file(int c) {
        url.scheme = "file";
        url.host = "";
        if (c == '/' || c == '\\') return go(State.FILE_SLASH);
        if (base == null || !base.isFile()) return again(State.PATH);
        url.host = base.host;
        if (c == '?' || c == '#' || c == END || !startsWithDriveLetter(at)) return afterBasePath(base, c);
        return again(State.PATH);
    }

    private Step fileSlash(int c) {
        if (c == '/' || c == '\\') return go(State.FILE_HOST);
        if (base != null && base.isFile()) {
            url.host = base.host;
            String first = base.path.isEmpty() ? "" : base.path.getFirst();
            if (!startsWithDriveLetter(at) && Url.isDriveLetter(first) && first.charAt(1) == ':') url.path.add(first);
        }
        return again(State.PATH);
    }

    private boolean startsWithDriveLetter(int from) {
        if (from + 1 >= in.length || !Url.isAlpha(in[from]) || (in[from + 1] != ':' && in[from + 1] != '|'))
            return false;
        int next = from + 2 < in.length ? in[from + 2] : END;
        return next == END || next == '/' || next == '\\' || next == '?' || next == '#';
    }

    private Step fileHost(int c) {
        if (c != END && c != '/' && c != '\\' && c != '?' && c != '#') {
            buffer.appendCodePoint(c);
            return Step.ON;
        }
        at--;
        if (override == null && Url.isDriveLetter(buffer)) return go(State.PATH);
        if (buffer.isEmpty()) {
            url.host = "";
        } else {
            if (!takeHost()) return Step.FAIL;
            if ("localhost".equals(url.host)) url.host = "";
        }
        return override == null ? go(State.PATH_START) : Step.STOP;
    }

    private Step pathStart(int c) {
        if (url.isSpecial()) return c == '/' || c == '\\' ? go(State.PATH) : again(State.PATH);
        if (override == null && c == '?') return startQuery();
        if (override == null && c == '#') return startFragment();
        if (c != END) return c == '/' ? go(State.PATH) : again(State.PATH);
        if (override != null && url.host == null) url.path.add("");
        return Step.ON;
    }

    private Step path(int c) {
        boolean slash = c == '/' || (c == '\\' && url.isSpecial());
        boolean ends = override == null && (c == '?' || c == '#');
        if (c != END && !slash && !ends) {
            PercentSet.PATH.append(buffer, c);
            return Step.ON;
        }
        String segment = buffer.toString();
        buffer.setLength(0);
        if (isDoubleDot(segment)) {
            url.shorten();
            if (!slash) url.path.add("");
        } else if (isSingleDot(segment)) {
            if (!slash) url.path.add("");
        } else {
            boolean drive = url.isFile() && url.path.isEmpty() && Url.isDriveLetter(segment);
            url.path.add(drive ? segment.charAt(0) + ":" : segment);
        }
        if (c == '?') return startQuery();
        return c == '#' ? startFragment() : Step.ON;
    }

    private static boolean isSingleDot(String segment) {
        return segment.equals(".") || segment.equalsIgnoreCase("%2e");
    }

    private static boolean isDoubleDot(String segment) {
        return segment.equals("..")
                || (segment.length() <= 6
                        && segment.toLowerCase(Locale.ROOT).replace("%2e", ".").equals(".."));
    }

    private Step opaquePath(int c) {
        if (c == '?') return startQuery();
        if (c == '#') return startFragment();
        if (c == END) {
            url.opaquePath = buffer.toString();
        } else if (c == ' ') {
            buffer.append(peek(1) == '?' || peek(1) == '#' ? "%20" : " ");
        } else {
            PercentSet.CONTROL.append(buffer, c);
        }
        return Step.ON;
    }

    private Step startQuery() {
        keepOpaquePath();
        url.query = "";
        return go(State.QUERY);
    }

    private Step startFragment() {
        keepOpaquePath();
        url.fragment = "";
        return go(State.FRAGMENT);
    }

    private void keepOpaquePath() {
        if (state == State.OPAQUE_PATH) url.opaquePath = buffer.toString();
        buffer.setLength(0);
    }

    private Step query(int c) {
        if (c == END || (c == '#' && override == null)) {
            url.query = buffer.toString();
            buffer.setLength(0);
            return c == '#' ? startFragment() : Step.ON;
        }
        (url.isSpecial() ? PercentSet.SPECIAL_QUERY : PercentSet.QUERY).append(buffer, c);
        return Step.ON;
    }

    private Step fragment(int c) {
        if (c == END) url.fragment = buffer.toString();
        else PercentSet.FRAGMENT.append(buffer, c);
        return Step.ON;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
