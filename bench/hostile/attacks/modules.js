// Source text: huge, deep, generated, imported. With @module the text is the whole main module; with @chain N there are N further
// modules, c1.js to cN.js, each of which imports the next. What stands in «marks»×N is repeated.

/// top-level-spin: refused cpu @module
for (;;) ;

/// top-level-await: refused wall cpu error @module
await new Promise((resolve) => setTimeout(resolve, 1e9));
export default { fetch() {} };

/// top-level-hoard: refused heap cpu @module
const all = [];
for (;;) all.push(new Uint8Array(1e6));

/// top-level-throw: refused error cpu @module
throw { get message() { for (;;) ; } };

/// huge-module: answered error refused cpu heap @module
export default { fetch() { return new Response("ended"); } };
export const data = [«{a:1,b:"x"},»×400000];

/// huge-string: answered error refused cpu @module
export default { fetch() { return new Response("ended"); } };
export const text = "«0123456789abcdef»×500000";

/// many-functions: answered error refused cpu heap @module
export default { fetch() { return new Response("ended"); } };
export const all = [«(a, b) => { const c = a + b; return () => c; },»×100000];

/// deep-parentheses: refused error cpu @module
export default «(»×100000 1 «)»×100000;

/// deep-arrays: refused error cpu @module
export default «[»×100000 «]»×100000;

/// deep-blocks: refused error cpu @module
«{»×100000 «}»×100000
export default { fetch() {} };

/// deep-functions: refused error cpu @module
«(function(){»×20000 «})»×20000
export default { fetch() {} };

/// deep-classes: refused error cpu @module
export const x = «class extends »×20000 Object «{}»×20000;
export default { fetch() {} };

/// deep-templates: refused error cpu @module
export const x = «`${»×20000 1 «}`»×20000;
export default { fetch() {} };

/// deep-unary: refused error cpu @module
export const x = «-+»×100000 1;
export default { fetch() {} };

/// long-chain-of-plus: refused error cpu answered @module
export const x = 1 «+ 1»×200000;
export default { fetch() { return new Response("ended"); } };

/// long-chain-of-members: refused error cpu answered @module
export const x = () => globalThis«.a»×100000;
export default { fetch() { try { x(); } catch {} return new Response("ended"); } };

/// long-optional-chain: refused error cpu answered @module
export const x = globalThis«?.a»×50000;
export default { fetch() { return new Response("ended"); } };

/// long-else-if: refused error cpu answered @module
export default { fetch() { if (0) {} «else if (0) {}»×50000 return new Response("ended"); } };

/// many-exports: refused error cpu answered @module
export default { fetch() { return new Response("ended"); } };
const a = 1;
export { a as b };
«;var v = 1;»×100000

/// deep-destructuring: refused error cpu @module
export const «{a:»×10000 x «}»×10000 = {};
export default { fetch() {} };

/// import-chain: answered error refused cpu @chain 1500
await import("./c1.js");

/// module-cycle: answered error refused cpu @chain 1500
for (let i = 1; i < 1500; i++) await import(`./c${i}.js`);

/// import-million: cpu heap error
for (let i = 0; ; i++) await import(`./c${i}.js`).catch(() => {});

/// import-schemes: error
for (const name of ["data:text/javascript,export default 1", "file:///etc/passwd", "http://127.0.0.1/x.js", "node:fs", "/etc/passwd", "../../../../etc/passwd", "java:java.lang.System", "mayfly:core", "mayfly:main", "", ".", "..", "blob:x", "./index.js/../../x"]) {
  try { await import(name); return new Response("leak: " + name); } catch {}
}
throw new Error("nothing was imported");

/// import-attributes: error
for (const type of ["json", "css", "bytes", "text"]) {
  try { await import("/etc/passwd", { with: { type } }); return new Response("leak: " + type); } catch {}
}
throw new Error("nothing was imported");

/// import-itself: error cpu answered
for (let i = 0; i < 1e9; i++) await import("./index.js");

/// import-name-long: error cpu
for (;;) await import("./" + "a/".repeat(1e6)).catch(() => {});

/// import-name-getter: cpu error
await import({ toString() { for (;;) ; } });

/// eval-loop: cpu heap
for (let i = 0; ; i++) eval("var x" + i + " = " + i);

/// function-loop: cpu heap
for (let i = 0; ; i++) new Function("a" + i, "return () => a" + i)(1);

/// function-parameters: error cpu heap
for (;;) new Function(Array.from({ length: 1e5 }, (_, i) => "a" + i).join(","), "return arguments");

/// eval-deep: error cpu
for (;;) try { eval("(".repeat(1e5) + ")".repeat(1e5)); } catch {}

/// eval-large: error cpu heap
for (;;) try { eval("[" + "0,".repeat(5e6) + "0]"); } catch {}

/// eval-strings: cpu heap error
for (let i = 0; ; i++) eval('"' + i + "x".repeat(1e6) + '"');

/// eval-nested: cpu error
globalThis.code = "eval(code)";
eval(code);

/// eval-comments: cpu error
for (;;) eval("/*".repeat(1) + "*".repeat(3e7) + "/ 1");

/// eval-labels: error cpu
for (;;) try { eval(Array.from({ length: 1e5 }, (_, i) => `l${i}:`).join("") + ";"); } catch {}

/// eval-regexes: cpu error heap
for (;;) eval("[" + "/(a+)+$/,".repeat(2e5) + "0]");

/// eval-class-fields: error cpu heap
for (;;) eval("class A {" + Array.from({ length: 3e4 }, (_, i) => `#f${i} = ${i};`).join("") + "}; new A()");

/// source-map: answered error
eval("1\n//# sourceMappingURL=file:///etc/passwd\n//# sourceURL=mayfly:core");
try { eval("throw new Error('x')\n//# sourceURL=file:///etc/passwd"); } catch (e) { e.stack; }
return new Response("ended");

/// source-url-long: cpu heap error
for (;;) eval("1\n//# sourceURL=" + "a".repeat(1e6));

/// html-comments: error answered
new Function("<!-- x\n--> y\n#!/bin/sh")();

/// function-text: cpu heap error
for (;;) Function.prototype.toString.call(new Function("x".repeat(1) + ";".repeat(3e6)));

/// strict-stack: error answered
(function f() { return f.caller; })();

/// realm-names: error answered
for (const name of ["Java", "Packages", "java", "Polyglot", "Graal", "load", "loadWithNewGlobal", "quit", "exit", "print", "readline", "require", "process", "importScripts", "WebAssembly", "ShadowRealm", "Worker", "Deno", "Bun", "host", "kit", "install"]) {
  if (typeof globalThis[name] !== "undefined") return new Response("leak: " + name);
}
for (const name of ["Java", "Polyglot", "Graal", "load", "host", "kit"]) {
  if (new Function(`return typeof ${name}`)() !== "undefined") return new Response("leak: " + name);
}
