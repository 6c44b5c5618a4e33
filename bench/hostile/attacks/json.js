// JSON: shared, deep and huge values, and hooks that never end.

/// stringify-shared: cpu heap error
let d = {};
for (let i = 0; i < 40; i++) d = { a: d, b: d };
JSON.stringify(d);

/// stringify-shared-array: cpu heap error
let rows = [1];
for (let i = 0; i < 30; i++) rows = [rows, rows, rows];
JSON.stringify(rows, null, 10);

/// stringify-deep: error cpu heap
let deep = {};
for (let i = 0; i < 1e6; i++) deep = { deep };
JSON.stringify(deep);

/// stringify-endless: cpu heap error
const endless = { get next() { return { ...Object.getOwnPropertyDescriptors({}), toJSON: () => ({ get next() { return endless; } }) }; } };
JSON.stringify(new Proxy([], { get: (t, key) => (key === "length" ? 2 ** 53 - 1 : key === "toJSON" ? undefined : 1) }));

/// stringify-proxy: error cpu heap
const self = new Proxy({}, { get: (_, key) => (key === "toJSON" ? undefined : self), ownKeys: () => ["a"], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
JSON.stringify(self);

/// stringify-allow-list: cpu heap
JSON.stringify({}, new Proxy([], { get: (t, key) => (key === "length" ? 2 ** 53 - 1 : String(key)) }));

/// stringify-large: cpu heap error
const many = Array(1e6).fill({ a: "b".repeat(100) });
for (;;) JSON.stringify(many);

/// stringify-space: cpu heap error
let indented = [];
for (let i = 0; i < 3000; i++) indented = [indented, 1];
for (;;) JSON.stringify(indented, null, "          ");

/// stringify-escapes: cpu heap error
for (;;) JSON.stringify("\u0000\ud800\"".repeat(3e6));

/// to-json-recursion: error cpu
const j = { toJSON() { return JSON.stringify(j); } };
JSON.stringify(j);

/// replacer: cpu error heap
JSON.stringify({ a: 1 }, function replace() { return { a: 1 }; });

/// parse-large: cpu heap
const text = "[" + "0,".repeat(1.5e7) + "0]";
for (;;) JSON.parse(text);

/// parse-objects: cpu heap
const objects = "[" + '{"a":{"b":[]}},'.repeat(2e6) + "0]";
for (;;) JSON.parse(objects);

/// parse-deep: error cpu heap
JSON.parse("[".repeat(5e6) + "]".repeat(5e6));

/// parse-deep-objects: error cpu heap
JSON.parse('{"a":'.repeat(3e6) + "1" + "}".repeat(3e6));

/// parse-keys: cpu heap
const keys = "{" + Array.from({ length: 1e6 }, (_, i) => `"k${i}":${i}`).join(",") + "}";
for (;;) JSON.parse(keys);

/// parse-string: cpu heap
const escaped = '"' + "\\u0041".repeat(5e6) + '"';
for (;;) JSON.parse(escaped);

/// parse-number: cpu
const digits = "1".repeat(3e7);
for (;;) JSON.parse(digits);

/// reviver: cpu heap
JSON.parse("[1]", function () { this.push?.(1); return 1; }); for (;;) JSON.parse("[1,[2]]", (k, v) => (v === 1 ? Array(1e5).fill(0) : v));

/// reviver-grows: cpu heap answered
JSON.parse('[1,2]', function (key, value) { if (key === "0") this[1] = new Proxy([], { get: (t, k) => (k === "length" ? 2 ** 53 - 1 : 1), ownKeys: () => ["length"] }); return value; });
