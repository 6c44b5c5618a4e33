// crypto: randomness, digests and HMAC. The mathematics is Java; a key's bytes never show on the key.
(kit) => {
  "use strict";
  const { STATE, web, bytes: hosted, fail } = kit;
  const HASHES = { __proto__: null, "SHA-1": 512, "SHA-256": 512, "SHA-384": 1024, "SHA-512": 1024 };
  const USAGES = ["encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"];
  const secrets = new WeakMap();

  function viewOf(input, what) {
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    if (Object.prototype.toString.call(input) === "[object ArrayBuffer]") return new Uint8Array(input);
    throw new TypeError(`${what} must be an ArrayBuffer or a view of one`);
  }

  function nameOf(algorithm) {
    const name = typeof algorithm === "object" && algorithm !== null ? algorithm.name : algorithm;
    return `${name}`.toUpperCase();
  }

  function hashOf(algorithm) {
    const name = nameOf(algorithm);
    if (!(name in HASHES)) throw fail("NotSupportedError", `Unknown hash: ${name.slice(0, 40)}`);
    return name;
  }

  function hmacOnly(algorithm) {
    if (nameOf(algorithm) !== "HMAC") throw fail("NotSupportedError", `This runtime has no ${nameOf(algorithm).slice(0, 40)} yet; it has HMAC`);
  }

  function usagesOf(list) {
    const usages = [...list].map(String);
    for (const usage of usages) {
      if (!USAGES.includes(usage)) throw new TypeError(`Unknown key usage: ${usage.slice(0, 40)}`);
      if (usage !== "sign" && usage !== "verify") throw fail("SyntaxError", `A key for HMAC cannot ${usage.slice(0, 40)}`);
    }
    if (usages.length === 0) throw fail("SyntaxError", "A secret key needs a usage");
    return USAGES.filter((usage) => usages.includes(usage));
  }

  class CryptoKey {
    constructor() { throw new TypeError("Illegal constructor"); }
    get type() { return this[STATE].type; }
    get extractable() { return this[STATE].extractable; }
    get algorithm() { return this[STATE].algorithm; }
    get usages() { return this[STATE].usages; }
    get [Symbol.toStringTag]() { return "CryptoKey"; }
  }

  function keyOf(secret, hash, extractable, usages) {
    const key = { __proto__: CryptoKey.prototype };
    key[STATE] = { type: "secret", extractable: Boolean(extractable), usages, algorithm: { name: "HMAC", hash: { name: hash }, length: secret.byteLength * 8 } };
    secrets.set(key, { secret, hash, extractable: Boolean(extractable), usages });
    return key;
  }

  function open(key, usage) {
    const inside = secrets.get(key);
    if (inside === undefined) throw new TypeError("A CryptoKey is needed");
    if (usage !== null && !inside.usages.includes(usage)) throw fail("InvalidAccessError", `The key may not be used to ${usage}`);
    return inside;
  }

  function jwkSecret(jwk, hash) {
    if (typeof jwk !== "object" || jwk === null) throw new TypeError("A JSON Web Key is an object");
    if (jwk.kty !== "oct" || typeof jwk.k !== "string") throw fail("DataError", "The key has no kty oct with k");
    if (jwk.alg !== undefined && jwk.alg !== `HS${hash === "SHA-1" ? "1" : hash.slice(4)}`) throw fail("DataError", "alg of the key does not fit the hash");
    const secret = web.fromBase64url(jwk.k);
    if (secret === null) throw fail("DataError", "k of the key is no base64url");
    return new Uint8Array(hosted(secret));
  }

  function signatureOf({ secret, hash }, data) {
    const view = viewOf(data, "Data");
    return hosted(web.hmac(hash, secret.buffer, secret.byteOffset, secret.byteLength, view.buffer, view.byteOffset, view.byteLength));
  }

  function equal(a, b) {
    return web.equal(a.buffer, a.byteOffset, a.byteLength, b.buffer, b.byteOffset, b.byteLength);
  }

  class SubtleCrypto {
    async digest(algorithm, data) {
      if (arguments.length < 2) throw kit.few("digest", 2);
      const name = nameOf(algorithm) === "MD5" ? "MD5" : hashOf(algorithm);
      const view = viewOf(data, "Data");
      return hosted(web.digest(name, view.buffer, view.byteOffset, view.byteLength));
    }
    async importKey(format, data, algorithm, extractable, usages) {
      if (arguments.length < 5) throw kit.few("importKey", 5);
      hmacOnly(algorithm);
      const hash = hashOf(algorithm.hash);
      const allowed = usagesOf(usages);
      if (format !== "raw" && format !== "jwk") throw fail("NotSupportedError", `A key for HMAC is raw or jwk, not ${String(format).slice(0, 40)}`);
      const secret = format === "raw" ? viewOf(data, "Key data").slice() : jwkSecret(data, hash);
      if (secret.byteLength === 0) throw fail("DataError", "The key is empty");
      return keyOf(secret, hash, extractable, allowed);
    }
    async generateKey(algorithm, extractable, usages) {
      if (arguments.length < 3) throw kit.few("generateKey", 3);
      hmacOnly(algorithm);
      const hash = hashOf(algorithm.hash);
      const bits = algorithm.length === undefined ? HASHES[hash] : Number(algorithm.length);
      if (!(bits > 0 && bits <= 65536 && bits % 8 === 0)) throw fail("OperationError", "The length of a key is 8 to 65536 bits, in whole bytes");
      return keyOf(new Uint8Array(hosted(web.random(bits / 8))), hash, extractable, usagesOf(usages));
    }
    async exportKey(format, key) {
      if (arguments.length < 2) throw kit.few("exportKey", 2);
      const { secret, hash, extractable, usages } = open(key, null);
      if (!extractable) throw fail("InvalidAccessError", "The key is not extractable");
      if (format === "raw") return secret.slice().buffer;
      if (format !== "jwk") throw fail("NotSupportedError", "A key for HMAC is exported as raw or jwk");
      return {
        kty: "oct", k: web.base64url(secret.buffer, secret.byteOffset, secret.byteLength),
        alg: `HS${hash === "SHA-1" ? "1" : hash.slice(4)}`, key_ops: [...usages], ext: true,
      };
    }
    async sign(algorithm, key, data) {
      if (arguments.length < 3) throw kit.few("sign", 3);
      hmacOnly(algorithm);
      return signatureOf(open(key, "sign"), data);
    }
    async verify(algorithm, key, signature, data) {
      if (arguments.length < 4) throw kit.few("verify", 4);
      hmacOnly(algorithm);
      return equal(new Uint8Array(signatureOf(open(key, "verify"), data)), viewOf(signature, "The signature"));
    }
    timingSafeEqual(a, b) {
      const one = viewOf(a, "The first value"), other = viewOf(b, "The second value");
      if (one.byteLength !== other.byteLength) throw new TypeError("Both values must have the same length");
      return equal(one, other);
    }
    get [Symbol.toStringTag]() { return "SubtleCrypto"; }
  }

  const INTEGERS = ["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"];
  const subtle = new SubtleCrypto();

  class Crypto {
    get subtle() { return subtle; }
    randomUUID() { return web.uuid(); }
    getRandomValues(array) {
      if (arguments.length < 1) throw kit.few("getRandomValues", 1);
      if (!ArrayBuffer.isView(array) || !INTEGERS.includes(Object.prototype.toString.call(array).slice(8, -1))) {
        throw fail("TypeMismatchError", "getRandomValues fills typed arrays of integers");
      }
      if (array.byteLength > 65536) throw fail("QuotaExceededError", "getRandomValues fills at most 65536 bytes at a time");
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(hosted(web.random(array.byteLength))));
      return array;
    }
    get [Symbol.toStringTag]() { return "Crypto"; }
  }

  return { crypto: new Crypto(), Crypto, SubtleCrypto, CryptoKey };
}
