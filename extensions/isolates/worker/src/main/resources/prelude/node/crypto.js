// node:crypto: hashes, keyed hashes, randomness and Web Crypto.
//= createHash, createHmac, hash, getHashes, getCiphers, getCurves, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, pseudoRandomBytes
//= timingSafeEqual, webcrypto, subtle, getRandomValues, Hash, Hmac, constants, createCipheriv, createDecipheriv, createSign, createVerify, createPrivateKey
//= createPublicKey, createSecretKey, createDiffieHellman, createECDH, diffieHellman, generateKeyPair, generateKeyPairSync, generateKey, generateKeySync, hkdf
//= hkdfSync, pbkdf2, pbkdf2Sync, scrypt, scryptSync, sign, verify, publicEncrypt, publicDecrypt, privateEncrypt, privateDecrypt, KeyObject, X509Certificate
//= Certificate, Cipheriv, Decipheriv, DiffieHellman, DiffieHellmanGroup, ECDH, Sign, Verify, checkPrime, checkPrimeSync, generatePrime, generatePrimeSync
//= createDiffieHellmanGroup, getDiffieHellman, getCipherInfo, getFips, setFips, setEngine, secureHeapUsed
(kit) => {
  "use strict";
  const { host, web, bytes: hosted } = kit;
  const KEPT = 65536;
  const PIECE = 1 << 20;
  const { Buffer } = kit.node("buffer");
  const { Transform } = kit.node("stream");
  const { coded, TypeFailure, RangeFailure, callable, unavailable } = kit.part("node/errors");
  const NAMES = {
    __proto__: null, md5: "MD5", sha1: "SHA-1", sha224: "SHA-224", sha256: "SHA-256", sha384: "SHA-384", sha512: "SHA-512", "sha512-256": "SHA-512/256",
    "sha3-256": "SHA3-256", "sha3-384": "SHA3-384", "sha3-512": "SHA3-512",
  };
  const KEYED = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"];

  function named(algorithm, known = Object.keys(NAMES)) {
    if (typeof algorithm !== "string") throw new TypeFailure("algorithm", "of type string", algorithm);
    const short = algorithm.toLowerCase().replace(/^(?:rsa-)/, "").replace(/^sha-/, "sha");
    if (!known.includes(short)) throw coded(Error, "ERR_CRYPTO_INVALID_DIGEST", `Invalid digest: ${algorithm.slice(0, 40)}; there is ${known.join(", ")}`);
    return NAMES[short];
  }

  function bytesOf(data, encoding, name = "data") {
    if (typeof data === "string") return Buffer.from(data, encoding === "buffer" ? "utf8" : encoding);
    if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (data instanceof ArrayBuffer) return new Uint8Array(data);
    throw new TypeFailure(name, "of type string or an instance of Buffer, TypedArray, or DataView", data);
  }

  const out = (buffer) => Buffer.from(hosted(buffer));

  const whole = (pieces) => (pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));

  // What a hash is fed is kept while it is short, and hashed at once from then on. `begin` opens one at the host.
  class Digest extends Transform {
    constructor(begin, compute) {
      super();
      this._begin = begin;
      this._compute = compute;
      this._pieces = [];
      this._kept = 0;
      this._open = 0;
      this._done = false;
      this._result = null;
    }
    update(data, encoding = undefined) {
      if (this._done) throw coded(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
      const bytes = bytesOf(data, encoding);
      if (this._open === 0 && this._kept + bytes.byteLength > KEPT) {
        this._open = this._begin();
        for (const piece of this._pieces.splice(0)) feed(this._open, piece);
      }
      if (this._open !== 0) {
        feed(this._open, bytes);
        return this;
      }
      // A copy, since the caller may go on writing into it.
      this._pieces.push(Buffer.from(bytes));
      this._kept += bytes.byteLength;
      return this;
    }
    digest(encoding = undefined) {
      if (this._done) throw coded(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
      this._done = true;
      const result = this._end();
      return encoding === undefined || encoding === "buffer" ? result : result.toString(encoding);
    }
    // What a stream has given its reader can still be asked for.
    _end() {
      if (this._result !== null) return this._result;
      if (this._open !== 0) return (this._result = out(host.digestEnd(this._open)));
      const all = whole(this._pieces);
      this._pieces = [];
      return (this._result = out(this._compute(all)));
    }
    _transform(chunk, encoding, done) {
      this.update(chunk, encoding);
      done();
    }
    _flush(done) {
      this.push(Buffer.from(this._end()));
      done();
    }
  }

  function feed(open, bytes) {
    for (let at = 0; at < bytes.byteLength; at += PIECE) host.digestFeed(open, bytes.buffer, bytes.byteOffset + at, Math.min(PIECE, bytes.byteLength - at));
  }

  class Hash extends Digest {
    constructor(algorithm) {
      const name = named(algorithm);
      super(() => host.digestOpen(name), (all) => web.digest(name, all.buffer, all.byteOffset, all.byteLength));
      this._algorithm = algorithm;
    }
    copy() {
      if (this._done) throw coded(Error, "ERR_CRYPTO_HASH_FINALIZED", "Digest already called");
      const made = new Hash(this._algorithm);
      made._pieces = [...this._pieces];
      made._kept = this._kept;
      if (this._open !== 0) made._open = host.digestCopy(this._open);
      return made;
    }
  }

  class Hmac extends Digest {
    constructor(algorithm, key) {
      const name = named(algorithm, KEYED), secret = Buffer.from(bytesOf(key, undefined, "key"));
      super(() => host.digestOpen(name, secret.buffer, secret.byteOffset, secret.byteLength),
        (all) => web.hmac(name, secret.buffer, secret.byteOffset, secret.byteLength, all.buffer, all.byteOffset, all.byteLength));
    }
  }

  function randomBytes(size, done = undefined) {
    if (typeof size !== "number") throw new TypeFailure("size", "of type number", size);
    if (!(size >= 0 && size <= 2 ** 31 - 1)) throw new RangeFailure("size", ">= 0 && <= 2147483647", size);
    const made = randomFillSync(Buffer.alloc(size));
    if (done === undefined) return made;
    callable(done, "callback");
    return kit.node("process").nextTick(done, null, made);
  }

  function randomFillSync(buffer, offset = 0, size = undefined) {
    const view = bytesOf(buffer, undefined, "buf");
    const end = size === undefined ? view.length : offset + size;
    if (!(offset >= 0 && end >= offset && end <= view.length)) throw new RangeFailure("size + offset", `<= ${view.length}`, end);
    for (let at = offset; at < end; at += 65536) view.set(new Uint8Array(hosted(web.random(Math.min(65536, end - at)))), at);
    return buffer;
  }

  function randomFill(buffer, ...rest) {
    const done = rest.pop();
    callable(done, "callback");
    kit.node("process").nextTick(done, null, randomFillSync(buffer, ...rest));
  }

  function randomInt(...values) {
    const done = typeof values.at(-1) === "function" ? values.pop() : undefined;
    const [low, high] = values.length === 1 ? [0, values[0]] : values;
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high)) throw new TypeFailure(Number.isSafeInteger(low) ? "max" : "min", "a safe integer", Number.isSafeInteger(low) ? high : low);
    if (!(high > low && high - low < 2 ** 48)) throw new RangeFailure("max", `greater than the value of "min" (${low}), by less than 2^48`, high);
    const range = high - low, fair = 2 ** 48 - (2 ** 48 % range);
    let value;
    do value = randomBytes(6).readUIntBE(0, 6); while (value >= fair);
    const made = low + (value % range);
    return done === undefined ? made : kit.node("process").nextTick(done, null, made);
  }

  function timingSafeEqual(one, other) {
    const a = bytesOf(one, undefined, "buf1"), b = bytesOf(other, undefined, "buf2");
    if (typeof one === "string" || typeof other === "string") throw new TypeFailure("buf1", "an instance of ArrayBuffer, Buffer, TypedArray, or DataView", one);
    if (a.length !== b.length) throw coded(RangeError, "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
    return web.equal(a.buffer, a.byteOffset, a.byteLength, b.buffer, b.byteOffset, b.byteLength);
  }

  const { crypto } = kit.part("crypto");
  const module = {
    createHash: (algorithm) => new Hash(algorithm), createHmac: (algorithm, key) => new Hmac(algorithm, key), Hash, Hmac,
    hash: (algorithm, data, encoding = "hex") => new Hash(algorithm).update(data).digest(encoding),
    getHashes: () => Object.keys(NAMES), getCiphers: () => [], getCurves: () => [], getCipherInfo: () => undefined, getFips: () => 0, constants: {},
    randomBytes, pseudoRandomBytes: randomBytes, randomFill, randomFillSync, randomInt, randomUUID: () => web.uuid(), timingSafeEqual,
    webcrypto: crypto, subtle: crypto.subtle, getRandomValues: (array) => crypto.getRandomValues(array),
  };
  for (const name of [
    "createCipheriv", "createDecipheriv", "createSign", "createVerify", "createPrivateKey", "createPublicKey", "createSecretKey", "createDiffieHellman", "createECDH",
    "diffieHellman", "generateKeyPair", "generateKeyPairSync", "generateKey", "generateKeySync", "hkdf", "hkdfSync", "pbkdf2", "pbkdf2Sync", "scrypt", "scryptSync",
    "sign", "verify", "publicEncrypt", "publicDecrypt", "privateEncrypt", "privateDecrypt", "KeyObject", "X509Certificate", "Certificate", "Cipheriv", "Decipheriv",
    "DiffieHellman", "DiffieHellmanGroup", "ECDH", "Sign", "Verify", "checkPrime", "checkPrimeSync", "generatePrime", "generatePrimeSync",
    "createDiffieHellmanGroup", "getDiffieHellman", "setFips", "setEngine", "secureHeapUsed",
  ]) {
    module[name] = { [name]: function () { throw unavailable(`crypto.${name}`, "keys and ciphers are those of crypto.subtle"); } }[name];
  }
  return module;
}
