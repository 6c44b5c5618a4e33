package dev.mayfly.isolates.guard;

import java.util.List;

/** Guest code that a cancel alone does not stop: long builtins without a safepoint, and recursion that catches its own overflow. */
record Attack(String name, String script) {
    /** Builtins of the engine and the JDK that loop or recurse for seconds to years. */
    static final List<Attack> BUILTINS = List.of(
            new Attack("Array.from", "Array.from({length: 2**32-1})"),
            new Attack("indexOf", "[].indexOf.call({length: 2**53-1}, 1)"),
            new Attack("lastIndexOf", "[].lastIndexOf.call({length: 2**53-1}, 1)"),
            new Attack(
                    "JSON.stringify shared",
                    "let d = {}; for (let i = 0; i < 40; i++) d = {a: d, b: d}; JSON.stringify(d)"),
            new Attack("shift", "[].shift.call({length: 2**53-1})"),
            new Attack("splice", "[].splice.call({length: 2**53-1}, 1, 1)"),
            new Attack("slice", "[].slice.call({length: 2**32-1})"),
            new Attack("flat", "[].flat.call({length: 2**53-1})"),
            new Attack("sort", "[].sort.call({length: 2**32-1})"),
            new Attack("every", "[].every.call({length: 2**53-1}, () => true)"),
            new Attack("map", "[].map.call({length: 2**32-1}, x => x)"),
            new Attack("reduce", "[].reduce.call({length: 2**53-1}, x => x)"),
            new Attack("toReversed", "[].toReversed.call({length: 2**32-1})"),
            new Attack("Math.max.apply", "for (;;) Math.max.apply(null, {length: 9999999})"),
            new Attack("typed array from", "for (;;) Uint8Array.from({length: 6e7})"),
            new Attack("split", "for (;;) 'a'.repeat(3e7).split('')"),
            new Attack(
                    "DateTimeFormat locales",
                    "const l = Array(300000).fill('de-AT'); for (;;) new Intl.DateTimeFormat(l)"),
            new Attack("JSON.parse", "const s = '[' + '0,'.repeat(1.5e7) + '0]'; for (;;) JSON.parse(s)"),
            new Attack("sparse sort", "const a = []; a.length = 5e7; a[49999999] = 1; for (;;) a.sort()"),
            new Attack("normalize", "('a' + '\\u0316\\u0300'.repeat(4e5)).normalize()"),
            new Attack("nested groups", "new RegExp('(?:'.repeat(1e4) + 'a' + ')*'.repeat(1e4))"),
            new Attack(
                    "segmenter",
                    "const t = '\\u0e01\\u0e32'.repeat(5e5); for (;;) for (const s of new Intl.Segmenter('th', {granularity: 'word'}).segment(t)) {}"),
            new Attack("upper case", "const u = '\\u00df'.repeat(1e7); for (;;) u.toUpperCase()"),
            new Attack("Date.parse", "const n = '1'.repeat(3e7); for (;;) Date.parse(n)"),
            new Attack("localeCompare", "const c = 'a\\u0300\\u0316'.repeat(5e6); for (;;) c.localeCompare(c + 'b')"),
            new Attack("search of texts", "for (;;) ('a'.repeat(3e6) + 'b').indexOf('a'.repeat(1e6) + 'c')"),
            new Attack("search from behind", "for (;;) ('b' + 'a'.repeat(3e6)).lastIndexOf('c' + 'a'.repeat(1e6))"),
            new Attack("big power", "let b = 3n; for (;;) try { b = b ** 2n } catch (e) { b = 3n }"),
            new Attack("big text", "const g = (3n ** 600000n); for (;;) BigInt(g.toString())"),
            new Attack("big format", "const f = (3n ** 600000n); for (;;) new Intl.NumberFormat('de').format(f)"));

    /** Recursion that goes on in whatever runs when the stack is full. */
    static final List<Attack> RECURSION = List.of(
            new Attack("plain", "function f() { f() } f()"),
            new Attack("catch", "function f() { try { f() } catch (e) { f() } } f()"),
            new Attack("finally", "function f() { try { f() } finally { f() } } f()"),
            new Attack(
                    "toString", "const o = {toString() { try { return '' + o } catch (e) { return '' + o } }}; '' + o"),
            new Attack(
                    "proxy get",
                    "const p = new Proxy({}, {get() { try { return p.x } catch (e) { return p.x } }}); p.x"),
            new Attack("map", "function f() { try { [1].map(f) } catch (e) { [1].forEach(f) } } f()"),
            new Attack(
                    "toJSON",
                    "const j = {toJSON() { try { return JSON.stringify(j) } catch (e) { return [2, 1].sort(() => JSON.stringify(j)) } }}; JSON.stringify(j)"),
            new Attack("eval", "globalThis.f = () => { try { eval('f()') } catch (e) { new Function('f()')() } }; f()"),
            new Attack(
                    "constructor",
                    "class C { constructor() { try { new C() } catch (e) { 'a'.replace('a', () => new C()) } } } new C()"));

    /** What must go wrong at once instead of running long. */
    static final List<Attack> REFUSED = List.of(
            new Attack("power", "2n ** (2n ** 30n)"),
            new Attack("shift", "1n << 2000000000n"),
            new Attack("negative shift", "1n >> -2000000000n"),
            new Attack("product", "let b = 3n ** 600000n; b * b"),
            new Attack("long text", "BigInt('7'.repeat(2e7))"),
            new Attack("long literal", "eval('7'.repeat(2e6) + 'n')"));
}
