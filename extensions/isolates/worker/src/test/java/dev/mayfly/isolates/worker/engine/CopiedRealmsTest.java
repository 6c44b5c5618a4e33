package dev.mayfly.isolates.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.worker.web.Prelude;
import java.io.OutputStream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Realms that are copies look to JavaScript like realms that the engine built, and share nothing with each other. */
class CopiedRealmsTest {
    private static final GuestEngine COPIES = new GuestEngine();

    /** Every object that can be reached from the language's own globals, and what each property of it is. */
    private static final String WALK = """
            (globals) => {
              const paths = new Map(), lines = [];
              const show = (v) => typeof v === 'function' ? `function ${v.name}/${v.length}` : typeof v === 'object' && v !== null ? 'object' : String(v);
              const visit = (object, path) => {
                if ((typeof object !== 'object' && typeof object !== 'function') || object === null || paths.has(object)) return;
                paths.set(object, path);
                const next = [[Object.getPrototypeOf(object), path + '.__proto__']];
                for (const key of Reflect.ownKeys(object)) {
                  const at = `${path}.${String(key)}`, d = Object.getOwnPropertyDescriptor(object, key);
                  lines.push(`${at} ${d.writable ? 'w' : '-'}${d.enumerable ? 'e' : '-'}${d.configurable ? 'c' : '-'} ${'value' in d ? show(d.value) : `get ${show(d.get)} set ${show(d.set)}`}`);
                  for (const one of [d.value, d.get, d.set]) next.push([one, at]);
                }
                for (const [one, at] of next) visit(one, paths.get(one) ?? at);
              };
              for (const name of globals) visit(globalThis[name], name);
              return lines.join('\\n');
            }""";

    private static final String GLOBALS = """
            ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Date', 'RegExp', 'Math', 'JSON', 'Reflect', 'Proxy',
             'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Promise', 'Error', 'TypeError', 'RangeError', 'SyntaxError',
             'AggregateError', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Int32Array', 'Float64Array', 'BigInt64Array', 'Atomics',
             'Intl', 'Iterator', 'eval', 'parseInt', 'parseFloat', 'isNaN', 'isFinite', 'encodeURIComponent', 'decodeURI', 'escape', 'unescape']""";

    @AfterAll
    static void close() {
        COPIES.close();
    }

    private static Context copy() {
        var context = COPIES.newContext();
        context.initialize("js");
        return context;
    }

    private static String eval(Context context, String script) {
        return context.eval("js", script).toString();
    }

    /** A context of an engine of its own, whose first realm is built by the engine alone. */
    private static Context built() {
        var nowhere = OutputStream.nullOutputStream();
        return Context.newBuilder("js")
                .engine(Engine.newBuilder("js")
                        .option("engine.WarnInterpreterOnly", "false")
                        .out(nowhere)
                        .err(nowhere)
                        .build())
                .allowExperimentalOptions(true)
                .option("js.graal-builtin", "false")
                .build();
    }

    @Test
    void aCopyHasWhatABuiltRealmHas() {
        try (var built = built();
                var copy = copy()) {
            built.eval(Prelude.part("language")).execute(built.eval("js", "({ apply: Reflect.apply })"));
            var expected = eval(built, "(" + WALK + ")(" + GLOBALS + ")");
            assertThat(expected.lines().count()).isGreaterThan(1_500);
            assertThat(eval(copy, "(" + WALK + ")(" + GLOBALS + ")")).isEqualTo(expected);
        }
    }

    @Test
    void builtinsThatAreOneStayOne() {
        try (var copy = copy()) {
            assertThat(eval(copy, """
                    [Array.prototype[Symbol.iterator] === Array.prototype.values, Set.prototype.keys === Set.prototype.values,
                     Map.prototype[Symbol.iterator] === Map.prototype.entries, Number.parseFloat === parseFloat, Number.parseInt === parseInt,
                     Date.prototype.toGMTString === Date.prototype.toUTCString, Uint8Array.prototype.toString === Array.prototype.toString,
                     String.prototype.trimStart === String.prototype.trimLeft, [].map === Array.prototype.map, new Map().get === Map.prototype.get].join()""")).isEqualTo("true,true,true,true,true,true,true,true,true,true");
        }
    }

    @Test
    void builtinsCanBeReplacedRedefinedAndDeletedByOneRealmAlone() {
        try (var one = copy();
                var other = copy()) {
            assertThat(eval(one, """
                    Array.prototype.map = () => 'mine';
                    Object.defineProperty(Array.prototype, 'filter', { writable: false });
                    Object.defineProperty(String.prototype, 'trim', { get: () => () => 'mine too', configurable: true });
                    delete Math.max;
                    Object.freeze(Reflect);
                    Reflect.get = 1;
                    (() => { 'use strict'; try { Array.prototype.filter = 1; return 'written'; } catch (e) { return e.name; } })()
                      + [[1].map(), typeof [1].filter, ' a '.trim(), typeof Math.max, typeof Reflect.get, Object.keys(Array.prototype).length,
                         JSON.stringify(Object.getOwnPropertyDescriptor(Array.prototype, 'map'))].join()"""))
                    .isEqualTo("TypeErrormine,function,mine too,undefined,function,0,"
                            + "{\"writable\":true,\"enumerable\":false,\"configurable\":true}");
            assertThat(eval(
                            other,
                            "[[2].map(x => x + 1), ' a '.trim(), Math.max(1, 2), Object.isFrozen(Reflect)].join()"))
                    .isEqualTo("3,a,2,false");
        }
    }

    @Test
    void nothingThatOneCopyCanReachIsReachedByAnother() {
        var reach = """
                (mark) => {
                  const seen = new Set(), queue = [globalThis, (function* () {})(), (async function* () {})(), [][Symbol.iterator](),
                    new Map().keys(), /x/g[Symbol.matchAll]('x'), ''[Symbol.iterator](), new Intl.Segmenter().segment('a')];
                  let marked = 0;
                  while (queue.length > 0) {
                    const object = queue.pop();
                    if ((typeof object !== 'object' && typeof object !== 'function') || object === null || seen.has(object)) continue;
                    seen.add(object);
                    if (Object.hasOwn(object, 'mark')) marked++;
                    if (mark) Reflect.defineProperty(object, 'mark', { value: 1 });
                    queue.push(Object.getPrototypeOf(object));
                    for (const key of Reflect.ownKeys(object)) {
                      const d = Reflect.getOwnPropertyDescriptor(object, key);
                      if (d !== undefined) queue.push(d.value, d.get, d.set);
                    }
                  }
                  return `${seen.size > 600} ${marked}`;
                }""";
        try (var one = copy();
                var other = copy()) {
            assertThat(eval(one, "(" + reach + ")(true)")).isEqualTo("true 0");
            assertThat(eval(one, "(" + reach + ")(false)")).isNotEqualTo("true 0");
            assertThat(eval(other, "(" + reach + ")(false)")).isEqualTo("true 0");
            try (var later = copy()) {
                assertThat(eval(later, "(" + reach + ")(false)")).isEqualTo("true 0");
            }
        }
    }

    /** Each is copied for every request: one kind of builtin that lies in no shape any more, or a part that leaks into the image, shows here. */
    @Test
    void aCopyIsSmall() {
        assertThat(COPIES.objects()).isBetween(300, 700);
    }

    @Test
    void copiesHaveTheirOwnRandomNumbersAndClocks() {
        try (var one = copy();
                var other = copy()) {
            assertThat(eval(one, "Math.random()")).isNotEqualTo(eval(other, "Math.random()"));
        }
    }
}
