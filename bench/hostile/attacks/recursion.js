// Recursion to the end of the stack, and code that runs there.

/// plain: error
function f() { f(); }
f();

/// catch: cpu error
function f() { try { f(); } catch { f(); } }
f();

/// finally: cpu error
function f() { try { f(); } finally { f(); } }
f();

/// catch-loop: cpu
function f() { for (;;) try { f(); } catch {} }
f();

/// finally-continue: cpu
function f() { for (;;) try { f(); } finally { continue; } }
f();

/// getter: error cpu
const g = { get x() { try { return g.x; } catch { return g.x; } } };
g.x;

/// setter: error cpu
const s = { set x(v) { try { s.x = v; } finally { s.x = v; } } };
s.x = 1;

/// proxy-get: cpu error
const p = new Proxy({}, { get() { try { return p.x; } catch { return p.x; } } });
p.x;

/// proxy-chain: error cpu
let chained = {};
for (let i = 0; i < 1e5; i++) chained = new Proxy(chained, {});
for (;;) try { chained.x; } catch {}

/// proxy-prototype: error cpu
const cyclic = new Proxy({}, { get: (t, k, r) => Reflect.get(Object.create(r), k, r) });
cyclic.x;

/// to-string: cpu error
const o = { toString() { try { return "" + o; } catch { return "" + o; } } };
"" + o;

/// value-of: cpu error
const v = { valueOf() { try { return +v; } catch { return v * v; } } };
+v;

/// to-primitive: cpu error
const t = { [Symbol.toPrimitive]() { try { return `${t}`; } catch { return t + t; } } };
`${t}`;

/// map: cpu error
function f() { try { [1].map(f); } catch { [1].forEach(f); } }
f();

/// sort: cpu error
function f() { try { [2, 1].sort(f); } catch { [2, 1].toSorted(f); } }
f();

/// to-json: cpu error
const j = { toJSON() { try { return JSON.stringify(j); } catch { return [2, 1].sort(() => JSON.stringify(j)); } } };
JSON.stringify(j);

/// replace: cpu error
function f() { try { "a".replace(/a/, f); } catch { "a".replaceAll("a", f); } }
f();

/// generator: cpu error
function* g() { try { yield* g(); } catch { yield* g(); } }
g().next();

/// iterator: cpu error
const it = { [Symbol.iterator]() { try { return [...it]; } catch { return [...it]; } } };
[...it];

/// async: cpu error heap wall
async function f() { try { await f(); } catch { await f(); } }
await f();

/// async-deferred: cpu error heap wall
async function f() { await 0; return f(); }
await f();

/// eval: cpu error
globalThis.f = () => { try { (0, eval)("f()"); } catch { new Function("f()")(); } };
f();

/// constructor: cpu error
class C { constructor() { try { new C(); } catch { "a".replace("a", () => new C()); } } }
new C();

/// super: cpu error
class A { constructor() { return new B(); } }
class B extends A { constructor() { try { super(); } catch { super(); } } }
new B();

/// reflect-construct: cpu error
function K() { try { Reflect.construct(K, [], K); } catch { Reflect.apply(K, null, []); } }
new K();

/// bound-chain: cpu error heap
let bound = () => 1;
for (let i = 0; i < 1e6; i++) bound = bound.bind(null);
for (;;) try { bound(); } catch {}

/// class-chain: cpu error heap
let Base = class {};
for (let i = 0; i < 1e5; i++) Base = class extends Base {};
for (;;) try { new Base(); } catch {}

/// tagged-templates: cpu error
function f() { try { f``; } catch { f`${f``}`; } }
f();

/// has-instance: cpu error
class H { static [Symbol.hasInstance](x) { try { return x instanceof H; } catch { return x instanceof H; } } }
({}) instanceof H;

/// symbol-species: cpu error
class S extends Array { static get [Symbol.species]() { try { new S(1).map((x) => x); } catch { new S(1).slice(); } return S; } }
new S(1).map((x) => x);

/// error-stack: cpu error
function f() { try { f(); } catch (e) { e.stack; new Error("x", { cause: e }).stack; f(); } }
f();

/// host-at-the-end: cpu error
function f() { try { f(); } catch { console.log("deep"); crypto.randomUUID(); new URL("http://a/").href; f(); } }
f();

/// web-at-the-end: cpu error
function f() { try { f(); } catch { setTimeout(f); new Response("x").text(); new TextEncoder().encode("x"); structuredClone({}); f(); } }
f();

/// fetch-at-the-end: cpu error subrequests
function f() { try { f(); } catch { fetch("http://127.0.0.1/").catch(() => {}); f(); } }
f();

/// intl-at-the-end: cpu error
function f() { try { f(); } catch { new Intl.NumberFormat("de").format(1); (1.5).toLocaleString(); new Date().toLocaleString(); f(); } }
f();

/// regex-at-the-end: cpu error
let n = 0;
function f() { try { f(); } catch { new RegExp("a" + n++).exec("a"); f(); } }
f();

/// source-at-the-end: cpu error
let k = 0;
function f() { try { f(); } catch { eval(`class K${k++} { #a = 1; static { this.b = async () => {}; } }`); f(); } }
f();
