package dev.mayfly.isolates.json;

import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.builtins.json.TruffleJSONParser;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.JSRuntime;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSArray;
import com.oracle.truffle.js.runtime.builtins.JSOrdinary;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.Null;
import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.realm.MemberPlace;
import dev.mayfly.isolates.realm.MemberPlaces;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code JSON.parse} of well-formed text (RFC 8259) without a reviver, in front of the engine's own parser. That one reads each
 * character through a string node and describes each member anew; here a member goes where the last object of its kind had it.
 * Whatever is malformed, nested too deep or too long is left to the engine from the start: it knows what to throw.
 */
public final class JsonReader {
    private static final int DEPTH_MAX = 100;
    private static final int TEXT_MAX = 1 << 20;
    /** So many digits are a whole number that an int or a double holds exactly. */
    private static final int EXACT_DIGITS = 15;

    private static final Object[] NO_ELEMENTS = {};

    private final JSContext context;
    private final JSRealm realm;
    private final MemberPlaces places;
    private final TruffleString text;
    private final char[] chars;
    private int at;
    private int depth;
    /** Elements of the arrays that are open, one behind the other. */
    private Object[] elements = NO_ELEMENTS;

    private int elementCount;

    private JsonReader(TruffleString text, JSRealm realm) {
        this.context = realm.getContext();
        this.realm = realm;
        this.places = MemberPlaces.of(context);
        this.text = text;
        this.chars = text.toJavaStringUncached().toCharArray();
    }

    /** Text that is not for this reader. */
    private static final class NotHere extends RuntimeException {
        static final NotHere INSTANCE = new NotHere();

        private NotHere() {
            super(null, null, false, false);
        }
    }

    /** Woven before the engine's parsing: the value, or null for text that the engine is to see itself. */
    public static @Nullable Object read(TruffleString text, TruffleJSONParser.Mode mode, JSRealm realm) {
        if (mode != TruffleJSONParser.Mode.WithoutReviver || Strings.length(text) > TEXT_MAX) return null;
        try {
            return new JsonReader(text, realm).whole();
        } catch (NotHere | StackOverflowError e) {
            return null;
        }
    }

    private Object whole() {
        skipSpace();
        var value = value();
        skipSpace();
        if (at != chars.length) throw NotHere.INSTANCE;
        return value;
    }

    private Object value() {
        return switch (peek()) {
            case '"' -> string();
            case '{' -> object();
            case '[' -> array();
            case 't' -> literal("true", Boolean.TRUE);
            case 'f' -> literal("false", Boolean.FALSE);
            case 'n' -> literal("null", Null.instance);
            default -> number();
        };
    }

    private Object literal(String name, Object value) {
        for (int i = 0; i < name.length(); i++) take(name.charAt(i));
        return value;
    }

    // ---- objects and arrays ----

    private JSObject object() {
        enter();
        at++;
        skipSpace();
        var object = JSOrdinary.create(context, realm);
        if (peek() == '}') {
            leave();
            return object;
        }
        MemberPlace last = null;
        while (true) {
            Poll.poll();
            last = member(object, last);
            skipSpace();
            if (peek() == '}') break;
            take(',');
            skipSpace();
        }
        leave();
        return object;
    }

    private @Nullable MemberPlace member(JSObject object, @Nullable MemberPlace last) {
        if (peek() != '"') throw NotHere.INSTANCE;
        int start = at + 1;
        var place = places.guess(last, object.getShape(), chars, start);
        if (place != null) {
            at = start + place.length() + 1;
        } else if (isPlain()) {
            int length = at - 1 - start;
            place = places.find(last, object.getShape(), chars, start, length);
            if (place == null) {
                var name = Strings.fromJavaString(new String(chars, start, length));
                return define(object, last, name, memberValue());
            }
        } else {
            return define(object, last, escaped(start), memberValue());
        }
        var value = memberValue();
        return place.put(object, value) ? place : define(object, last, place.name(), value);
    }

    private Object memberValue() {
        skipSpace();
        take(':');
        skipSpace();
        return value();
    }

    private @Nullable MemberPlace define(
            JSObject object, @Nullable MemberPlace last, TruffleString name, Object value) {
        var before = object.getShape();
        JSRuntime.createDataProperty(object, name, value);
        return places.learn(last, before, object.getShape(), name);
    }

