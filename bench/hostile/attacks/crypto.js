// crypto.subtle: keys and parameters that would have the JDK compute for long, or hold much.

/// rsa-generate: cpu
for (;;) await crypto.subtle.generateKey({ name: "RSA-PSS", modulusLength: 4096, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["sign"]);

/// rsa-generate-many: cpu
await Promise.all(Array.from({ length: 1000 }, () => crypto.subtle.generateKey({ name: "RSA-OAEP", modulusLength: 4096, publicExponent: new Uint8Array([3]), hash: "SHA-1" }, true, ["decrypt"])));

/// rsa-modulus: error
await crypto.subtle.generateKey({ name: "RSA-PSS", modulusLength: 2 ** 32 - 1, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["sign"]);

/// rsa-exponent: error
await crypto.subtle.generateKey({ name: "RSA-PSS", modulusLength: 2048, publicExponent: new Uint8Array(1e6).fill(255), hash: "SHA-256" }, true, ["sign"]);

/// rsa-import-huge: error
const digits = "_".repeat(1e6);
await crypto.subtle.importKey("jwk", { kty: "RSA", n: digits, e: digits, d: digits, p: digits, q: digits, dp: digits, dq: digits, qi: digits }, { name: "RSA-PSS", hash: "SHA-1" }, true, ["sign"]);

/// rsa-exponent-long: error
const n = "_".repeat(1365) + "w";
await crypto.subtle.importKey("jwk", { kty: "RSA", n, e: n }, { name: "RSA-PSS", hash: "SHA-1" }, true, ["verify"]);

/// rsa-verify-storm: cpu
const widest = await crypto.subtle.importKey("jwk", { kty: "RSA", n: "_".repeat(1365) + "w", e: "__________8" }, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-1" }, true, ["verify"]);
for (;;) await crypto.subtle.verify("RSASSA-PKCS1-v1_5", widest, new Uint8Array(1024).fill(1), new Uint8Array(1));

/// der-bombs: cpu error
const bombs = [new Uint8Array(16384).fill(0x30), new Uint8Array([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]), new Uint8Array([0x30, 0x80])];
for (;;) {
  for (const bomb of bombs) {
    for (const format of ["pkcs8", "spki"]) {
      for (const algorithm of [{ name: "RSA-PSS", hash: "SHA-1" }, { name: "ECDH", namedCurve: "P-256" }, "Ed25519"]) {
        await crypto.subtle.importKey(format, bomb, algorithm, true, ["sign"]).catch(() => {});
      }
    }
  }
}

/// pbkdf2-iterations: cpu
const password = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]);
await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-512", salt: new Uint8Array(8), iterations: 2 ** 32 - 1 }, password, 512);

/// pbkdf2-output: cpu error
const short = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]);
for (;;) await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-1", salt: new Uint8Array(8), iterations: 1000 }, short, 8 << 20);

/// hkdf-info: cpu heap error
const seed = await crypto.subtle.importKey("raw", new Uint8Array(8), "HKDF", false, ["deriveBits"]);
for (;;) await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-512", salt: new Uint8Array(0), info: new Uint8Array(2e7) }, seed, 255 * 512);

/// gcm-ahead: error
const plain = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]);
await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(2e6), additionalData: new Uint8Array(2e6) }, plain, new Uint8Array(1));

/// cipher-storm: cpu heap
const modes = ["AES-CBC", "AES-CTR", "AES-GCM"];
const block = new Uint8Array(16), much = new Uint8Array(1e7);
for (;;) {
  for (const name of modes) {
    const key = await crypto.subtle.generateKey({ name, length: 256 }, false, ["encrypt", "decrypt"]);
    const how = { name, iv: block, counter: block, length: name === "AES-CTR" ? 128 : undefined };
    await crypto.subtle.decrypt(how, key, await crypto.subtle.encrypt(how, key, much));
  }
}

/// ed-message: cpu error
const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign"]);
const message = new Uint8Array(16 << 20);
for (;;) await crypto.subtle.sign("Ed25519", pair.privateKey, message);

/// curve-storm: cpu
for (;;) {
  for (const algorithm of [{ name: "ECDH", namedCurve: "P-521" }, { name: "X448" }, { name: "X25519" }]) {
    const [one, other] = await Promise.all([1, 2].map(() => crypto.subtle.generateKey(algorithm, false, ["deriveBits"])));
    await crypto.subtle.deriveBits({ name: algorithm.name, public: other.publicKey }, one.privateKey);
  }
}

/// wrap-bomb: error
const wrapping = await crypto.subtle.generateKey({ name: "AES-KW", length: 256 }, false, ["wrapKey"]);
const bomb = await crypto.subtle.importKey("raw", new Uint8Array(8e6), { name: "HMAC", hash: "SHA-512" }, true, ["sign"]);
await crypto.subtle.wrapKey("raw", bomb, wrapping, "AES-KW");

/// keys-held: heap cpu
const keys = [];
for (;;) keys.push(await crypto.subtle.importKey("raw", new Uint8Array(1e5), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]));

/// deep-call: cpu error
const deep = () => { try { deep(); } catch { crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-384" }, true, ["sign"]).catch(() => {}); } };
for (;;) deep();

/// hmac-key-long: cpu heap
const long = await crypto.subtle.importKey("raw", new Uint8Array(2e7), { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);
for (;;) await crypto.subtle.sign("HMAC", long, new Uint8Array(1));
