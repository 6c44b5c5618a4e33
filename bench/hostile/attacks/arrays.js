// Arrays that pretend to be huge, have holes, or are proxies.

/// array-from: cpu heap
Array.from({ length: 2 ** 32 - 1 });

/// array-from-mapped: cpu heap
Array.from({ length: 2 ** 32 - 1 }, (_, i) => ({ i }));

/// index-of: cpu
[].indexOf.call({ length: 2 ** 53 - 1 }, 1);

/// last-index-of: cpu
[].lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);

/// includes: cpu
[].includes.call({ length: 2 ** 53 - 1 }, 1);

/// find-last: cpu
[].findLast.call({ length: 2 ** 53 - 1 }, () => false);

/// shift: cpu
[].shift.call({ length: 2 ** 53 - 1 });

/// unshift: cpu error answered
[].unshift.call({ length: 2 ** 53 - 2 }, 1);

/// splice: cpu
[].splice.call({ length: 2 ** 53 - 1 }, 1, 1);

/// slice: cpu heap
[].slice.call({ length: 2 ** 32 - 1 });

/// flat: cpu heap
[].flat.call({ length: 2 ** 53 - 1 });

/// flat-shared: cpu heap error
let shared = [1];
for (let i = 0; i < 40; i++) shared = [shared, shared];
shared.flat(Infinity);

/// flat-map: cpu heap
[1].flatMap(() => new Proxy([], { get: (_, key) => (key === "length" ? 2 ** 53 - 1 : 1), has: () => true }));

/// sort: cpu heap
[].sort.call({ length: 2 ** 32 - 1 });

/// sort-endless-compare: cpu
[3, 2, 1].sort(() => { for (;;) ; });

/// sort-large: cpu heap
for (;;) Array.from({ length: 1e6 }, () => Math.random()).sort();

/// sparse-sort: cpu heap
const sparse = [];
sparse.length = 5e7;
sparse[49999999] = 1;
for (;;) sparse.sort();

/// holes: cpu heap
const holes = [];
for (let i = 0; ; i++) holes[i * 1000] = i;

/// huge-index: cpu heap
const far = [];
far[2 ** 32 - 2] = 1;
for (;;) far.forEach(() => {}), far.reverse();

/// every: cpu
[].every.call({ length: 2 ** 53 - 1 }, () => true);

/// map: cpu heap
[].map.call({ length: 2 ** 32 - 1 }, (x) => x);

/// filter-proxy: cpu heap
new Proxy([], { get: (t, key) => (key === "length" ? 2 ** 53 - 1 : key === "constructor" ? Array : t[key] ?? 1), has: () => true }).filter(() => true);

/// reduce: cpu error
[].reduce.call({ length: 2 ** 53 - 1 }, (x) => x);

/// reduce-right: cpu error
[].reduceRight.call({ length: 2 ** 53 - 1 }, (x) => x);

/// copy-within: cpu
[].copyWithin.call({ length: 2 ** 53 - 1 }, 1, 0);

/// fill: cpu heap
[].fill.call({ length: 2 ** 53 - 1 }, 1);

/// join: cpu heap error
[].join.call({ length: 2 ** 32 - 1 }, "x");

/// join-shared: cpu heap error
let dag = ["x"];
for (let i = 0; i < 40; i++) dag = [dag, dag];
`${dag}`;

/// to-locale-string: cpu heap error
[].toLocaleString.call({ length: 2 ** 53 - 1 });

/// to-reversed: cpu heap
[].toReversed.call({ length: 2 ** 32 - 1 });

/// to-sorted: cpu heap error
[].toSorted.call({ length: 2 ** 32 - 1 });

/// to-spliced: cpu heap error
[].toSpliced.call({ length: 2 ** 32 - 1 }, 1, 1);

/// with: cpu heap error
[].with.call({ length: 2 ** 32 - 1 }, 0, 1);

/// concat: cpu heap error
const spreadable = { length: 2 ** 53 - 1, [Symbol.isConcatSpreadable]: true };
[].concat(spreadable);

/// push: heap cpu
const pushed = [];
for (;;) pushed.push({ a: pushed.length });

/// push-caught: heap cpu
const hoard = [];
for (;;) try { hoard.push(new Array(1e6).fill(hoard.length)); } catch {}

/// math-max-apply: cpu error
for (;;) Math.max.apply(null, { length: 9999999 });

/// spread-arguments: cpu heap error
for (;;) Math.max(...Array(2e6).fill(1));

/// reflect-apply: cpu heap error
for (;;) Reflect.apply(Math.max, null, new Proxy({}, { get: (_, key) => (key === "length" ? 9e6 : 1) }));

/// own-keys-length: cpu heap error
Reflect.ownKeys(new Proxy({}, { ownKeys: () => ({ length: 2 ** 53 - 1 }) }));

/// array-length-flood: heap cpu error
const lengths = [];
for (;;) lengths.push(new Array(5e6).fill(0));

/// keys-flood: heap cpu
const keyed = {};
for (let i = 0; ; i++) keyed["key" + i] = i;

/// map-flood: heap cpu
const mapped = new Map();
for (let i = 0; ; i++) mapped.set(i, {});

/// map-grows-while-walked: heap cpu
const walked = new Map([[0, 0]]);
walked.forEach((_, i) => walked.set(i + 1, i));

/// set-union: cpu heap
new Set().union({ size: Infinity, has: () => true, keys: () => ({ next: () => ({ done: false, value: Math.random() }) }) });

/// set-superset: cpu
new Set([1]).isSupersetOf({ size: 1, has: () => true, keys: () => ({ next: () => ({ done: false, value: 1 }) }) });

/// group-by: cpu heap
Object.groupBy({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: {} }) }) }, () => Math.random());

/// from-entries: cpu heap
Object.fromEntries({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: [Math.random(), 1] }) }) });

/// prototype-chain: cpu heap error
let chain = {};
for (;;) { chain = Object.create(chain); chain.missing; }

/// define-properties: cpu heap
const described = {};
for (let i = 0; ; i++) Object.defineProperty(described, "p" + i, { get: () => i, configurable: true });

/// freeze-deep: cpu heap
for (;;) Object.freeze(Object.assign({}, Array(3e5).fill({})));
