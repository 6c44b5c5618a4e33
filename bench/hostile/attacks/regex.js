// Regular expressions: patterns that take exponential time to match, or to compile.

/// nested-quantifier: cpu
for (;;) /^(a+)+$/.exec("a".repeat(40) + "!");

/// nested-alternatives: cpu
for (;;) /^(a|a)*$/.test("a".repeat(40) + "!");

/// overlapping-alternatives: cpu
for (;;) /^(\w|\d|[a-f0-9])*-$/.test("a1".repeat(30));

/// email: cpu
for (;;) /^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$/.test("a".repeat(60));

/// back-reference: cpu
for (;;) /^(a+)\1*\1*\1*b$/.test("a".repeat(2000));

/// lazy-quantifiers: cpu
for (;;) /^(a+?)*?(a+?)*?b/.test("a".repeat(50));

/// bounded-repeats: cpu error
for (;;) /^((a{0,50}){0,50}){0,50}b$/.test("a".repeat(60));

/// look-behind: cpu
for (;;) /(?<=(a+)+)b/.test("a".repeat(40) + "c");

/// look-ahead: cpu
for (;;) /^(?=(a+)+$)a/.test("a".repeat(40) + "!");

/// sticky-loop: cpu
const sticky = /(?:)/y;
for (;;) { sticky.lastIndex = 0; sticky.test("a"); }

/// global-loop: cpu
const words = /a*/g, text = "ab".repeat(1e6);
for (;;) { words.lastIndex = 0; while (words.exec(text)[0] !== null) words.lastIndex++; }

/// match-all: cpu heap
for (;;) for (const m of "a".repeat(1e6).matchAll(/a?/g)) m.index;

/// symbol-replace: cpu
const endless = { exec: () => ({ 0: "", index: 0, length: 1 }), flags: "g", lastIndex: 0 };
RegExp.prototype[Symbol.replace].call(endless, "a", "b");

/// symbol-match: cpu heap
RegExp.prototype[Symbol.match].call({ exec: () => ({ 0: "", index: 0, length: 1 }), flags: "g", lastIndex: 0 }, "a");

/// symbol-split: cpu
const splitter = { constructor: { [Symbol.species]: function () { return { exec: () => null, lastIndex: 0 }; } }, flags: "" };
for (;;) RegExp.prototype[Symbol.split].call(splitter, "a".repeat(1e6));

/// replace-callback: cpu
"a".repeat(1e6).replace(/a/g, () => { for (;;) ; });

/// replace-growth: cpu heap error allocatedBytes
let grown = "a";
for (;;) grown = grown.replace(/a/g, "$&$&$`$'");

/// nested-groups: cpu error
new RegExp("(?:".repeat(1e4) + "a" + ")*".repeat(1e4));

/// capture-groups: cpu error heap
for (;;) new RegExp("(a)".repeat(1e5)).exec("a".repeat(1e5));

/// alternatives: cpu error heap
new RegExp(Array.from({ length: 2e5 }, (_, i) => "x" + i).join("|")).test("y");

/// huge-class: cpu error heap
for (;;) new RegExp("[" + Array.from({ length: 1e5 }, (_, i) => String.fromCodePoint(0x10000 + 2 * i)).join("") + "]", "u").test("a");

/// class-strings: cpu error heap
for (;;) new RegExp("[\\q{" + Array.from({ length: 3e4 }, (_, i) => "k" + i).join("|") + "}--[a-z]]", "v").test("k1");

/// case-folding: cpu
for (;;) new RegExp("[\\p{L}\\p{N}]".repeat(200), "iu").test("k".repeat(200));

/// unicode-sets: cpu error heap
for (;;) new RegExp("[[\\p{L}--\\p{Lu}]&&[\\p{Script=Greek}\\p{Emoji}]]".repeat(500), "v").test("a");

/// counted-classes: cpu error heap
for (;;) new RegExp("(?:[a-z]{1,1000}){1,1000}!").test("a".repeat(5000));

/// many-patterns: cpu heap
for (let i = 0; ; i++) new RegExp("^(a" + i + "|b){1,30}$").test("ab");

/// long-pattern: cpu heap error
for (;;) new RegExp("a".repeat(2e6)).test("a".repeat(3e6));

/// named-groups: cpu heap error
for (;;) new RegExp(Array.from({ length: 2e4 }, (_, i) => `(?<g${i}>a)`).join("")).exec("a".repeat(2e4));

/// regexp-species: cpu error
const deep = new RegExp("a");
deep.constructor = { get [Symbol.species]() { return "a".split(deep); } };
"a".split(deep);
