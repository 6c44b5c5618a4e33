// crypto: randomness; all else is crypto.subtle.
(kit) => {
  "use strict";
  const { web, bytes: hosted, fail } = kit;
  const INTEGERS = ["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "BigInt64Array", "BigUint64Array"];

  function own(self) {
    if (self !== crypto) throw new TypeError("Illegal invocation");
  }

  class Crypto {
    constructor() { if (crypto !== null) throw new TypeError("Illegal constructor"); }
    get subtle() { own(this); return kit.part("subtle").subtle; }
    randomUUID() { own(this); return web.uuid(); }
    getRandomValues(array) {
      own(this);
      if (arguments.length < 1) throw kit.few("getRandomValues", 1);
      if (!ArrayBuffer.isView(array) || !INTEGERS.includes(Object.prototype.toString.call(array).slice(8, -1))) {
        throw fail("TypeMismatchError", "getRandomValues fills typed arrays of integers");
      }
      if (array.byteLength > 65536) throw new (kit.part("exception").QuotaExceededError)("getRandomValues fills at most 65536 bytes at a time");
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(hosted(web.random(array.byteLength))));
      return array;
    }
    get [Symbol.toStringTag]() { return "Crypto"; }
  }
  for (const name of ["subtle", "randomUUID", "getRandomValues"]) Object.defineProperty(Crypto.prototype, name, { __proto__: null, enumerable: true });

  let crypto = null;
  crypto = new Crypto();
  return { crypto, Crypto };
}
