// Loops, iterators and generators that never end.

/// spin: cpu
for (;;) ;

/// spin-caught: cpu
for (;;) try { null.x; } catch {} finally { continue; }

/// spin-labelled: cpu
outer: for (;;) { for (;;) continue outer; }

/// spin-switch: cpu
for (let i = 0; ; ) switch (i++ % 3) { case 0: continue; default: break; }

/// spread: cpu heap
[...{ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }];

/// destructuring: cpu heap
const [first, ...rest] = (function* () { for (;;) yield 1; })();

/// call-spread: cpu heap error
Math.max(...(function* () { for (;;) yield 1; })());

/// promise-all: cpu heap
await Promise.all((function* () { for (;;) yield 1; })());

/// promise-any: cpu heap
await Promise.any((function* () { for (;;) yield Promise.reject(1); })());

/// map-constructor: cpu heap
new Map((function* () { for (let i = 0; ; i++) yield [i, i]; })());

/// set-constructor: cpu heap
new Set((function* () { for (let i = 0; ; i++) yield i; })());

/// weak-set-constructor: cpu heap
new WeakSet((function* () { for (;;) yield {}; })());

/// array-of-generator: cpu heap
Array.from((function* () { for (;;) yield {}; })());

/// headers-constructor: cpu heap error
new Headers((function* () { for (let i = 0; ; i++) yield ["a" + i, "b"]; })());

/// params-constructor: cpu heap error
new URLSearchParams((function* () { for (let i = 0; ; i++) yield ["a" + i, "b"]; })());

/// blob-constructor: cpu heap error
new Blob((function* () { for (;;) yield "x"; })());

/// iterator-helpers: cpu
Iterator.from({ next: () => ({ done: false, value: 1 }) }).map((x) => x).filter(() => false).next();

/// iterator-drop: cpu
(function* () { for (;;) yield 1; })().drop(2 ** 52).next();

/// iterator-flat-map: cpu
(function* () { for (;;) yield 1; })().flatMap(() => []).next();

/// generators: heap cpu
const running = [];
for (;;) { const g = (function* () { yield new Array(100); yield 1; })(); g.next(); running.push(g); }

/// generator-return: cpu
const stubborn = (function* () { for (;;) try { yield 1; } finally { continue; } })();
stubborn.next();
stubborn.return(1);
for (;;) stubborn.return(1);

/// iterator-return: cpu
for (const x of { [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }), return() { for (;;) ; } }) }) break;

/// async-generator: cpu
async function* g() { for (;;) yield 1; }
for await (const x of g()) x;

/// async-generator-queue: heap cpu
async function* g() { for (;;) yield 1; }
const queue = g();
for (;;) queue.next();

/// async-iterator: cpu
for await (const x of { [Symbol.asyncIterator]: () => ({ next: () => ({ done: false, value: 1 }) }) }) x;

/// async-spread: cpu heap
const all = [];
for await (const x of { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value: {} }) }) }) all.push(x);

/// for-in: cpu error heap
for (const key in new Proxy({}, { ownKeys: () => Array.from({ length: 1e6 }, (_, i) => "k" + i), getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), getPrototypeOf: () => null })) for (;;) key;

/// getters: cpu
const layers = Object.create({}, { x: { get() { for (;;) ; } } });
({ ...layers, y: layers.x });

/// with-proxy: cpu error
new Function("p", "with (p) { for (;;) a; }")(new Proxy({}, { has: () => true, get: () => 1 }));

/// finalizers: cpu heap
const registry = new FinalizationRegistry(() => { for (;;) ; });
for (;;) registry.register({}, 1);

/// weak-refs: heap cpu
const refs = [];
for (;;) refs.push(new WeakRef({ a: refs }));

/// dates: cpu
for (;;) new Date(8.64e15).toISOString() + new Date(NaN).getTime();

/// date-parse: cpu heap
const digits = "1".repeat(3e7);
for (;;) Date.parse(digits);

/// date-parse-spaces: cpu heap
const spaces = "2026-01-01 " + " ".repeat(3e7) + "(" .repeat(1e6);
for (;;) Date.parse(spaces);

/// symbols: heap cpu
const symbols = {};
for (;;) symbols[Symbol("x")] = 1;

/// registered-symbols: heap cpu
for (let i = 0; ; i++) Symbol.for("mallory" + i);

/// busy-sleep: cpu
for (;;) { const until = performance.now() + 1000; while (performance.now() < until); }
