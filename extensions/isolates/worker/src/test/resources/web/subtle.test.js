const hex = (buffer) => Array.prototype.map.call(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => new Uint8Array((text.match(/../g) ?? []).map((b) => parseInt(b, 16)));
const utf8 = (text) => new TextEncoder().encode(text);
const { subtle } = crypto;
const secret = (name, text, usages = ["encrypt", "decrypt"], extractable = false) => subtle.importKey("raw", unhex(text), name, extractable, usages);
const signatures = [
  [{ name: "RSASSA-PKCS1-v1_5", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, "RSASSA-PKCS1-v1_5"],
  [{ name: "RSA-PSS", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-1" }, { name: "RSA-PSS", saltLength: 20 }],
  [{ name: "ECDSA", namedCurve: "P-256" }, { name: "ECDSA", hash: "SHA-256" }],
  [{ name: "ECDSA", namedCurve: "P-384" }, { name: "ECDSA", hash: "SHA-384" }],
  [{ name: "ECDSA", namedCurve: "P-521" }, { name: "ECDSA", hash: "SHA-512" }],
  ["Ed25519", "Ed25519"],
  ["Ed448", { name: "Ed448", context: utf8("here") }],
];
// PKCS #8 of a private key without the optional field that holds its point.
function withoutPoint(whole) {
  const read = (at) => (whole[at + 1] === 0x81 ? { header: 3, length: whole[at + 2] } : whole[at + 1] === 0x82 ? { header: 4, length: whole[at + 2] * 256 + whole[at + 3] } : { header: 2, length: whole[at + 1] });
  const encode = (tag, ...parts) => {
    const content = parts.flatMap((part) => [...part]);
    const length = content.length > 127 ? [0x81, content.length] : [content.length];
    return [tag, ...length, ...content];
  };
  const outer = read(0), version = 3;
  const algorithmAt = outer.header + version, algorithm = read(algorithmAt);
  const octetsAt = algorithmAt + algorithm.header + algorithm.length, octets = read(octetsAt);
  const innerAt = octetsAt + octets.header, inner = read(innerAt);
  const numberAt = innerAt + inner.header + version, number = read(numberAt);
  const keep = whole.subarray(numberAt, numberAt + number.header + number.length);
  return new Uint8Array(encode(0x30, [2, 1, 0], whole.subarray(algorithmAt, octetsAt), encode(4, encode(0x30, [2, 1, 1], keep))));
}

({
  async "AES-GCM matches NIST's test case 4, with tags of all lengths"() {
    const key = await secret("AES-GCM", "feffe9928665731c6d6a8f9467308308");
    const plain = unhex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    const sealed = "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091";
    const tag = "5bc94fbc3221a5db94fae95ae7121a47";
    const how = { name: "AES-GCM", iv: unhex("cafebabefacedbaddecaf888"), additionalData: unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2") };
    check.equal(hex(await subtle.encrypt(how, key, plain)), sealed + tag);
    for (const tagLength of [32, 64, 96, 104, 112, 120, 128]) {
      const short = unhex(sealed + tag.slice(0, tagLength / 4));
      check.equal(hex(await subtle.encrypt({ ...how, tagLength }, key, plain)), hex(short), `tag of ${tagLength}`);
      check.equal(hex(await subtle.decrypt({ ...how, tagLength }, key, short)), hex(plain), `tag of ${tagLength}`);
      short[short.length - 1] ^= 1;
      await check.rejects(subtle.decrypt({ ...how, tagLength }, key, short), "OperationError", `tag of ${tagLength}`);
    }
    for (const tagLength of [0, 24, 100, 129]) await check.rejects(subtle.encrypt({ ...how, tagLength }, key, plain), "OperationError");
    await check.rejects(subtle.encrypt({ ...how, tagLength: 256 }, key, plain), "TypeError");
    await check.rejects(subtle.encrypt({ ...how, iv: new Uint8Array(0) }, key, plain), "OperationError");
    await check.rejects(subtle.encrypt({ ...how, additionalData: new Uint8Array((1 << 20) + 1) }, key, plain), { name: "OperationError", message: /1048576/ });
    await check.rejects(subtle.decrypt(how, key, new Uint8Array(15)), "OperationError");
  },

  async "AES-GCM decrypts what is long in pieces, and as strictly"() {
    const key = await secret("AES-GCM", "00".repeat(16)), how = { name: "AES-GCM", iv: new Uint8Array(12) };
    const plain = new Uint8Array(5 << 20).fill(7), sealed = new Uint8Array(await subtle.encrypt(how, key, plain));
    check.equal(hex(await subtle.digest("SHA-1", await subtle.decrypt(how, key, sealed))), hex(await subtle.digest("SHA-1", plain)));
    sealed[12345] ^= 1;
    await check.rejects(subtle.decrypt(how, key, sealed), "OperationError");
  },

  async "AES-CBC and AES-CTR match NIST SP 800-38A"() {
    const cbc = await secret("AES-CBC", "2b7e151628aed2a6abf7158809cf4f3c"), ctr = await secret("AES-CTR", "2b7e151628aed2a6abf7158809cf4f3c");
    const plain = unhex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    const iv = unhex("000102030405060708090a0b0c0d0e0f"), counter = unhex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    const sealed = await subtle.encrypt({ name: "AES-CBC", iv }, cbc, plain);
    check.equal(hex(sealed).slice(0, 64), "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
    check.equal(hex(await subtle.decrypt({ name: "AES-CBC", iv }, cbc, sealed)), hex(plain));
    await check.rejects(subtle.decrypt({ name: "AES-CBC", iv }, cbc, new Uint8Array(17)), "OperationError");
    await check.rejects(subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(15) }, cbc, plain), "OperationError");
    check.equal(hex(await subtle.encrypt({ name: "AES-CTR", counter, length: 128 }, ctr, plain)), "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff");
    await check.rejects(subtle.encrypt({ name: "AES-CTR", counter, length: 0 }, ctr, plain), "OperationError");
    await check.rejects(subtle.encrypt({ name: "AES-CTR", counter, length: 129 }, ctr, plain), "OperationError");
  },

  async "a counter of AES-CTR begins again where its bits end"() {
    const key = await secret("AES-CTR", "11".repeat(16)), zeros = new Uint8Array(16);
    const block = async (last) => hex(await subtle.encrypt({ name: "AES-CTR", counter: unhex("aa".repeat(15) + last), length: 128 }, key, zeros));
    const expected = (await block("03")) + (await block("00")) + (await block("01"));
    check.equal(hex(await subtle.encrypt({ name: "AES-CTR", counter: unhex("aa".repeat(15) + "03"), length: 2 }, key, new Uint8Array(48))), expected);
    await check.rejects(subtle.encrypt({ name: "AES-CTR", counter: unhex("aa".repeat(16)), length: 2 }, key, new Uint8Array(65)), "OperationError");
  },

  async "AES-KW matches RFC 3394 and takes no more than a key"() {
    const wrapping = await secret("AES-KW", "000102030405060708090a0b0c0d0e0f", ["wrapKey", "unwrapKey"]);
    const key = await secret("AES-GCM", "00112233445566778899aabbccddeeff", ["encrypt"], true);
    const wrapped = await subtle.wrapKey("raw", key, wrapping, "AES-KW");
    check.equal(hex(wrapped), "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    const again = await subtle.unwrapKey("raw", wrapped, wrapping, "AES-KW", "AES-GCM", true, ["encrypt"]);
    check.equal(hex(await subtle.exportKey("raw", again)), "00112233445566778899aabbccddeeff");
    await check.rejects(subtle.unwrapKey("raw", new Uint8Array(24), wrapping, "AES-KW", "AES-GCM", true, ["encrypt"]), "OperationError");
    const huge = await subtle.importKey("raw", new Uint8Array((64 << 10) + 8), { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
    await check.rejects(subtle.wrapKey("raw", huge, wrapping, "AES-KW"), { name: "OperationError", message: /65536/ });
  },

  async "keys are wrapped as JSON Web Keys and come back"() {
    const wrapping = await secret("AES-GCM", "00".repeat(32), ["wrapKey", "unwrapKey"]);
    const how = { name: "AES-GCM", iv: new Uint8Array(12) };
    const { privateKey } = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
    const wrapped = await subtle.wrapKey("jwk", privateKey, wrapping, how);
    const again = await subtle.unwrapKey("jwk", wrapped, wrapping, how, { name: "ECDSA", namedCurve: "P-256" }, true, ["sign"]);
    check.same(await subtle.exportKey("jwk", again), await subtle.exportKey("jwk", privateKey));
    await check.rejects(subtle.decrypt(how, wrapping, wrapped), "InvalidAccessError");
    const sealing = await secret("AES-GCM", "00".repeat(32), ["encrypt"]);
    for (const text of ["", "[]", "{", "!DataError:mine"]) {
      const forged = await subtle.encrypt(how, sealing, utf8(text));
      await check.rejects(subtle.unwrapKey("jwk", forged, wrapping, how, { name: "HMAC", hash: "SHA-1" }, true, ["sign"]), "DataError", text);
    }
  },

  async "signatures verify, and nothing else does"() {
    const data = utf8("what is signed");
    for (const [algorithm, how] of signatures) {
      const name = JSON.stringify(algorithm);
      const { privateKey, publicKey } = await subtle.generateKey(algorithm, false, ["sign", "verify"]);
      check.same([privateKey.type, privateKey.extractable, privateKey.usages, publicKey.type, publicKey.extractable, publicKey.usages], ["private", false, ["sign"], "public", true, ["verify"]], name);
      const signed = new Uint8Array(await subtle.sign(how, privateKey, data));
      check.equal(await subtle.verify(how, publicKey, signed, data), true, name);
      check.equal(await subtle.verify(how, publicKey, signed, utf8("what is not")), false, name);
      check.equal(await subtle.verify(how, publicKey, signed.subarray(1), data), false, name);
      signed[0] ^= 1;
      check.equal(await subtle.verify(how, publicKey, signed, data), false, name);
      await check.rejects(subtle.sign(how, publicKey, data), "InvalidAccessError", name);
      await check.rejects(subtle.exportKey("pkcs8", privateKey), "InvalidAccessError", name);
    }
  },

  async "no point of a small order signs anything"() {
    const small = unhex("01" + "00".repeat(31)), key = await subtle.importKey("raw", small, "Ed25519", true, ["verify"]);
    check.equal(await subtle.verify("Ed25519", key, new Uint8Array([...small, ...new Uint8Array(32)]), utf8("anything")), false);
  },

  async "pairs survive each format"() {
    for (const [algorithm] of [...signatures, [{ name: "ECDH", namedCurve: "P-256" }], ["X25519"], ["X448"]]) {
      const agrees = /^(ECDH|X)/.test(algorithm.name ?? algorithm);
      const { privateKey, publicKey } = await subtle.generateKey(algorithm, true, agrees ? ["deriveBits"] : ["sign", "verify"]);
      for (const [key, formats] of [[privateKey, ["pkcs8", "jwk"]], [publicKey, ["spki", "jwk", ...(String(algorithm.name).startsWith("RSA") ? [] : ["raw"])]]]) {
        for (const format of formats) {
          const exported = await subtle.exportKey(format, key);
          const again = await subtle.importKey(format, exported, algorithm, true, key.usages);
          check.same(again.algorithm, key.algorithm);
          const shown = (value) => (value instanceof ArrayBuffer ? hex(value) : JSON.stringify(value));
          check.equal(shown(await subtle.exportKey(format, again)), shown(exported), `${JSON.stringify(algorithm)} ${format}`);
        }
      }
    }
  },

  async "an elliptic private key that comes without its point gets it"() {
    for (const namedCurve of ["P-256", "P-384", "P-521"]) {
      for (let i = 0; i < 4; i++) {
        const { privateKey } = await subtle.generateKey({ name: "ECDSA", namedCurve }, true, ["sign", "verify"]);
        const whole = new Uint8Array(await subtle.exportKey("pkcs8", privateKey));
        const bare = withoutPoint(whole);
        const again = await subtle.importKey("pkcs8", bare, { name: "ECDSA", namedCurve }, true, ["sign"]);
        check.equal(hex(await subtle.exportKey("pkcs8", again)), hex(whole), namedCurve);
      }
    }
  },

  async "compressed points are taken"() {
    const { publicKey } = await subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const raw = new Uint8Array(await subtle.exportKey("raw", publicKey));
    const short = new Uint8Array([2 + (raw[64] & 1), ...raw.subarray(1, 33)]);
    const again = await subtle.importKey("raw", short, { name: "ECDH", namedCurve: "P-256" }, true, []);
    check.equal(hex(await subtle.exportKey("raw", again)), hex(raw));
    raw[64] ^= 1;
    await check.rejects(subtle.importKey("raw", raw, { name: "ECDH", namedCurve: "P-256" }, true, []), "DataError");
  },

  async "both sides agree, and cut what they agree on"() {
    for (const algorithm of [{ name: "ECDH", namedCurve: "P-256" }, { name: "ECDH", namedCurve: "P-521" }, { name: "X25519" }, { name: "X448" }]) {
      const one = await subtle.generateKey(algorithm, false, ["deriveBits", "deriveKey"]), other = await subtle.generateKey(algorithm, false, ["deriveBits"]);
      const bits = await subtle.deriveBits({ name: algorithm.name, public: other.publicKey }, one.privateKey);
      check.equal(hex(bits), hex(await subtle.deriveBits({ name: algorithm.name, public: one.publicKey }, other.privateKey)));
      const cut = new Uint8Array(await subtle.deriveBits({ name: algorithm.name, public: other.publicKey }, one.privateKey, 12));
      check.same([cut.length, cut[1] & 15, cut[0]], [2, 0, new Uint8Array(bits)[0]]);
      await check.rejects(subtle.deriveBits({ name: algorithm.name, public: other.publicKey }, one.privateKey, 4096), "OperationError");
      await check.rejects(subtle.deriveBits({ name: algorithm.name, public: other.privateKey }, one.privateKey), "InvalidAccessError");
      const key = await subtle.deriveKey({ name: algorithm.name, public: other.publicKey }, one.privateKey, { name: "AES-GCM", length: 256 }, true, ["encrypt"]);
      check.equal(hex(await subtle.exportKey("raw", key)), hex(bits).slice(0, 64));
    }
  },

  async "HKDF matches RFC 5869"() {
    const key = await subtle.importKey("raw", unhex("0b".repeat(22)), "HKDF", false, ["deriveBits"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: unhex("000102030405060708090a0b0c"), info: unhex("f0f1f2f3f4f5f6f7f8f9") };
    check.equal(hex(await subtle.deriveBits(how, key, 336)), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    check.equal((await subtle.deriveBits(how, key, 255 * 256)).byteLength, 255 * 32);
    await check.rejects(subtle.deriveBits(how, key, 255 * 256 + 8), "OperationError");
    await check.rejects(subtle.importKey("raw", utf8("k"), "HKDF", true, ["deriveBits"]), "SyntaxError");
    await check.rejects(subtle.exportKey("raw", key), "NotSupportedError");
  },

  async "PBKDF2 matches RFC 6070, and takes no more output than a megabyte"() {
    const key = await subtle.importKey("raw", utf8("password"), "PBKDF2", false, ["deriveBits"]);
    const derive = (iterations, bits) => subtle.deriveBits({ name: "PBKDF2", hash: "SHA-1", salt: utf8("salt"), iterations }, key, bits);
    check.equal(hex(await derive(1, 160)), "0c60c80f961f0e71f3a9b524af6012062fe037a6");
    check.equal(hex(await derive(4096, 160)), "4b007901b765489abead49d926f721d065a429c1");
    await check.rejects(derive(0, 160), "OperationError");
    await check.rejects(derive(2 ** 32, 160), "TypeError");
    await check.rejects(derive(1, 8 * (1 << 20) + 8), { name: "OperationError", message: /1048576/ });
  },

  async "RSA-OAEP encrypts, with a label"() {
    const { privateKey, publicKey } = await subtle.generateKey({ name: "RSA-OAEP", modulusLength: 1024, publicExponent: new Uint8Array([3]), hash: "SHA-256" }, false, ["encrypt", "decrypt"]);
    check.same([...publicKey.algorithm.publicExponent], [3]);
    const label = utf8("label"), sealed = await subtle.encrypt({ name: "RSA-OAEP", label }, publicKey, utf8("hidden"));
    check.equal(new TextDecoder().decode(await subtle.decrypt({ name: "RSA-OAEP", label }, privateKey, sealed)), "hidden");
    await check.rejects(subtle.decrypt({ name: "RSA-OAEP" }, privateKey, sealed), "OperationError");
    await check.rejects(subtle.encrypt({ name: "RSA-OAEP" }, publicKey, new Uint8Array(1000)), "OperationError");
  },

  async "new keys for RSA are of sizes that are made in time"() {
    const make = (modulusLength, publicExponent) => subtle.generateKey({ name: "RSA-PSS", modulusLength, publicExponent: new Uint8Array(publicExponent), hash: "SHA-1" }, true, ["sign"]);
    for (const [bits, exponent] of [[512, [3]], [4104, [3]], [2 ** 32 - 1, [3]], [1025, [3]], [1024, [2]], [1024, []], [1024, new Array(100).fill(255)]]) {
      await check.rejects(make(bits, exponent), "OperationError", `${bits} ${exponent}`);
    }
  },

  async "numbers of a key for RSA that do not belong together are refused"() {
    const rsa = { name: "RSASSA-PKCS1-v1_5", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
    const { privateKey } = await subtle.generateKey(rsa, true, ["sign"]);
    const jwk = await subtle.exportKey("jwk", privateKey);
    const bad = { n: "AQAB", e: "Ag", d: "Aw", p: "Aw", q: "Aw", dp: "____" + jwk.dp.slice(4), dq: "Aw", qi: "Aw" };
    for (const member of Object.keys(bad)) {
      await check.rejects(subtle.importKey("jwk", { ...jwk, [member]: bad[member] }, rsa, true, ["sign"]), "DataError", member);
      await check.rejects(subtle.importKey("jwk", { ...jwk, [member]: undefined }, rsa, true, ["sign"]), member === "d" ? "SyntaxError" : "DataError", member);
    }
    await check.rejects(subtle.importKey("jwk", { ...jwk, d: "_".repeat(20000) }, rsa, true, ["sign"]), "DataError");
    await check.rejects(subtle.importKey("jwk", { kty: "RSA", n: jwk.n, e: jwk.n }, rsa, true, ["verify"]), "DataError");
    await check.rejects(subtle.importKey("jwk", { kty: "RSA", n: "_".repeat(1367), e: "AQAB" }, rsa, true, ["verify"]), "DataError");
    await check.rejects(subtle.importKey("spki", new Uint8Array(20000), rsa, true, ["verify"]), "DataError");
  },

  async "a state that was forged opens no key"() {
    const STATE = Symbol.for("mayfly.state");
    const key = await subtle.importKey("raw", utf8("topsecret"), { name: "HMAC", hash: "SHA-256" }, false, ["verify"]);
    key[STATE].about = { type: "secret", extractable: true, usages: ["sign"], algorithm: { name: "HMAC" } };
    await check.rejects(subtle.exportKey("raw", key), "InvalidAccessError");
    await check.rejects(subtle.sign("HMAC", key, utf8("x")), "InvalidAccessError");
    const fake = { __proto__: CryptoKey.prototype, [STATE]: { about: null } };
    check.throws(() => fake.type, "TypeError");
    await check.rejects(subtle.exportKey("raw", fake), "TypeError");
    await check.rejects(subtle.exportKey("raw", Object.create(key)), "TypeError");
  },

  async "spoiled prototypes see no key and no host"() {
    const seen = [];
    const spoil = (object, name, value) => Object.defineProperty(object, name, { __proto__: null, value, writable: true, configurable: true });
    const { push } = Array.prototype, { get } = WeakMap.prototype, { call } = Function.prototype, { iterator } = Symbol;
    for (const name of ["0", "1", "length", "key", "crypto", "about"]) {
      Object.defineProperty(Object.prototype, name, { __proto__: null, set(value) { seen.push(value); }, get() { return undefined; }, configurable: true });
    }
    spoil(WeakMap.prototype, "get", function (...values) { seen.push(this, ...values); return Reflect.apply(get, this, values); });
    spoil(Function.prototype, "call", function (...values) { seen.push(this, ...values); return Reflect.apply(call, this, values); });
    try {
      const key = await subtle.importKey("jwk", { __proto__: null, kty: "oct", k: "dG9wc2VjcmV0" }, { __proto__: null, name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      await subtle.sign("HMAC", key, new Uint8Array(1));
      check.equal(key.type, "secret");
    } finally {
      for (const name of ["0", "1", "length", "key", "crypto", "about"]) delete Object.prototype[name];
      spoil(WeakMap.prototype, "get", get);
      spoil(Function.prototype, "call", call);
    }
    for (const value of seen) check.ok(value?.respond === undefined && value?.name !== "crypto", "the host leaked");
  },

  async "AES-KW wraps a JSON Web Key of any length"() {
    const wrapping = await subtle.generateKey({ name: "AES-KW", length: 256 }, false, ["wrapKey", "unwrapKey"]);
    for (const length of [8, 16, 24, 32, 40, 48, 56, 64]) {
      const key = await subtle.generateKey({ name: "HMAC", hash: "SHA-256", length }, true, ["sign"]);
      const wrapped = await subtle.wrapKey("jwk", key, wrapping, "AES-KW");
      const again = await subtle.unwrapKey("jwk", wrapped, wrapping, "AES-KW", { name: "HMAC", hash: "SHA-256" }, true, ["sign"]);
      check.same(await subtle.exportKey("jwk", again), await subtle.exportKey("jwk", key));
    }
  },

  async "what is asked is looked at in the order of the standard"() {
    const key = await secret("AES-GCM", "00".repeat(16));
    await check.rejects(subtle.encrypt("AES-GCM", key, new Uint8Array(1)), "TypeError");
    await check.rejects(subtle.encrypt({ name: "AES-CBC", iv: new Uint8Array(16) }, key, new Uint8Array(1)), "InvalidAccessError");
    await check.rejects(subtle.encrypt("AES-KW", key, new Uint8Array(1)), "NotSupportedError");
    await check.rejects(subtle.generateKey({ name: "AES-GCM", length: 129 }, true, ["sign"]), "SyntaxError");
    await check.rejects(subtle.generateKey({ name: "AES-GCM", length: 129 }, true, []), "OperationError");
    await check.rejects(subtle.generateKey({ name: "AES-GCM", length: 128 }, true, []), "SyntaxError");
    await check.rejects(subtle.generateKey({ name: "AES-GCM", length: 65536 }, true, ["encrypt"]), "TypeError");
    await check.rejects(subtle.generateKey({ name: "ECDSA", namedCurve: "P-512" }, true, ["sign"]), "NotSupportedError");
    await check.rejects(subtle.importKey("pem", new Uint8Array(1), "AES-GCM", true, ["encrypt"]), "TypeError");
    await check.rejects(subtle.importKey("jwk", new Uint8Array(1), "AES-GCM", true, ["encrypt"]), "TypeError");
    await check.rejects(subtle.importKey("raw", {}, "AES-GCM", true, ["encrypt"]), "TypeError");
    await check.rejects(Reflect.apply(subtle.digest, {}, ["SHA-1", new Uint8Array(1)]), "TypeError");
    check.ok(key.algorithm === key.algorithm && key.usages === key.usages);
    check.same(Object.keys(Object.getPrototypeOf(key)), ["type", "extractable", "algorithm", "usages"]);
  },
})
