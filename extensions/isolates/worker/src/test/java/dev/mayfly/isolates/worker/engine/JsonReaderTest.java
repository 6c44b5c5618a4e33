package dev.mayfly.isolates.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reader makes of a text, beside what the engine's parser makes of it: a reviver keeps the reader out. */
class JsonReaderTest {
    private static final GuestEngine ENGINE = new GuestEngine();

    private static final Context CONTEXT = ENGINE.newContext();

    /** The value with all that tells two of them apart: order of keys, attributes, negative zeros, holes; or the error. */
    private static final Value TELL;

    static {
        CONTEXT.initialize("js");
        TELL = CONTEXT.eval("js", """
                (text, engine) => {
                  const tell = (v) => {
                    if (typeof v === 'string') return 's' + v.length + JSON.stringify(v);
                    if (typeof v === 'number') return Object.is(v, -0) ? '-0' : 'n' + v;
                    if (v === null || typeof v !== 'object') return String(v);
                    const proto = Object.getPrototypeOf(v) === (Array.isArray(v) ? Array.prototype : Object.prototype);
                    return (Array.isArray(v) ? 'a' + v.length : 'o') + proto + '{' + Reflect.ownKeys(v).filter((k) => k !== 'length').map((k) => {
                      const d = Object.getOwnPropertyDescriptor(v, k);
                      return tell(k) + (d.writable && d.enumerable && d.configurable) + ':' + tell(d.value);
                    }).join() + '}';
                  };
                  try {
                    return tell(engine ? JSON.parse(text, (k, v) => v) : JSON.parse(text));
                  } catch (e) {
                    return `${e.name}: ${e.message}`;
                  }
                }""");
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
        ENGINE.close();
    }

    private static void agree(String text) {
        assertThat(TELL.execute(text, false).asString())
                .as(text)
                .isEqualTo(TELL.execute(text, true).asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "[1,]",
                "[,1]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "[1 2]",
                "1 2",
                "tru",
                "truex",
                "nul",
                "nulll",
                "falsee",
                "-",
                "+1",
                "01",
                "-01",
                "1.",
                ".1",
                "1.e1",
                "1e",
                "1e+",
                "0x1",
                "1.2.3",
                "--1",
                "NaN",
                "Infinity",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "\"\t\"",
                "\u00a01",
                "1\u00a0",
                "\u2028",
                "[1]]",
                "{\"a\":1}}",
                "/*c*/1",
                "undefined"
            })
    void whatIsMalformedGetsTheEnginesError(String text) {
        agree(text);
        assertThat(TELL.execute(text, false).asString()).startsWith("SyntaxError: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "1",
                "-1",
                "2147483647",
                "2147483648",
                "-2147483648",
                "-2147483649",
                "999999999999999",
                "9007199254740991",
                "9007199254740993",
                "123456789012345678901234567890",
                "1.0",
                "1.5",
                "-1.5e3",
                "1E5",
                "1e-7",
                "1e400",
                "-1e400",
                "5e-324",
                "0.1",
                "0e5",
                "true",
                "false",
                "null",
                "\"\"",
                "\"a\"",
                "\"\u00e4\"",
                "\"\u20ac\ud83d\ude00\"",
                "\"\ud800\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"a\\u0041b\"",
                "[]",
                "[ ]",
                "{}",
                "{ }",
                " [ 1 , 2 ] ",
                "[1,2.5]",
                "[1,\"a\"]",
                "[1,null]",
                "[null]",
                "[{},{}]",
                "[{},null]",
                "[[],[[]]]",
                "[-2147483647,-2147483648]",
                "{\"a\":1,\"a\":2}",
                "{\"__proto__\":{\"x\":1}}",
                "{\"1\":1,\"0\":0,\"a\":2}",
                "{\"constructor\":1,\"toString\":2}",
                "{\"\":1}",
                "{\"\\u0061\":1,\"b\\n\":2}",
                "\t\r\n{\"a\"\t:\r1\n,\"b\":2}\n",
                "{\"length\":3}"
            })
    void valuesAreTheEngines(String text) {
        agree(text);
        assertThat(TELL.execute(text, false).asString()).doesNotStartWith("SyntaxError");
    }

