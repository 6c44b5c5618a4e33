const hex = (buffer) => Array.prototype.map.call(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => new Uint8Array((text.match(/../g) ?? []).map((b) => parseInt(b, 16)));
const utf8 = (text) => new TextEncoder().encode(text);
({
  async "digests match FIPS 180"() {
    const long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    const table = [
      ["SHA-1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"],
      ["SHA-1", "", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
      ["SHA-1", long, "84983e441c3bd26ebaae4aa1f95129e5e54670f1"],
      ["SHA-256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
      ["SHA-256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
      ["SHA-256", long, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"],
      ["SHA-384", "abc", "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"],
      ["SHA-512", "abc", "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"],
      ["MD5", "abc", "900150983cd24fb0d6963f7d28e17f72"],
    ];
    for (const [name, text, expected] of table) check.equal(hex(await crypto.subtle.digest(name, utf8(text))), expected, name);
    check.equal(hex(await crypto.subtle.digest({ name: "sha-256" }, utf8("abc").buffer)).slice(0, 8), "ba7816bf");
    check.equal(hex(await crypto.subtle.digest("SHA-1", utf8("xabcx").subarray(1, 4))), "a9993e364706816aba3e25717850c26c9cd0d89d");
    check.equal(hex(await crypto.subtle.digest("SHA-256", new Uint8Array(1000000).fill(97))), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    await check.rejects(crypto.subtle.digest("SHA-3", utf8("")), "NotSupportedError");
    await check.rejects(crypto.subtle.digest("SHA-256", "text"), "TypeError");
  },

  async "HMAC matches RFC 4231"() {
    const table = [
      ["0b".repeat(20), hex(utf8("Hi There")), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"],
      [hex(utf8("Jefe")), hex(utf8("what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"],
      ["aa".repeat(20), "dd".repeat(50), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "88062608d3e6ad8a0aa2ace014c8a86f0aa635d947ac9febe83ef4e55966144b2a5ab39dc13814b94e3ab6e101a34f27",
        "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb"],
      ["aa".repeat(131), hex(utf8("Test Using Larger Than Block-Size Key - Hash Key First")), "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952",
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598"],
    ];
    for (const [key, data, ...expected] of table) {
      for (const [i, hash] of ["SHA-256", "SHA-384", "SHA-512"].entries()) {
        const imported = await crypto.subtle.importKey("raw", unhex(key), { name: "HMAC", hash }, false, ["sign", "verify"]);
        check.equal(hex(await crypto.subtle.sign("HMAC", imported, unhex(data))), expected[i], hash);
        check.ok(await crypto.subtle.verify("HMAC", imported, unhex(expected[i]), unhex(data)));
        check.ok(!(await crypto.subtle.verify("HMAC", imported, unhex(expected[i].replace(/.$/, (c) => (c === "0" ? "1" : "0"))), unhex(data))));
        check.ok(!(await crypto.subtle.verify("HMAC", imported, new Uint8Array(0), unhex(data))));
      }
    }
  },

  async "keys keep their rules"() {
    const subtle = crypto.subtle;
    const hmac = { name: "HMAC", hash: "SHA-256" };
    const signOnly = await subtle.importKey("raw", utf8("k"), hmac, false, ["sign"]);
    check.same([signOnly.type, signOnly.extractable, signOnly.usages, signOnly.algorithm], ["secret", false, ["sign"], { name: "HMAC", hash: { name: "SHA-256" }, length: 8 }]);
    await check.rejects(subtle.verify("HMAC", signOnly, new Uint8Array(32), utf8("x")), "InvalidAccessError");
    await check.rejects(subtle.exportKey("raw", signOnly), "InvalidAccessError");
    await check.rejects(subtle.importKey("raw", utf8("k"), hmac, false, []), "SyntaxError");
    await check.rejects(subtle.importKey("raw", utf8("k"), hmac, false, ["encrypt"]), "SyntaxError");
    await check.rejects(subtle.importKey("raw", utf8("k"), hmac, false, ["dance"]), "TypeError");
    await check.rejects(subtle.importKey("raw", new Uint8Array(0), hmac, false, ["sign"]), "DataError");
    await check.rejects(subtle.importKey("pkcs8", utf8("k"), hmac, false, ["sign"]), "NotSupportedError");
    await check.rejects(subtle.importKey("raw", utf8("k"), "AES-GCM", false, ["encrypt"]), "DataError");
    await check.rejects(subtle.importKey("raw", utf8("k"), { name: "HMAC", hash: "X" }, false, ["sign"]), "NotSupportedError");
    await check.rejects(subtle.sign("HMAC", {}, utf8("x")), "TypeError");
    check.throws(() => new CryptoKey(), "TypeError");
    const generated = await subtle.generateKey(hmac, true, ["verify", "sign"]);
    check.equal((await subtle.exportKey("raw", generated)).byteLength, 64);
    const jwk = await subtle.exportKey("jwk", generated);
    check.same([jwk.kty, jwk.alg, jwk.key_ops, jwk.ext, /[+/=]/.test(jwk.k)], ["oct", "HS256", ["sign", "verify"], true, false]);
    const again = await subtle.importKey("jwk", jwk, hmac, true, ["sign"]);
    check.equal(hex(await subtle.sign("HMAC", again, utf8("x"))), hex(await subtle.sign("HMAC", generated, utf8("x"))));
    await check.rejects(subtle.importKey("jwk", { kty: "RSA" }, hmac, true, ["sign"]), "DataError");
    await check.rejects(subtle.importKey("jwk", { kty: "oct", k: "a+b" }, hmac, true, ["sign"]), "DataError");
    const changed = utf8("secret");
    const safe = await subtle.importKey("raw", changed, hmac, true, ["sign"]);
    changed.fill(0);
    check.equal(new TextDecoder().decode(await subtle.exportKey("raw", safe)), "secret");
  },

  "secrets do not show on keys"() {
    return crypto.subtle.importKey("raw", utf8("topsecret"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]).then((key) => {
      const seen = [];
      const walk = (value, depth) => {
        if (depth > 4 || value === null || (typeof value !== "object" && typeof value !== "function")) return;
        for (const name of Reflect.ownKeys(value)) {
          let inner;
          try { inner = value[name]; } catch { continue; }
          seen.push(ArrayBuffer.isView(inner) ? new TextDecoder().decode(inner) : String(typeof inner === "symbol" ? "" : inner));
          walk(inner, depth + 1);
        }
      };
      walk(key, 0);
      check.ok(!seen.some((text) => text.includes("topsecret")));
    });
  },

  "randomness"() {
    const uuid = crypto.randomUUID();
    check.ok(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(uuid), uuid);
    check.ok(uuid !== crypto.randomUUID());
    const array = new Uint32Array(64);
    check.ok(crypto.getRandomValues(array) === array);
    check.ok(array.some((x) => x !== 0));
    const part = new Uint8Array(10);
    crypto.getRandomValues(part.subarray(2, 4));
    check.same(check.list(part.subarray(4)), [0, 0, 0, 0, 0, 0]);
    check.equal(crypto.getRandomValues(new Uint8Array(65536)).length, 65536);
    const over = check.throws(() => crypto.getRandomValues(new Uint8Array(65537)), { name: "QuotaExceededError", code: 22, quota: null, requested: null });
    check.ok(over instanceof QuotaExceededError && over instanceof DOMException && over.constructor === QuotaExceededError);
    check.throws(() => new QuotaExceededError("", { quota: -1 }), "RangeError");
    check.throws(() => new QuotaExceededError("", { quota: 2, requested: 1 }), "RangeError");
    check.same([new QuotaExceededError("m", { quota: 1, requested: 2 }).quota, new QuotaExceededError("m").message], [1, "m"]);
    check.throws(() => crypto.getRandomValues(new Float32Array(1)), "TypeMismatchError");
    check.throws(() => crypto.getRandomValues([]), "TypeMismatchError");
  },

  "timingSafeEqual"() {
    check.ok(crypto.subtle.timingSafeEqual(utf8("abc"), utf8("abc")));
    check.ok(!crypto.subtle.timingSafeEqual(utf8("abc"), utf8("abd").buffer));
    check.throws(() => crypto.subtle.timingSafeEqual(utf8("a"), utf8("ab")), "TypeError");
    check.throws(() => crypto.subtle.timingSafeEqual("a", "a"), "TypeError");
  },
})
