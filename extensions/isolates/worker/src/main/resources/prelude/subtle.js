// crypto.subtle: what the standard says of arguments. Keys and all mathematics are Java's (worker/crypto): a call goes there as a list, in
// the order that this file writes down, and what is in a key never comes back but by exportKey.
(kit) => {
  "use strict";
  const { STATE, host: { crypto }, bytes: hosted, fail, few, apply } = kit;
  const { isView } = ArrayBuffer;
  const { parse } = JSON;
  const { setPrototypeOf } = Object;
  const { isFinite } = Number;
  const { trunc } = Math;
  const { toUpperCase, indexOf, slice } = String.prototype;
  const Buffer = ArrayBuffer, Bytes = Uint8Array;

  // ---- algorithms ----

  // Which algorithms an operation has, and with which parameters, in the order of their dictionaries. A parameter is its name and its type;
  // one with a question mark may be missing.
  const NONE = [];
  const HASHES = { __proto__: null, "SHA-1": NONE, "SHA-256": NONE, "SHA-384": NONE, "SHA-512": NONE };
  const ENCRYPT = {
    __proto__: null, "AES-CBC": [["iv", "bytes"]], "AES-CTR": [["counter", "bytes"], ["length", "octet"]],
    "AES-GCM": [["additionalData?", "bytes"], ["iv", "bytes"], ["tagLength?", "octet"]], "RSA-OAEP": [["label?", "bytes"]],
  };
  const SIGN = {
    __proto__: null, HMAC: NONE, "RSASSA-PKCS1-v1_5": NONE, "RSA-PSS": [["saltLength", "long"]], ECDSA: [["hash", "hash"]],
    Ed25519: NONE, Ed448: [["context?", "bytes"]],
  };
  const DERIVE = {
    __proto__: null, HKDF: [["hash", "hash"], ["info", "bytes"], ["salt", "bytes"]],
    PBKDF2: [["hash", "hash"], ["iterations", "long"], ["salt", "bytes"]],
    ECDH: [["public", "key"]], X25519: [["public", "key"]], X448: [["public", "key"]],
  };
  const AES_LENGTH = [["length", "short"]], HMAC_KEY = [["hash", "hash"], ["length?", "long"]], CURVE = [["namedCurve", "text"]];
  const RSA_NEW = [["modulusLength", "long"], ["publicExponent", "number"], ["hash", "hash"]], RSA_KEY = [["hash", "hash"]];
  const GENERATE = {
    __proto__: null, "AES-CBC": AES_LENGTH, "AES-CTR": AES_LENGTH, "AES-GCM": AES_LENGTH, "AES-KW": AES_LENGTH, HMAC: HMAC_KEY,
    "RSASSA-PKCS1-v1_5": RSA_NEW, "RSA-PSS": RSA_NEW, "RSA-OAEP": RSA_NEW, ECDSA: CURVE, ECDH: CURVE,
    Ed25519: NONE, Ed448: NONE, X25519: NONE, X448: NONE,
  };
  const IMPORT = {
    __proto__: null, "AES-CBC": NONE, "AES-CTR": NONE, "AES-GCM": NONE, "AES-KW": NONE, HMAC: HMAC_KEY, HKDF: NONE, PBKDF2: NONE,
    "RSASSA-PKCS1-v1_5": RSA_KEY, "RSA-PSS": RSA_KEY, "RSA-OAEP": RSA_KEY, ECDSA: CURVE, ECDH: CURVE,
    Ed25519: NONE, Ed448: NONE, X25519: NONE, X448: NONE,
  };
  const LENGTH = {
    __proto__: null, "AES-CBC": AES_LENGTH, "AES-CTR": AES_LENGTH, "AES-GCM": AES_LENGTH, "AES-KW": AES_LENGTH, HMAC: HMAC_KEY, HKDF: NONE, PBKDF2: NONE,
  };
  const DIGEST = { __proto__: null, ...HASHES, MD5: NONE };
  const WRAP = { __proto__: null, ...ENCRYPT, "AES-KW": NONE };

  const upper = (text) => apply(toUpperCase, text, NONE);

  function nameIn(table, name) {
    const wanted = upper(name);
    for (const known in table) if (upper(known) === wanted) return known;
    throw fail("NotSupportedError", `There is no ${apply(slice, name, [0, 40])} for this`);
  }

  // An AlgorithmIdentifier is an object or a text.
  function identifier(algorithm) {
    return (typeof algorithm === "object" && algorithm !== null) || typeof algorithm === "function" ? algorithm : `${algorithm}`;
  }

  function nameOf(algorithm) {
    if (typeof algorithm === "string") return algorithm;
    const { name } = algorithm;
    if (name === undefined) throw new TypeError("An algorithm needs a name");
    return `${name}`;
  }

  // Appends the algorithm's name and its parameters.
  function normalize(list, table, algorithm) {
    const name = nameIn(table, nameOf(algorithm));
    add(list, name);
    const parameters = table[name];
    for (let i = 0; i < parameters.length; i++) parameter(list, parameters[i][0], parameters[i][1], algorithm);
  }

  function parameter(list, called, type, algorithm) {
    const optional = called[called.length - 1] === "?";
    const name = optional ? apply(slice, called, [0, -1]) : called;
    const value = typeof algorithm === "string" ? undefined : algorithm[name];
    if (value === undefined) {
      if (!optional) throw new TypeError(`The algorithm needs ${name}`);
      for (let i = type === "bytes" ? 3 : 1; i > 0; i--) add(list, null);
      return;
    }
    TYPES[type](list, value, name);
  }

  const TYPES = {
    __proto__: null,
    bytes: addBytes,
    octet(list, value, name) { add(list, whole(value, 255, name)); },
    short(list, value, name) { add(list, whole(value, 65535, name)); },
    long(list, value, name) { add(list, whole(value, 4294967295, name)); },
    text(list, value) { add(list, `${value}`); },
    hash(list, value) { add(list, nameIn(HASHES, nameOf(identifier(value)))); },
    key(list, value) { add(list, keyOf(value)); },
    number(list, value, name) {
      if (!isView(value) || !(value instanceof Bytes)) throw new TypeError(`${name} must be a Uint8Array`);
      addBytes(list, value, name);
    },
  };

  // As Web IDL's [EnforceRange].
  function whole(value, most, name) {
    const number = +value;
    if (!isFinite(number)) throw new TypeError(`${name} must be a number`);
    const integer = trunc(number);
    if (integer < 0 || integer > most) throw new TypeError(`${name} must be from 0 to ${most}`);
    return integer + 0;
  }

  // ---- lists of arguments ----

  // For a call of this name.
  const listOf = (name) => ({ __proto__: null, length: 1, 0: name });

  function add(list, value) {
    list[list.length] = value;
    list.length++;
  }

  function isBytes(value) {
    return isView(value) || value instanceof Buffer;
  }

  function addBytes(list, value, name) {
    const view = isView(value);
    if (!view && !(value instanceof Buffer)) throw new TypeError(`${name} must be an ArrayBuffer or a view of one`);
    add(list, view ? value.buffer : value);
    add(list, view ? value.byteOffset : 0);
    add(list, value.byteLength);
  }

  // Has Java do it; a text that begins with an exclamation mark is a refusal.
  function ask(list) {
    const answer = apply(crypto, undefined, list);
    if (typeof answer !== "string" || answer[0] !== "!") return answer;
    const colon = apply(indexOf, answer, [":"]);
    throw fail(apply(slice, answer, [1, colon]), apply(slice, answer, [colon + 1]));
  }

  // ---- keys ----

  class CryptoKey {
    constructor() { throw new TypeError("Illegal constructor"); }
    get type() { return about(this).type; }
    get extractable() { return about(this).extractable; }
    get algorithm() { return about(this).algorithm; }
    get usages() { return about(this).usages; }
    get [Symbol.toStringTag]() { return "CryptoKey"; }
  }

  // An object that Java puts a key into.
  function shell() {
    const key = { __proto__: CryptoKey.prototype };
    key[STATE] = { about: null };
    return key;
  }

  function keyOf(value) {
    if (typeof value !== "object" || value === null || value[STATE] === undefined || value[STATE].about === undefined) throw new TypeError("A CryptoKey is needed");
    return value;
  }

  function about(key) {
    const state = keyOf(key)[STATE];
    if (state.about !== null) return state.about;
    const known = setPrototypeOf(parse(ask({ __proto__: null, length: 2, 0: "describe", 1: key })), null);
    const { algorithm } = known;
    if (algorithm.modulusLength !== undefined) algorithm.publicExponent = new Bytes(algorithm.publicExponent);
    return (state.about = known);
  }

  const USAGES = ["encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"];

  function usagesOf(values) {
    let bits = 0;
    for (const value of values) {
      const usage = `${value}`;
      let place = 0;
      while (place < USAGES.length && USAGES[place] !== usage) place++;
      if (place === USAGES.length) throw new TypeError(`Unknown key usage: ${apply(slice, usage, [0, 40])}`);
      bits |= 1 << place;
    }
    return bits;
  }

  function formatOf(value) {
    const format = `${value}`;
    if (format !== "raw" && format !== "spki" && format !== "pkcs8" && format !== "jwk") throw new TypeError(`Unknown key format: ${apply(slice, format, [0, 40])}`);
    return format;
  }

  // ---- JSON Web Keys ----

  const MEMBERS = ["alg", "crv", "d", "dp", "dq", "e", "ext", "k", "key_ops", "kty", "n", "oth", "p", "q", "qi", "use", "x", "y"];

  function textOfOperations(values) {
    let text = "";
    for (const value of values) text += text === "" ? `${value}` : `\n${value}`;
    return text;
  }

  // Its members, as Java wants them.
  function membersOf(jwk) {
    if (jwk !== undefined && jwk !== null && typeof jwk !== "object" && typeof jwk !== "function") throw new TypeError("A JSON Web Key is an object");
    const members = { __proto__: null, length: 0 };
    for (let i = 0; i < MEMBERS.length; i++) {
      const name = MEMBERS[i], value = jwk?.[name];
      if (value === undefined) add(members, null);
      else if (name === "ext") add(members, value ? "true" : "false");
      else if (name === "oth") add(members, "");
      else add(members, name === "key_ops" ? textOfOperations(value) : `${value}`);
    }
    return members;
  }

  function addAll(list, others) {
    for (let i = 0; i < others.length; i++) add(list, others[i]);
  }

  function readJwk(text) {
    let jwk;
    try {
      jwk = setPrototypeOf(parse(text), null);
    } catch {
      throw fail("DataError", "What was wrapped is no JSON Web Key");
    }
    return membersOf(jwk);
  }

  // ---- SubtleCrypto ----

  function enough(self, count, name, needed) {
    if (self !== subtle) throw new TypeError("Illegal invocation");
    if (count < needed) throw few(name, needed);
  }

  // encrypt, decrypt and sign: a key, an algorithm, data.
  function transform(name, table, algorithm, key, data) {
    const given = identifier(algorithm), list = listOf(name);
    add(list, keyOf(key));
    mustBeBytes(data, "Data");
    normalize(list, table, given);
    addBytes(list, data, "Data");
    return hosted(ask(list));
  }

  function mustBeBytes(value, name) {
    if (!isBytes(value)) throw new TypeError(`${name} must be an ArrayBuffer or a view of one`);
  }

  function addWanted(list, extractable, usages) {
    add(list, extractable);
    add(list, usages);
  }

  class SubtleCrypto {
    constructor() { if (subtle !== null) throw new TypeError("Illegal constructor"); }
    async encrypt(algorithm, key, data) {
      enough(this, arguments.length, "encrypt", 3);
      return transform("encrypt", ENCRYPT, algorithm, key, data);
    }
    async decrypt(algorithm, key, data) {
      enough(this, arguments.length, "decrypt", 3);
      return transform("decrypt", ENCRYPT, algorithm, key, data);
    }
    async sign(algorithm, key, data) {
      enough(this, arguments.length, "sign", 3);
      return transform("sign", SIGN, algorithm, key, data);
    }
    async verify(algorithm, key, signature, data) {
      enough(this, arguments.length, "verify", 4);
      const given = identifier(algorithm), list = listOf("verify");
      add(list, keyOf(key));
      mustBeBytes(signature, "The signature");
      mustBeBytes(data, "Data");
      normalize(list, SIGN, given);
      addBytes(list, signature, "The signature");
      addBytes(list, data, "Data");
      return ask(list);
    }
    async digest(algorithm, data) {
      enough(this, arguments.length, "digest", 2);
      const given = identifier(algorithm), list = listOf("digest");
      mustBeBytes(data, "Data");
      normalize(list, DIGEST, given);
      addBytes(list, data, "Data");
      return hosted(ask(list));
    }
    async generateKey(algorithm, extractable, keyUsages) {
      enough(this, arguments.length, "generateKey", 3);
      const given = identifier(algorithm), may = !!extractable, usages = usagesOf(keyUsages), list = listOf("generateKey");
      normalize(list, GENERATE, given);
      addWanted(list, may, usages);
      const one = shell(), other = shell();
      add(list, one);
      add(list, other);
      return ask(list) ? { privateKey: one, publicKey: other } : one;
    }
    async deriveKey(algorithm, baseKey, derivedKeyType, extractable, keyUsages) {
      enough(this, arguments.length, "deriveKey", 5);
      const given = identifier(algorithm), base = keyOf(baseKey), type = identifier(derivedKeyType);
      const may = !!extractable, usages = usagesOf(keyUsages), key = shell(), list = listOf("deriveKey");
      add(list, key);
      add(list, base);
      normalize(list, DERIVE, given);
      normalize(list, IMPORT, type);
      normalize(list, LENGTH, type);
      addWanted(list, may, usages);
      ask(list);
      return key;
    }
    async deriveBits(algorithm, baseKey, length = null) {
      enough(this, arguments.length, "deriveBits", 2);
      const given = identifier(algorithm), list = listOf("deriveBits");
      add(list, keyOf(baseKey));
      const bits = length === null ? null : +length >>> 0;
      normalize(list, DERIVE, given);
      add(list, bits);
      return hosted(ask(list));
    }
    async importKey(format, keyData, algorithm, extractable, keyUsages) {
      enough(this, arguments.length, "importKey", 5);
      const how = formatOf(format), encoded = isBytes(keyData), members = encoded ? null : membersOf(keyData);
      const given = identifier(algorithm), may = !!extractable, usages = usagesOf(keyUsages), key = shell(), list = listOf("importKey");
      add(list, key);
      add(list, how);
      normalize(list, IMPORT, given);
      addWanted(list, may, usages);
      if (encoded === (how === "jwk")) throw new TypeError(how === "jwk" ? "A JSON Web Key is an object" : "Key data must be an ArrayBuffer or a view of one");
      if (encoded) addBytes(list, keyData, "Key data");
      else addAll(list, members);
      ask(list);
      return key;
    }
    async exportKey(format, key) {
      enough(this, arguments.length, "exportKey", 2);
      const how = formatOf(format), list = listOf("exportKey");
      add(list, keyOf(key));
      add(list, how);
      const exported = ask(list);
      return how === "jwk" ? parse(exported) : hosted(exported);
    }
    async wrapKey(format, key, wrappingKey, wrapAlgorithm) {
      enough(this, arguments.length, "wrapKey", 4);
      const list = listOf("wrapKey");
      add(list, formatOf(format));
      add(list, keyOf(key));
      add(list, keyOf(wrappingKey));
      normalize(list, WRAP, identifier(wrapAlgorithm));
      return hosted(ask(list));
    }
    async unwrapKey(format, wrappedKey, unwrappingKey, unwrapAlgorithm, unwrappedKeyAlgorithm, extractable, keyUsages) {
      enough(this, arguments.length, "unwrapKey", 7);
      const how = formatOf(format), list = listOf("unwrapKey"), key = shell(), wanted = { __proto__: null, length: 0 };
      mustBeBytes(wrappedKey, "The wrapped key");
      add(list, key);
      add(list, how);
      add(list, keyOf(unwrappingKey));
      const unwrap = identifier(unwrapAlgorithm), type = identifier(unwrappedKeyAlgorithm), may = !!extractable, usages = usagesOf(keyUsages);
      normalize(list, WRAP, unwrap);
      normalize(wanted, IMPORT, type);
      addWanted(wanted, may, usages);
      addAll(list, wanted);
      addBytes(list, wrappedKey, "The wrapped key");
      const text = ask(list);
      if (how !== "jwk") return key;
      const again = listOf("importKey");
      add(again, key);
      add(again, how);
      addAll(again, wanted);
      addAll(again, readJwk(text));
      ask(again);
      return key;
    }
    timingSafeEqual(a, b) {
      enough(this, arguments.length, "timingSafeEqual", 2);
      const list = { __proto__: null, length: 0 };
      addBytes(list, a, "The first value");
      addBytes(list, b, "The second value");
      if (a.byteLength !== b.byteLength) throw new TypeError("Both values must have the same length");
      return apply(kit.web.equal, undefined, list);
    }
    get [Symbol.toStringTag]() { return "SubtleCrypto"; }
  }

  function enumerable(prototype, names) {
    for (const name of names) Object.defineProperty(prototype, name, { __proto__: null, enumerable: true });
  }
  enumerable(CryptoKey.prototype, ["type", "extractable", "algorithm", "usages"]);
  enumerable(SubtleCrypto.prototype, ["encrypt", "decrypt", "sign", "verify", "digest", "generateKey", "deriveKey", "deriveBits", "importKey", "exportKey", "wrapKey", "unwrapKey"]);

  let subtle = null;
  subtle = new SubtleCrypto();
  return {
    subtle, SubtleCrypto, CryptoKey,
    isKey: (value) => value[STATE]?.about !== undefined,
    copy(key) {
      const same = shell();
      ask({ __proto__: null, length: 3, 0: "copy", 1: key, 2: same });
      return same;
    },
  };
}
