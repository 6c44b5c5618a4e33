import assert from "node:assert";
import crypto, { createHash, createHmac, randomBytes, randomInt, randomUUID, timingSafeEqual } from "node:crypto";

export default {
  async "what went through a hash as a stream can be asked for once more"() {
    const hash = createHash("sha256"), whole = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    hash.write("ab");
    hash.end("c");
    const chunks = [];
    for await (const chunk of hash) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString("hex"), whole);
    assert.equal(hash.digest("hex"), whole);
    assert.throws(() => hash.digest(), { code: "ERR_CRYPTO_HASH_FINALIZED" });
  },
  "hashes what it is fed, in any pieces"() {
    assert.equal(createHash("sha256").update("abc").digest("hex"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert.equal(createHash("SHA1").update("a").update(Buffer.from("bc")).digest("base64"), "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
    assert.equal(createHash("md5").update("616263", "hex").digest("hex"), "900150983cd24fb0d6963f7d28e17f72");
    assert.equal(createHash("sha512").update("").digest().length, 64);
    assert.equal(createHash("sha224").update("abc").digest("hex"), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    assert.equal(createHash("sha3-256").update("abc").digest("hex"), "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
    const hash = createHash("sha256").update("a");
    const copy = hash.copy().update("b");
    assert.equal(hash.digest("hex"), createHash("sha256").update("a").digest("hex"));
    assert.equal(copy.digest("hex"), createHash("sha256").update("ab").digest("hex"));
    assert.throws(() => hash.update("more"), { code: "ERR_CRYPTO_HASH_FINALIZED" });
    assert.throws(() => createHash("nope"), /[Dd]igest/);
    assert.throws(() => createHash("sha1").update(5), { code: "ERR_INVALID_ARG_TYPE" });
  },
  "hashes long data without keeping it"() {
    const piece = Buffer.alloc(1 << 20, "a"), hash = createHash("sha256"), mac = createHmac("sha256", "key");
    // More than the heap has room for.
    for (let i = 0; i < 100; i++) {
      hash.update(piece);
      mac.update(piece);
    }
    const copy = hash.copy();
    assert.equal(hash.digest("hex"), "cee41e98d0a6ad65cc0ec77a2ba50bf26d64dc9007f7f1c7d7df68b8b71291a6");
    assert.equal(copy.update("").digest("hex"), "cee41e98d0a6ad65cc0ec77a2ba50bf26d64dc9007f7f1c7d7df68b8b71291a6");
    assert.equal(mac.digest("hex"), "76ac02f7a12c5f63bf0fbf6f502e1822bd49aff9776546078230982817a544b5");
    assert.throws(() => hash.digest(), { code: "ERR_CRYPTO_HASH_FINALIZED" });
    const short = createHash("sha1").update("a".repeat(65535));
    assert.equal(short.copy().update("bc").digest("hex"), createHash("sha1").update("a".repeat(65535) + "bc").digest("hex"));
  },
  "has 256 hashes of long data open, and no more"() {
    const long = Buffer.alloc(65537), hashes = [];
    for (let i = 0; i < 256; i++) hashes.push(createHash("md5").update(long));
    assert.throws(() => createHash("md5").update(long), /256 hashes/);
    for (const hash of hashes) hash.digest();
    createHash("md5").update(long).digest();
  },
  async "is a stream too"() {
    const { pipeline } = await import("node:stream/promises");
    const hash = createHash("sha256");
    await pipeline(["a", "bc"], hash);
    assert.equal(hash.read().toString("hex"), createHash("sha256").update("abc").digest("hex"));
  },
  "makes keyed hashes"() {
    assert.equal(createHmac("sha256", "key").update("The quick brown fox jumps over the lazy dog").digest("hex"), "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    assert.equal(createHmac("sha1", Buffer.from("key")).update("x").digest().length, 20);
  },
  async "has randomness of any length"() {
    assert.equal(randomBytes(70000).length, 70000);
    assert.notEqual(randomBytes(16).toString("hex"), randomBytes(16).toString("hex"));
    assert.equal((await new Promise((resolve, reject) => randomBytes(3, (error, bytes) => (error ? reject(error) : resolve(bytes))))).length, 3);
    for (let i = 0; i < 100; i++) assert.ok(randomInt(3, 6) >= 3 && randomInt(3, 6) < 6);
    assert.match(randomUUID(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.throws(() => randomInt(5, 5), { code: "ERR_OUT_OF_RANGE" });
    assert.notDeepEqual(crypto.randomFillSync(Buffer.alloc(16)), Buffer.alloc(16));
  },
  "compares without telling where"() {
    assert.equal(timingSafeEqual(Buffer.from("abc"), Buffer.from("abc")), true);
    assert.equal(timingSafeEqual(Buffer.from("abc"), new Uint8Array([1, 2, 3])), false);
    assert.throws(() => timingSafeEqual(Buffer.from("a"), Buffer.from("ab")), { code: "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH" });
  },
  async "brings Web Crypto"() {
    const digest = await crypto.webcrypto.subtle.digest("SHA-256", Buffer.from("abc"));
    assert.equal(Buffer.from(digest).toString("hex"), createHash("sha256").update("abc").digest("hex"));
    assert.equal(crypto.subtle, crypto.webcrypto.subtle);
  },
};