    private JSObject array() {
        enter();
        at++;
        skipSpace();
        int first = elementCount;
        if (peek() == ']') {
            leave();
            return JSArray.createEmptyZeroLength(context, realm);
        }
        while (true) {
            Poll.poll();
            push(value());
            skipSpace();
            if (peek() == ']') break;
            take(',');
            skipSpace();
        }
        leave();
        var array = arrayOf(first);
        elementCount = first;
        return array;
    }

    private void push(Object value) {
        if (elementCount == elements.length) elements = Arrays.copyOf(elements, Math.max(16, 2 * elementCount));
        elements[elementCount++] = value;
    }

    private JSObject arrayOf(int first) {
        int length = elementCount - first;
        boolean ints = true, numbers = true, objects = true;
        for (int i = first; i < elementCount; i++) {
            var each = elements[i];
            boolean isInt = each instanceof Integer;
            ints &= isInt;
            numbers &= isInt || each instanceof Double;
            objects &= each instanceof JSObject;
        }
        if (ints) {
            var values = new int[length];
            for (int i = 0; i < length; i++) values[i] = (Integer) elements[first + i];
            return JSArray.createZeroBasedIntArray(context, realm, values);
        }
        if (numbers) {
            var values = new double[length];
            for (int i = 0; i < length; i++) values[i] = ((Number) elements[first + i]).doubleValue();
            return JSArray.createZeroBasedDoubleArray(context, realm, values);
        }
        if (objects) {
            var values = new JSDynamicObject[length];
            System.arraycopy(elements, first, values, 0, length);
            return JSArray.createZeroBasedJSObjectArray(context, realm, values);
        }
        return JSArray.createZeroBasedObjectArray(context, realm, Arrays.copyOfRange(elements, first, elementCount));
    }

    private void enter() {
        if (++depth > DEPTH_MAX) throw NotHere.INSTANCE;
    }

    private void leave() {
        depth--;
        at++;
    }

    // ---- strings ----

    private TruffleString string() {
        int start = at + 1;
        return isPlain() ? Strings.lazySubstring(text, start, at - 1 - start) : escaped(start);
    }

    /** Goes behind a string without escapes; one that has some is left where its first one stands. */
    private boolean isPlain() {
        at++;
        while (true) {
            char c = peek();
            if (c == '"') {
                at++;
                return true;
            }
            if (c == '\\') return false;
            if (c < ' ') throw NotHere.INSTANCE;
            Poll.at(at++);
        }
    }

    private TruffleString escaped(int start) {
        var plain = new StringBuilder(2 * (at - start) + 16).append(chars, start, at - start);
        while (true) {
            char c = peek();
            Poll.at(at++);
            if (c == '"') return Strings.fromJavaString(plain.toString());
            if (c < ' ') throw NotHere.INSTANCE;
            plain.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw NotHere.INSTANCE;
        };
    }

    private int hex() {
        int value = JSRuntime.valueInHex(peek());
        if (value < 0) throw NotHere.INSTANCE;
        at++;
        return value;
    }

    // ---- numbers ----

    private Object number() {
        int start = at;
        boolean negative = peek() == '-';
        if (negative) at++;
        int first = at;
        long whole = digits();
        int length = at - first;
        if (length > 1 && chars[first] == '0') throw NotHere.INSTANCE;
        boolean exact = length <= EXACT_DIGITS;
        if (at < chars.length && chars[at] == '.') {
            at++;
            digits();
            exact = false;
        }
        if (at < chars.length && (chars[at] | 0x20) == 'e') {
            at++;
            if (peek() == '-' || peek() == '+') at++;
            digits();
            exact = false;
        }
        if (!exact) return Double.parseDouble(new String(chars, start, at - start));
        long value = negative ? -whole : whole;
        if (negative && whole == 0) return -0.0;
        return value == (int) value ? (Object) (int) value : (Object) (double) value;
    }

    /** At least one; what they mean is only right for as many as fit. */
    private long digits() {
        int start = at;
        long value = 0;
        while (at < chars.length) {
            int digit = chars[at] - '0';
            if (digit < 0 || digit > 9) break;
            value = value * 10 + digit;
            Poll.at(at++);
        }
        if (at == start) throw NotHere.INSTANCE;
        return value;
    }

    // ---- characters ----

    private void skipSpace() {
        while (at < chars.length) {
            char c = chars[at];
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return;
            Poll.at(at++);
        }
    }

    private char peek() {
        if (at == chars.length) throw NotHere.INSTANCE;
        return chars[at];
    }

    private void take(char expected) {
        if (peek() != expected) throw NotHere.INSTANCE;
        at++;
    }
}
