// Texts that grow, and operations that take long on long ones.

/// doubling: heap error cpu
let doubled = "x";
for (;;) doubled += doubled;

/// doubling-caught: cpu heap
let kept = [], part = "x";
for (;;) try { part += part; kept.push(part + kept.length); } catch { part = "x"; }

/// repeat: error
"x".repeat(1e9);

/// repeat-caught: cpu heap
const all = [];
for (;;) all.push("x".repeat(3e7) + all.length);

/// pad-end: error
"x".padEnd(1e9, "yz");

/// pad-start-loop: cpu heap
const padded = [];
for (;;) padded.push("x".padStart(2e7, "ab" + padded.length).slice(1));

/// replace-all: cpu heap error
for (;;) "a".repeat(1e7).replaceAll("a", "b");

/// replace-all-growth: error heap cpu
"a".repeat(1e6).replaceAll("a", "b".repeat(1e6));

/// replace-all-empty: cpu heap error
for (;;) "a".repeat(1e7).replaceAll("", "-");

/// split: cpu heap
for (;;) "a".repeat(3e7).split("");

/// split-join: cpu heap error
for (;;) "a,".repeat(1e7).split(",").join("--");

/// normalize-marks: cpu
for (;;) ("a" + "\u0316\u0300".repeat(4e5)).normalize();

/// normalize-kc: cpu heap
for (;;) "\ufdfa".repeat(1e6).normalize("NFKC");

/// upper-case: cpu heap
const sharp = "\u00df".repeat(1e7);
for (;;) sharp.toUpperCase();

/// locale-upper-case: cpu heap
const dotted = "i\u0307".repeat(5e6);
for (;;) dotted.toLocaleUpperCase("lt");

/// locale-lower-case: cpu heap
const sigma = "\u03a3".repeat(1e7);
for (;;) sigma.toLocaleLowerCase("tr");

/// ropes: cpu heap
let rope = "";
for (;;) { rope = "a" + rope + "b"; if (rope.length > 1e6) { rope.charCodeAt(5e5); rope = ""; } }

/// rope-compare: cpu heap
const rope1 = () => { let s = ""; for (let i = 0; i < 1e6; i++) s = i + s; return s; };
for (;;) rope1() === rope1();

/// index-of: cpu
for (;;) ("a".repeat(3e6) + "b").indexOf("a".repeat(1e6) + "c");

/// last-index-of: cpu
for (;;) ("b" + "a".repeat(3e6)).lastIndexOf("c" + "a".repeat(1e6));

/// includes: cpu
for (;;) "ab".repeat(5e6).includes("ab".repeat(1e6) + "c");

/// encode-uri-component: cpu heap error
for (;;) encodeURIComponent("\u20ac".repeat(3e6));

/// decode-uri-component: cpu heap
for (;;) decodeURIComponent("%e2%82%ac".repeat(2e6));

/// escape: cpu heap
for (;;) unescape(escape("\u20ac".repeat(3e6)));

/// locale-compare: cpu heap
const marks = "a\u0300\u0316".repeat(5e6);
for (;;) marks.localeCompare(marks + "b");

/// from-char-code: cpu heap error
for (;;) String.fromCharCode.apply(null, new Uint16Array(1e5));

/// raw: cpu heap error answered
String.raw({ raw: { length: 2 ** 53 - 1 } });

/// code-points: cpu heap
for (;;) [..."\u{1f600}".repeat(3e6)].length;

/// trim: cpu
for (;;) (" ".repeat(1e7) + "a" + " ".repeat(1e7)).trim();

/// well-formed: cpu heap
for (;;) "\ud800".repeat(1e7).toWellFormed().isWellFormed();

/// concat: heap error cpu
const long = "y".repeat(1e7);
for (;;) "x".concat(...Array(1000).fill(long));

/// template: heap error cpu
const piece = "z".repeat(1e7);
`${piece}${piece}${piece}${piece}${piece}`;

/// anchor: heap error cpu
let html = "x";
for (;;) html = html.anchor(html).link(html);

/// parse-float: cpu
for (;;) parseFloat("1".repeat(3e7));

/// number-of-text: cpu error
for (;;) Number("0x" + "f".repeat(3e7)) + Number("0." + "9".repeat(1e7));

/// parse-int: cpu heap
for (;;) parseInt("z".repeat(1e7), 36);
