// Text that is no proper Unicode, wherever it meets the host.

/// surrogates-in-body: answered
return new Response("\ud800x\udfff".repeat(1000));

/// surrogates-in-header: error
return new Response("", { headers: { a: "\ud800" } });

/// surrogates-in-status: error
return new Response("", { statusText: "\udc00" });

/// surrogates-in-log: answered
console.log("\ud800", { ["\udfff"]: "\ud800".repeat(1000) });

/// surrogates-in-url: error answered
await fetch("http://127.0.0.1/\ud800?\udfff#\ud800");

/// surrogates-in-error: error
const e = new Error("\ud800");
e.name = "\udfff\u0000";
throw e;

/// surrogates-in-method: error
await fetch("http://127.0.0.1/", { method: "\ud800" });

/// surrogates-in-import: error
await import("./\ud800.js");

/// surrogates-in-binding: error
await env["\ud800"]["\udfff"]("\ud800");

/// nul-everywhere: error answered
console.log("\u0000");
await fetch("http://127.0.0.1/\u0000", { method: "GET", headers: { "a\u0000": "b" } });

/// identifiers: answered error
const \u{61}b = 1, ª = 2, 𝒳 = 3, \u006c\u0065\u0074x = 4;
return new Response(String(ab + ª + 𝒳 + letx));

/// direction-marks: answered
const accessLevel = "user\u202e \u2066// Check if admin\u2069 \u2066";
console.log(accessLevel);

/// line-separators: answered
console.log("a\u2028b\u2029c\u0085d\u000be");
return new Response("ended", { headers: { a: "b" } });

/// combining-flood: answered error cpu heap
console.log("Z" + "\u0300\u0316".repeat(1e6));

/// overlong-utf8: answered
console.log(new TextDecoder().decode(new Uint8Array([0xc0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xed, 0xa0, 0x80])));

/// symbol-names: error answered
console.log(Symbol("\ud800".repeat(1e5)), Object.getOwnPropertySymbols(Response.prototype));

/// header-case: answered error
return new Response("", { headers: { "\u212aey": "x" } });

/// header-latin: answered
return new Response("", { headers: { a: "\u00e4\u0080\u00ff" } });
