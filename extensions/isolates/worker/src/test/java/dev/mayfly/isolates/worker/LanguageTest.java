package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the language has since ES2024, by the engine or by the prelude. */
class LanguageTest {
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[...[1, 2, 3].values().drop(1).map((x) => x * 2)].join() | 4,6",
                "[...Iterator.concat([1], new Set([2]))].join() | 1,2",
                "(await Array.fromAsync((async function* () { yield 1; yield 2; })(), (x) => x + 1)).join() | 2,3",
                "await Promise.try((x) => x + 1, 1) | 2",
                "Uint8Array.fromBase64('aGk-', { alphabet: 'base64url' }).join() | 104,105,62",
                "new Uint8Array([104, 105]).toBase64() + new Uint8Array([1, 255]).toHex() + Uint8Array.fromHex('0aff').join() | aGk=01ff10,255",
                "(() => { const a = new Uint8Array(4); return [a.setFromBase64('aGk=').written, a.setFromHex('ff').read, a.join()].join(); })() | 2,2,255,105,0,0",
                "[Error.isError(new TypeError()), Error.isError(new DOMException()), Error.isError({ message: '' })].join() | true,true,false",
                "[...Map.groupBy([1, 2, 3], (x) => x % 2).get(1)].join() + Object.groupBy([1], () => 'k').k | 1,31",
                "(() => { const m = new Map(); return [m.getOrInsert('a', 1), m.getOrInsert('a', 2), m.getOrInsertComputed('b', (k) => k + '!'), m.size].join(); })() | 1,1,b!,2",
                "(() => { const w = new WeakMap(), k = {}; return w.getOrInsertComputed(k, () => 5) + w.getOrInsert(k, 6); })() | 10",
                "RegExp.escape('a.b') + Math.sumPrecise([0.1, 0.2, -0.3]) | \\x61\\.b2.7755575615628914e-17",
                "new Set([1, 2]).union(new Set([3])).size + new Float16Array(2).byteLength | 7",
                "Symbol.dispose.description + Symbol.asyncDispose.description | Symbol.disposeSymbol.asyncDispose",
                "(() => { const said = []; const s = new DisposableStack(); s.defer(() => said.push(1)); s.use({ [Symbol.dispose]() { said.push(2); } }); s.adopt(3, (x) => said.push(x)); s.dispose(); return said.join() + s.disposed; })() | 3,2,1true",
                "await (async () => { const said = []; const s = new AsyncDisposableStack(); s.defer(async () => { await null; said.push(1); }); s.use({ async [Symbol.asyncDispose]() { said.push(2); } }); await s.disposeAsync(); return said.join(); })() | 2,1",
                "(() => { const s = new DisposableStack(); s.defer(() => { throw 1; }); s.defer(() => { throw 2; }); try { s.dispose(); } catch (e) { return [e.name, e.error, e.suppressed, e instanceof SuppressedError].join(); } })() | SuppressedError,1,2,true",
                "(() => { let left = 0; const i = (function* () { try { yield 1; } finally { left++; } })(); i.next(); i[Symbol.dispose](); return left; })() | 1",
                "(() => { const e = {}; Error.captureStackTrace(e); return typeof e.stack + Object.keys(e).length; })() | string0",
                "(() => { Error.prepareStackTrace = (e, sites) => sites; const e = {}; (function named() { Error.captureStackTrace(e); })(); const [s] = e.stack; return [s.getFunctionName(), typeof s.getFileName(), s.getLineNumber(), typeof s.getThis(), s.isNative(), `${s}`.startsWith('named (')].join(); })() | named,string,1,undefined,false,true",
                "(() => { const e = {}; function inner() { Error.captureStackTrace(e, inner); } function outer() { inner(); } outer(); return e.stack.split('\\n')[1].trim().startsWith('at outer (') + e.stack.slice(0, 6).trim(); })() | trueError",
                "(() => { class Own extends Error { constructor(m) { super(m); Error.captureStackTrace(this, Own); } } function made() { return new Own('m'); } return made().stack.split('\\n').slice(0, 2).join().replace(/ \\(.*/, ''); })() | Error: m,    at made",
                "(() => { function thrower() { return new DOMException('m', 'AbortError').stack.split('\\n').slice(0, 2).join().replace(/ \\(.*/, ''); } return thrower(); })() | AbortError: m,    at thrower",
                "(() => { function cloner() { try { structuredClone(() => {}); } catch (e) { return e.stack.split('\\n')[1].trim().replace(/ \\(.*/, ''); } } return cloner(); })() | at cloner",
                "(() => { const s = new DisposableStack(); const t = s.move(); try { s.defer(() => {}); } catch (e) { return e.name + t.disposed; } })() | ReferenceErrorfalse",
            })
    void hasWhatTheLanguageHas(String expression, String expected) {
        assertThat(host.get("export default { async fetch() { return new Response(String(%s)); } };"
                                .formatted(expression))
                        .text())
                .isEqualTo(expected);
    }
}
