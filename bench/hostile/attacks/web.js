// The web API: URL, headers, crypto, encodings.

/// url-long: cpu error heap answered
for (let i = 0; i < 1e9; i++) URL.canParse("http://a/" + "b/../".repeat(5e6));

/// url-host-long: cpu error
for (;;) URL.canParse("http://" + "a.".repeat(1e7));

/// url-ipv4: cpu error
for (;;) URL.canParse("http://" + "1.".repeat(5e6)), URL.canParse("http://0x" + "0".repeat(2e7) + "7f000001/");

/// url-ipv6: cpu error
for (;;) URL.canParse("http://[" + ":0".repeat(1e7) + "]/");

/// url-percent: cpu heap error
for (;;) URL.canParse("http://a/" + "\u20ac".repeat(5e6) + "?" + "%".repeat(1e7));

/// url-idn: cpu heap error
for (;;) URL.canParse("http://" + "\u00fc".repeat(5e6) + ".de/"), URL.canParse("http://xn--" + "a".repeat(1e6) + "/");

/// url-idn-distinct: cpu heap error
const distinct = Array.from({ length: 2e4 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
for (;;) URL.canParse("http://" + distinct.repeat(20) + "/");

/// url-setters: cpu heap error
const url = new URL("http://a/");
for (;;) { url.pathname = "/x".repeat(1e6); url.search = "a=b&".repeat(5e4); url.host = "b".repeat(1e6); }

/// url-credentials: cpu heap error
for (;;) URL.canParse("http://" + "@:".repeat(1e6) + "a/");

/// params-million: error cpu heap
new URLSearchParams("a&".repeat(1e6));

/// params-append: cpu error heap
const bound = new URL("http://a/");
for (let i = 0; ; i++) bound.searchParams.append("a" + i, "b");

/// params-delete: cpu heap error
const params = new URLSearchParams("a=1&".repeat(9e4));
for (;;) { params.set("a", "1"); for (let i = 0; i < 9e4; i++) params.append("a", "1"); }

/// params-sort: cpu heap error
const unsorted = new URLSearchParams(Array.from({ length: 99999 }, () => [String(Math.random()), "1"]));
for (;;) unsorted.sort();

/// params-decode: cpu heap error
for (;;) new URLSearchParams("%f0%9f%98%80+".repeat(2e6));

/// params-text: cpu heap error
const wide = new URLSearchParams([["\u{1f600}".repeat(1e6), "%".repeat(1e6)]]);
for (;;) wide.toString();

/// headers-sorted: cpu error
const headers = new Headers(Array.from({ length: 1000 }, (_, i) => ["h" + i, "v"]));
for (;;) for (const pair of headers) pair;

/// headers-combine: cpu error heap
const combined = new Headers();
for (let i = 0; i < 999; i++) combined.append("a", "b".repeat(100));
for (;;) combined.get("a");

/// header-value-trim: cpu error
for (;;) try { new Headers([["a", " ".repeat(1e5) + "b" + " ".repeat(1e5) + "\u20ac"]]); } catch {}

/// header-value-trim-inner: cpu error
for (;;) try { new Headers([["a", "b" + " \t".repeat(5e4) + "c"]]); } catch {}

/// header-name-test: cpu error
for (;;) try { new Headers([["a".repeat(1e7) + "\u20ac", "b"]]); } catch {}

/// digest: cpu heap allocatedBytes
const bytes = new Uint8Array(6e7);
for (;;) await crypto.subtle.digest("SHA-512", bytes);

/// digest-md5: cpu heap allocatedBytes
const data = new Uint8Array(6e7);
for (;;) await crypto.subtle.digest("MD5", data);

/// digest-storm: cpu heap error
await Promise.all(Array.from({ length: 1e5 }, () => crypto.subtle.digest("SHA-1", new Uint8Array(1e5))));

/// hmac: cpu heap allocatedBytes
const key = await crypto.subtle.importKey("raw", new Uint8Array(6e7), { name: "HMAC", hash: "SHA-384" }, true, ["sign", "verify"]);
for (;;) await crypto.subtle.sign("HMAC", key, new Uint8Array(6e7));

/// hmac-key: cpu heap error allocatedBytes
for (;;) await crypto.subtle.importKey("jwk", { kty: "oct", k: "A".repeat(3e7) }, { name: "HMAC", hash: "SHA-1" }, true, ["sign"]);

/// random: cpu
for (;;) crypto.getRandomValues(new Uint8Array(65536));

/// random-uuid: cpu heap
for (;;) crypto.randomUUID();

/// timing-safe: cpu heap allocatedBytes
const one = new Uint8Array(6e7), other = new Uint8Array(6e7);
for (;;) crypto.subtle.timingSafeEqual(one, other);

/// digest-lying-view: error cpu
class Lying extends Uint8Array { get byteLength() { return 2 ** 31 - 20; } }
for (;;) await crypto.subtle.digest("SHA-1", new Lying(8));

/// encode: cpu heap allocatedBytes
for (;;) new TextEncoder().encode("\u20ac".repeat(1.5e7));

/// encode-into: cpu heap
const room = new Uint8Array(6e7), text = "\u20ac".repeat(1.5e7);
for (;;) new TextEncoder().encodeInto(text, room);

/// decode: cpu heap allocatedBytes error
const malformed = new Uint8Array(3e7).fill(0xff);
for (;;) new TextDecoder().decode(malformed);

/// decode-utf16: cpu heap allocatedBytes error
const surrogates = new Uint16Array(1.5e7).fill(0xd800);
for (;;) new TextDecoder("utf-16le").decode(surrogates);

/// decode-latin: cpu heap allocatedBytes error
const latin = new Uint8Array(3e7).fill(0x80);
for (;;) new TextDecoder("windows-1252").decode(latin);

/// decode-stream: cpu heap error
const decoder = new TextDecoder();
for (;;) decoder.decode(new Uint8Array([0xf0]), { stream: true });

/// decode-label: error cpu
for (;;) try { new TextDecoder(" ".repeat(3e7) + "x"); } catch {}

/// decode-label-inner: error cpu
for (;;) try { new TextDecoder("x" + " ".repeat(3e6) + "x"); } catch {}

/// atob: cpu heap allocatedBytes
const base64 = "QUFB".repeat(8e6);
for (;;) atob(base64);

/// atob-spaces: cpu heap allocatedBytes error
const spaces = " ".repeat(3e7);
for (;;) atob(spaces + "QUFB");

/// btoa: cpu heap allocatedBytes error
const binary = "\u00ff".repeat(2e7);
for (;;) btoa(binary);

/// json-body: cpu heap error
const response = () => new Response("[" + "[],".repeat(5e6) + "0]");
for (;;) await response().json();

/// form-body: cpu heap error
for (;;) await new Response("a=b&".repeat(1e6), { headers: { "content-type": "application/x-www-form-urlencoded" } }).formData?.() ?? new URLSearchParams("a=b&".repeat(1e5));

/// requests: heap cpu
const requests = [];
for (let i = 0; ; i++) requests.push(new Request("http://a/" + i, { headers: { a: "b" } }).clone());

/// events: heap cpu
const target = new EventTarget();
for (let i = 0; ; i++) target.addEventListener("e" + i, () => {});

/// event-storm: cpu
const sink = new EventTarget();
for (let i = 0; i < 1e4; i++) sink.addEventListener("x", () => {});
for (;;) sink.dispatchEvent(new Event("x"));
