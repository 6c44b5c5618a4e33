// Promises, microtasks and timers without end.

/// microtasks: cpu
for (;;) await 0;

/// microtask-chain: cpu
const next = () => queueMicrotask(next);
next();
await new Promise(() => {});

/// microtask-tree: cpu heap
const grow = () => { queueMicrotask(grow); queueMicrotask(grow); };
grow();
await new Promise(() => {});

/// thenable-loop: cpu
const thenable = { then(resolve) { resolve(thenable); } };
await thenable;

/// thenable-recursion: cpu error
const t = { then(resolve) { try { t.then(resolve); } catch { resolve(t); } } };
await t;

/// promise-chain: heap cpu
let chain = Promise.resolve();
for (;;) chain = chain.then(() => chain);

/// promise-storm: heap cpu error
await Promise.all(Array.from({ length: 3e6 }, () => new Promise((r) => r())));

/// promise-race-storm: heap cpu
const never = new Promise(() => {});
for (;;) Promise.race([never, never]);

/// promise-any-storm: cpu heap error
for (;;) await Promise.any(Array(1e5).fill(Promise.reject(1))).catch(() => {});

/// promise-all-settled: cpu heap
for (;;) await Promise.allSettled(Array(1e5).fill(0));

/// promise-species: cpu heap error
class Many extends Promise { static get [Symbol.species]() { return Many; } constructor(run) { super(run); super.then(() => {}); for (let i = 0; i < 3; i++) new Many(() => {}); } }
new Many(() => {});

/// unhandled-rejections: heap cpu
for (;;) Promise.reject(new Error("x"));

/// executor: cpu
await new Promise(() => { for (;;) ; });

/// then-getter: cpu
return { get then() { for (;;) ; } };

/// never-answers: wall
await new Promise((resolve) => setTimeout(resolve, 1e9));

/// nothing-to-wait-for: error
await new Promise(() => {});

/// timers: error
for (;;) setTimeout(() => {}, 1e6);

/// timers-caught: cpu
for (;;) try { setTimeout(() => {}, 1e6); } catch {}

/// timer-flood: cpu
const again = () => { setTimeout(again); setTimeout(again); };
again();
await new Promise((resolve) => setTimeout(resolve, 1e9));

/// intervals: cpu
for (let i = 0; i < 9000; i++) setInterval(() => { for (let n = 0; n < 1e4; n++); }, 1);
await new Promise((resolve) => setTimeout(resolve, 1e9));

/// timer-held-values: heap cpu error
for (let i = 0; ; i++) setTimeout(() => {}, 1e6, new Uint8Array(1e6).fill(i));

/// timer-churn: cpu
for (;;) clearTimeout(setTimeout(() => {}, 1e6));

/// sliced-spin: cpu
for (;;) { const t = Date.now(); while (Date.now() < t + 8); await new Promise((r) => setTimeout(r, 1)); }

/// sliced-hoard: heap cpu wall
const hoard = [];
for (;;) { hoard.push(new Uint8Array(1 << 20)); await new Promise((r) => setTimeout(r, 0)); }

/// scheduler: cpu wall
for (;;) await Promise.all(Array.from({ length: 1000 }, () => scheduler.wait(0)));

/// wait-until-spin: cpu answered
ctx.waitUntil((async () => { for (;;) ; })());

/// wait-until-storm: heap cpu
for (;;) ctx.waitUntil(new Promise(() => {}));

/// wait-until-after: answered cpu
ctx.waitUntil(new Promise((resolve) => setTimeout(resolve, 10)).then(() => { for (;;) ; }));

/// abort-storm: heap cpu
const signals = [];
for (;;) { const c = new AbortController(); c.signal.addEventListener("abort", () => c.abort()); signals.push(AbortSignal.any([c.signal, ...signals.slice(-50)])); }

/// abort-listeners: heap cpu
const controller = new AbortController();
for (;;) controller.signal.addEventListener("abort", () => {}, { once: true });

/// abort-recursion: cpu error
const target = new EventTarget();
target.addEventListener("x", () => { try { target.dispatchEvent(new Event("x")); } finally { target.dispatchEvent(new Event("x")); } });
target.dispatchEvent(new Event("x"));

/// abort-timeouts: error
for (;;) AbortSignal.timeout(1e9);

/// structured-clone-shared: cpu heap error
let shared = {};
for (let i = 0; i < 40; i++) shared = { a: shared, b: { ...shared } };
for (;;) structuredClone(shared);

/// structured-clone-deep: error cpu heap
let deep = {};
for (let i = 0; i < 1e6; i++) deep = { deep };
structuredClone(deep);

/// structured-clone-getter: cpu heap error
const getter = { get x() { return { get x() { return structuredClone(getter); } }; } };
structuredClone(getter);

/// structured-clone-large: cpu heap
const large = Array.from({ length: 3e5 }, () => ({ a: new Date() }));
for (;;) structuredClone(large);

/// structured-clone-sparse: cpu heap error
const sparse = [];
sparse.length = 2 ** 32 - 1;
for (;;) structuredClone([sparse]);