    @Test
    void kindsOfValuesMayChangeFromObjectToObject() {
        agree(
                "[{\"a\":1},{\"a\":1.5},{\"a\":\"x\"},{\"a\":null},{\"a\":[1]},{\"a\":true},{\"a\":1,\"b\":1},{\"b\":1,\"a\":1},{\"a\":{\"a\":{\"a\":2}}}]");
    }

    @Test
    void whatIsDeepOrLongIsTheEngines() {
        for (int depth : new int[] {99, 100, 101, 3_000}) agree("[".repeat(depth) + "]".repeat(depth));
        agree("[\"" + "x".repeat(1 << 20) + "\"]");
        agree("{\"" + "k".repeat(100) + "\":1}");
    }

    @Test
    void moreKindsOfObjectsThanArePlaces() {
        var text = new StringBuilder("[");
        for (int i = 0; i < 2_000; i++) text.append("{\"id\":%d,\"k%d\":%d,\"last\":null},".formatted(i, i, i));
        agree(text.append("{}]").toString());
    }

    @Test
    void anObjectOfManyMembers() {
        var text = new StringBuilder("{\"first\":0");
        for (int i = 0; i < 2_000; i++) text.append(",\"m%d\":%d".formatted(i, i));
        agree(text.append('}').toString());
        agree(text.toString());
    }

    @Test
    void whatAReadObjectBecomesLeavesTheNextOneAlone() {
        var script = """
                (() => {
                  const one = JSON.parse('{"p":1,"q":{"r":1}}');
                  Object.freeze(one); delete one.q.r; one.q.s = 1;
                  const two = JSON.parse('{"p":1,"q":{"r":1}}');
                  two.p = 'text'; two.q = 1.5;
                  Object.defineProperty(Object.prototype, 'p', { set() { throw new Error('a member is no assignment'); }, configurable: true });
                  const three = JSON.parse('{"p":1,"q":{"r":1}}');
                  delete Object.prototype.p;
                  return JSON.stringify([one, two, three]) + Object.isFrozen(three);
                })()""";
        assertThat(CONTEXT.eval("js", script).asString())
                .isEqualTo("[{\"p\":1,\"q\":{\"s\":1}},{\"p\":\"text\",\"q\":1.5},{\"p\":1,\"q\":{\"r\":1}}]false");
    }

    @Test
    void randomTextsAgree() {
        long seed = Long.getLong("mayfly.seed", 2_605);
        System.out.println("random JSON texts: -Dmayfly.seed=" + seed);
        var random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            var text = new StringBuilder();
            write(random, text, 0);
            if (random.nextInt(3) == 0 && !text.isEmpty()) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "{}[],:\"\\ 0-.e".charAt(random.nextInt(13)));
                    default -> text.setLength(at);
                }
            }
            agree(text.toString());
        }
    }

    private static void write(Random random, StringBuilder out, int depth) {
        switch (depth > 4 ? random.nextInt(5) : random.nextInt(8)) {
            case 0 -> out.append(random.nextInt(-9, 99));
            case 1 ->
                out.append(
                        random.nextBoolean()
                                ? "" + random.nextLong()
                                : "" + random.nextGaussian() * Math.pow(10, random.nextInt(-9, 30)));
            case 2 -> out.append(random.nextBoolean());
            case 3 -> out.append("null");
            case 4 -> text(random, out);
            case 5, 6 -> {
                out.append('{');
                for (int i = random.nextInt(5); i > 0; i--) {
                    text(random, out);
                    out.append(random.nextBoolean() ? ":" : " : ");
                    write(random, out, depth + 1);
                    if (i > 1) out.append(',');
                }
                out.append('}');
            }
            default -> {
                out.append('[');
                for (int i = random.nextInt(6); i > 0; i--) {
                    write(random, out, depth + 1);
                    if (i > 1) out.append(", ");
                }
                out.append(']');
            }
        }
    }

    private static void text(Random random, StringBuilder out) {
        String[] pieces = {"a", "b", "id", "\\n", "\\u00e4", "\u00e4", "\u20ac", "\\\"", "x y"};
        out.append('"');
        for (int i = random.nextInt(3); i > 0; i--) out.append(pieces[random.nextInt(pieces.length)]);
        out.append('"');
    }
}
