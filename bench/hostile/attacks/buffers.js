// Typed arrays and buffers.

/// buffer-2gb: error heap
new ArrayBuffer(2 ** 31);

/// buffers: heap cpu
const buffers = [];
for (;;) buffers.push(new Uint8Array(6e7));

/// small-buffers: heap cpu
const small = [];
for (;;) small.push(new ArrayBuffer(64));

/// resizable: heap error cpu
const resizable = [];
for (;;) { const b = new ArrayBuffer(1, { maxByteLength: 6e7 }); b.resize(6e7); resizable.push(b); }

/// resize-loop: cpu heap allocatedBytes
const jumping = new ArrayBuffer(1, { maxByteLength: 6e7 });
for (;;) { jumping.resize(6e7); jumping.resize(1); }

/// buffer-slice: cpu heap allocatedBytes
const source = new ArrayBuffer(5e7);
for (;;) source.slice(0);

/// transfer: cpu heap allocatedBytes
let moving = new ArrayBuffer(3e7);
for (;;) moving = moving.transfer(3e7 + Math.floor(Math.random() * 1e6));

/// typed-from: cpu heap
for (;;) Uint8Array.from({ length: 6e7 });

/// typed-from-endless: cpu heap
Float64Array.from({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });

/// typed-sort: cpu heap
const numbers = new Float64Array(5e6).map(() => Math.random());
for (;;) numbers.toSorted();

/// typed-sort-compare: cpu heap
for (;;) new Float64Array(2e6).map((_, i) => -i).sort((a, b) => a - b);

/// typed-set: cpu heap
const target = new Uint8Array(5e7), other = new Float32Array(5e6);
for (;;) target.set(other);

/// typed-set-array-like: cpu error heap
new Uint8Array(5e7).set(new Proxy({}, { get: (_, key) => (key === "length" ? 5e7 : 1) }));

/// typed-fill: cpu heap
const filled = new BigUint64Array(5e6);
for (;;) filled.fill(1n).reverse().copyWithin(1, 0);

/// typed-join: cpu heap error
for (;;) new Uint8Array(5e6).join("--");

/// typed-index-of: cpu heap
const haystack = new Float64Array(6e6);
for (;;) haystack.indexOf(1), haystack.lastIndexOf(2), haystack.includes(NaN);

/// typed-species: heap cpu error
class Growing extends Uint8Array { static get [Symbol.species]() { return function (n) { return new Uint8Array(6e7 + n * 0); }; } }
const growing = new Growing(6e7), kept = [];
for (;;) kept.push(growing.map((x) => x));

/// data-view: cpu heap
const view = new DataView(new ArrayBuffer(1e6));
for (let i = 0; ; i = (i + 8) % 9e5) view.setFloat64(i, i);

/// atomics-wait: error
Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0);

/// atomics-loop: cpu
const cells = new Int32Array(new ArrayBuffer(8));
for (;;) Atomics.add(cells, 0, 1);

/// shared-buffers: heap cpu error
const sharing = [];
for (;;) sharing.push(new SharedArrayBuffer(3e7));
