// node:buffer. A Buffer is a Uint8Array with Node's methods; its memory is never shared with another Buffer unless it was asked for.
//= Buffer, SlowBuffer, Blob, File, INSPECT_MAX_BYTES, kMaxLength, kStringMaxLength, constants, atob, btoa, isUtf8, isAscii, transcode, resolveObjectURL
(kit) => {
  "use strict";
  const { web, bytes: hosted } = kit;
  const { coded, RangeFailure, TypeFailure, received } = kit.part("node/errors");
  const MOST = 100 << 20, MOST_TEXT = 32 << 20;
  const NAMES = {
    __proto__: null, utf8: "utf8", "utf-8": "utf8", hex: "hex", base64: "base64", base64url: "base64url", latin1: "latin1", binary: "latin1",
    ascii: "ascii", utf16le: "utf16le", "utf-16le": "utf16le", ucs2: "utf16le", "ucs-2": "utf16le",
  };

  class NodeBuffer extends Uint8Array {}

  function Buffer(value, encodingOrOffset, length) {
    return typeof value === "number" ? Buffer.alloc(value) : Buffer.from(value, encodingOrOffset, length);
  }
  Buffer.prototype = NodeBuffer.prototype;
  Object.defineProperty(NodeBuffer.prototype, "constructor", { __proto__: null, value: Buffer, writable: true, configurable: true });
  Object.setPrototypeOf(Buffer, Uint8Array);
  Object.defineProperty(Buffer, Symbol.species, { __proto__: null, get: () => NodeBuffer });
  Object.defineProperty(NodeBuffer, "name", { __proto__: null, value: "Buffer" });

  // ---- encodings ----

  const encodingOf = (name) => (name === undefined || name === null || name === "" ? "utf8" : NAMES[`${name}`.toLowerCase()]);

  function encodingNamed(name) {
    const found = encodingOf(name);
    if (found === undefined) throw coded(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${`${name}`.slice(0, 100)}`);
    return found;
  }

  const view = (buffer) => new NodeBuffer(hosted(buffer));

  function units(text, each) {
    const made = new NodeBuffer(text.length * each);
    if (each === 1) for (let i = 0; i < text.length; i++) made[i] = text.charCodeAt(i);
    else for (let i = 0, at = 0; i < text.length; i++, at += 2) {
      const unit = text.charCodeAt(i);
      made[at] = unit;
      made[at + 1] = unit >> 8;
    }
    return made;
  }

  function fromHex(text) {
    const most = text.length >> 1;
    const made = new NodeBuffer(most);
    for (let i = 0; i < most; i++) {
      const byte = HEX[text.charCodeAt(2 * i)] * 16 + HEX[text.charCodeAt(2 * i + 1)];
      if (!(byte >= 0)) return made.subarray(0, i);
      made[i] = byte;
    }
    return made;
  }

  const HEX = new Float64Array(128).fill(NaN);
  for (let i = 0; i < 22; i++) HEX["0123456789abcdefABCDEF".charCodeAt(i)] = i < 16 ? i : i - 6;

  // As Node reads it: both alphabets, whatever is in neither is passed over, the first "=" is the end.
  function fromBase64(text) {
    const end = text.indexOf("=");
    let kept = (end < 0 ? text : text.slice(0, end)).replace(/[^A-Za-z0-9+/_-]/g, "").replace(/\+/g, "-").replace(/\//g, "_");
    if (kept.length % 4 === 1) kept = kept.slice(0, -1);
    return view(web.fromBase64url(kept));
  }

  function encoded(text, encoding) {
    switch (encoding) {
      case "utf8": return view(web.encode(text.toWellFormed()));
      case "hex": return fromHex(text);
      case "base64": case "base64url": return fromBase64(text);
      case "utf16le": return units(text, 2);
      default: return units(text, 1);
    }
  }

  const PIECE = 4096;
  // Characters that a byte becomes, where it is more than one.
  const CHARACTERS = { __proto__: null, hex: 2, base64: 4 / 3, base64url: 4 / 3 };

  function characters(bytes, start, end, mask) {
    let text = "";
    for (let at = start; at < end; at += PIECE) {
      const piece = bytes.subarray(at, Math.min(at + PIECE, end));
      text += String.fromCharCode.apply(null, mask === 0xff ? piece : Uint8Array.prototype.map.call(new Uint8Array(piece), (byte) => byte & mask));
    }
    return text;
  }

  function decoded(bytes, encoding, start, end) {
    if (end <= start) return "";
    if ((end - start) * (CHARACTERS[encoding] ?? 1) > MOST_TEXT) throw coded(Error, "ERR_STRING_TOO_LONG", `Cannot create a string longer than 0x${MOST_TEXT.toString(16)} characters`);
    const { buffer } = bytes, from = bytes.byteOffset + start, length = end - start;
    switch (encoding) {
      case "utf8": return web.decode("utf-8", "", buffer, from, length).slice(1);
      case "utf16le": {
        let text = "";
        for (let at = start; at + 1 < end; at += PIECE) {
          const most = Math.min(at + PIECE, end - ((end - start) % 2));
          const piece = new Array((most - at) >> 1);
          for (let i = 0, b = at; i < piece.length; i++, b += 2) piece[i] = bytes[b] | (bytes[b + 1] << 8);
          text += String.fromCharCode.apply(null, piece);
        }
        return text;
      }
      case "hex": return web.hex(buffer, from, length);
      case "base64url": return web.base64url(buffer, from, length);
      case "base64": {
        const text = web.base64url(buffer, from, length).replace(/-/g, "+").replace(/_/g, "/");
        return text + "===".slice(0, (4 - (text.length % 4)) % 4);
      }
      case "ascii": return characters(bytes, start, end, 0x7f);
      default: return characters(bytes, start, end, 0xff);
    }
  }

  // ---- making ----

  function sized(size) {
    if (typeof size !== "number") throw new TypeFailure("size", "of type number", size);
    if (!(size >= 0 && size <= MOST)) throw new RangeFailure("size", `>= 0 && <= ${MOST}`, size);
    return new NodeBuffer(size);
  }

  const isShared = (value) => typeof SharedArrayBuffer === "function" && value instanceof SharedArrayBuffer;
  const isMemory = (value) => value instanceof ArrayBuffer || isShared(value) || Object.prototype.toString.call(value) === "[object ArrayBuffer]";

  Object.assign(Buffer, {
    poolSize: 8192,
    alloc(size, fill = undefined, encoding = undefined) {
      const made = sized(size);
      return fill === undefined || fill === 0 || size === 0 ? made : made.fill(fill, encoding);
    },
    allocUnsafe: sized,
    allocUnsafeSlow: sized,
    from(value, encodingOrOffset = undefined, length = undefined) {
      if (typeof value === "string") return encoded(value, encodingNamed(encodingOrOffset));
      if (typeof value === "object" && value !== null) {
        if (isMemory(value)) return fromMemory(value, encodingOrOffset, length);
        if (ArrayBuffer.isView(value)) return copied(value);
        const inner = typeof value.valueOf === "function" ? value.valueOf() : undefined;
        if (inner !== undefined && inner !== null && inner !== value && (typeof inner === "string" || typeof inner === "object")) return Buffer.from(inner, encodingOrOffset, length);
        if (value.type === "Buffer" && Array.isArray(value.data)) return copied(value.data);
        if (value.length !== undefined) return copied(value);
        if (typeof value[Symbol.toPrimitive] === "function") return Buffer.from(value[Symbol.toPrimitive]("string"), encodingOrOffset);
      }
      throw coded(TypeError, "ERR_INVALID_ARG_TYPE",
        `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object.${received(value)}`);
    },
    copyBytesFrom(source, offset = 0, length = undefined) {
      const part = source.subarray(offset, length === undefined ? undefined : offset + length);
      return copied(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    },
    of(...items) { return copied(items); },
    isBuffer: (value) => value instanceof NodeBuffer,
    isEncoding: (name) => typeof name === "string" && name !== "" && encodingOf(name) !== undefined,
    byteLength(value, encoding = undefined) {
      if (typeof value !== "string") {
        if (ArrayBuffer.isView(value) || isMemory(value)) return value.byteLength;
        throw new TypeFailure("string", "of type string or an instance of Buffer or ArrayBuffer", value);
      }
      switch (encodingOf(encoding) ?? "utf8") {
        case "utf16le": return value.length * 2;
        case "hex": return value.length >>> 1;
        case "latin1": case "ascii": return value.length;
        case "base64": case "base64url": return fromBase64(value).length;
        default: return web.encode(value.toWellFormed()).byteLength;
      }
    },
    compare(one, other) {
      bytesNamed(one, "buf1");
      bytesNamed(other, "buf2");
      return order(one, other);
    },
    concat(list, length = undefined) {
      if (!Array.isArray(list)) throw new TypeFailure("list", "an instance of Array", list);
      const total = length === undefined ? list.reduce((sum, item) => sum + item.length, 0) : length;
      const made = sized(total);
      let at = 0;
      for (let i = 0; i < list.length && at < total; i++) {
        bytesNamed(list[i], `list[${i}]`);
        const piece = list[i].length > total - at ? list[i].subarray(0, total - at) : list[i];
        made.set(piece, at);
        at += piece.length;
      }
      return made;
    },
  });

  function fromMemory(memory, offset = 0, length = undefined) {
    const from = Number(offset) || 0;
    if (from < 0 || from > memory.byteLength) throw coded(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"offset" is outside of buffer bounds');
    const room = memory.byteLength - from;
    if (length === undefined) return new NodeBuffer(memory, from, room);
    const size = Math.max(0, Number(length) || 0);
    if (size > room) throw coded(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"length" is outside of buffer bounds');
    return new NodeBuffer(memory, from, size);
  }

  function copied(source) {
    const length = Math.max(0, Math.trunc(Number(source.length)) || 0);
    const made = sized(length);
    if (ArrayBuffer.isView(source)) made.set(source);
    else for (let i = 0; i < length; i++) made[i] = source[i];
    return made;
  }

  function bytesNamed(value, name) {
    if (!(value instanceof Uint8Array)) throw new TypeFailure(name, "an instance of Buffer or Uint8Array", value);
  }

  function order(one, other) {
    const most = Math.min(one.length, other.length);
    for (let i = 0; i < most; i++) if (one[i] !== other[i]) return one[i] < other[i] ? -1 : 1;
    return one.length === other.length ? 0 : one.length < other.length ? -1 : 1;
  }

  const within = (value, fallback, most) => {
    const at = value === undefined ? fallback : Math.trunc(Number(value)) || 0;
    return at < 0 ? 0 : at > most ? most : at;
  };

  // A place as slice takes it: counted from the end where it is negative.
  function placeOf(value, fallback, length) {
    const at = value === undefined ? fallback : Math.trunc(Number(value)) || 0;
    return at < 0 ? Math.max(0, length + at) : Math.min(at, length);
  }

  function found(buffer, value, offset, encoding, last) {
    let from = offset, name = encoding;
    if (typeof offset === "string") [from, name] = [undefined, offset];
    from = Math.trunc(Number(from));
    if (Number.isNaN(from)) from = last ? buffer.length : 0;
    if (from < 0) from += buffer.length;
    if (typeof value === "number") {
      const byte = value & 0xff;
      if (last) return from < 0 ? -1 : Uint8Array.prototype.lastIndexOf.call(buffer, byte, from);
      return Uint8Array.prototype.indexOf.call(buffer, byte, Math.max(from, 0));
    }
    const needle = typeof value === "string" ? encoded(value, encodingNamed(name)) : value;
    if (!(needle instanceof Uint8Array)) throw new TypeFailure("value", "one of type number or string or an instance of Buffer or Uint8Array", value);
    if (needle.length === 0) return last ? Math.min(Math.max(from, 0), buffer.length) : Math.min(Math.max(from, 0), buffer.length);
    const step = NAMES[`${name ?? ""}`.toLowerCase()] === "utf16le" && typeof value === "string" ? 2 : 1;
    const end = buffer.length - needle.length;
    if (last && from < 0) return -1;
    let at = last ? Math.min(from, end) : Math.max(from, 0);
    for (; last ? at >= 0 : at <= end; at += last ? -step : step) {
      let i = 0;
      while (i < needle.length && buffer[at + i] === needle[i]) i++;
      if (i === needle.length) return at;
    }
    return -1;
  }

  const methods = {
    get parent() { return this instanceof NodeBuffer ? this.buffer : undefined; },
    get offset() { return this instanceof NodeBuffer ? this.byteOffset : undefined; },
    toString(encoding = undefined, start = 0, end = undefined) {
      if (arguments.length === 0) return decoded(this, "utf8", 0, this.length);
      return decoded(this, encodingNamed(encoding), within(start, 0, this.length), within(end, this.length, this.length));
    },
    toLocaleString(...places) { return this.toString(...places); },
    toJSON() { return { type: "Buffer", data: Array.from(this) }; },
    inspect(depth, options) { return this[INSPECT](depth, options); },
    equals(other) {
      bytesNamed(other, "otherBuffer");
      return this === other || (this.length === other.length && order(this, other) === 0);
    },
    compare(target, targetStart = 0, targetEnd = undefined, start = 0, end = undefined) {
      bytesNamed(target, "target");
      return order(this.subarray(start, end ?? this.length), target.subarray(targetStart, targetEnd ?? target.length));
    },
    slice(start = undefined, end = undefined) { return this.subarray(start, end); },
    subarray(start = undefined, end = undefined) {
      const from = placeOf(start, 0, this.length), to = placeOf(end, this.length, this.length);
      return new NodeBuffer(this.buffer, this.byteOffset + from, Math.max(0, to - from));
    },
    indexOf(value, offset, encoding) { return found(this, value, offset, encoding, false); },
    lastIndexOf(value, offset, encoding) { return found(this, value, offset, encoding, true); },
    includes(value, offset, encoding) { return found(this, value, offset, encoding, false) !== -1; },
    copy(target, targetStart = 0, start = 0, end = undefined) {
      if (!ArrayBuffer.isView(target)) throw new TypeFailure("target", "an instance of Buffer or Uint8Array", target);
      const to = Math.trunc(Number(targetStart)) || 0, from = Math.trunc(Number(start)) || 0;
      if (to < 0) throw new RangeFailure("targetStart", ">= 0", targetStart);
      if (from < 0 || from > this.length) throw new RangeFailure("sourceStart", `>= 0 && <= ${this.length}`, start);
      const count = Math.min(within(end, this.length, this.length) - from, target.length - to);
      if (count <= 0) return 0;
      Uint8Array.prototype.set.call(target, new Uint8Array(this.buffer, this.byteOffset + from, count), to);
      return count;
    },
    fill(value, offset = undefined, end = undefined, encoding = undefined) {
      let from = offset, to = end, name = encoding;
      if (typeof offset === "string") [from, to, name] = [undefined, undefined, offset];
      else if (typeof end === "string") [to, name] = [undefined, end];
      from = from ?? 0;
      to = to ?? this.length;
      if (!(from >= 0 && from <= this.length)) throw new RangeFailure("offset", `>= 0 && <= ${this.length}`, from);
      if (!(to >= 0 && to <= this.length)) throw new RangeFailure("end", `>= 0 && <= ${this.length}`, to);
      if (typeof value !== "string" && !(value instanceof Uint8Array)) return Uint8Array.prototype.fill.call(this, typeof value === "boolean" ? Number(value) : value & 0xff, from, to);
      const pattern = typeof value === "string" ? encoded(value, encodingNamed(name)) : value;
      if (pattern.length === 0) {
        if (typeof value === "string" && value !== "") throw coded(TypeError, "ERR_INVALID_ARG_VALUE", "The argument 'value' is invalid.");
        return Uint8Array.prototype.fill.call(this, 0, from, to);
      }
      for (let i = from; i < to; i++) this[i] = pattern[(i - from) % pattern.length];
      return this;
    },
    write(text, offset = undefined, length = undefined, encoding = undefined) {
      if (typeof text !== "string") throw new TypeFailure("argument", "of type string", text);
      let from = offset, most = length, name = encoding;
      if (typeof offset === "string") [from, most, name] = [undefined, undefined, offset];
      else if (typeof length === "string") [most, name] = [undefined, length];
      from = from ?? 0;
      if (!(from >= 0 && from <= this.length)) throw new RangeFailure("offset", `>= 0 && <= ${this.length}`, from);
      const room = Math.min(this.length - from, most ?? Infinity);
      const kind = encodingNamed(name);
      let bytes = encoded(text, kind);
      if (bytes.length > room) bytes = bytes.subarray(0, kind === "utf8" ? wholeCharacters(bytes, room) : kind === "utf16le" ? room & ~1 : room);
      this.set(bytes, from);
      return bytes.length;
    },
    swap16() { return swapped(this, 2); },
    swap32() { return swapped(this, 4); },
    swap64() { return swapped(this, 8); },
  };

  // A text is cut between characters, never inside one.
  function wholeCharacters(bytes, room) {
    let at = room;
    while (at > 0 && (bytes[at] & 0xc0) === 0x80) at--;
    return at;
  }

  function swapped(buffer, size) {
    if (buffer.length % size !== 0) throw coded(RangeError, "ERR_INVALID_BUFFER_SIZE", `Buffer size must be a multiple of ${size * 8}-bits`);
    for (let at = 0; at < buffer.length; at += size) Uint8Array.prototype.reverse.call(new Uint8Array(buffer.buffer, buffer.byteOffset + at, size));
    return buffer;
  }

  // ---- numbers ----

  function placed(buffer, offset, size) {
    if (typeof offset !== "number") throw new TypeFailure("offset", "of type number", offset);
    if (!Number.isInteger(offset)) throw new RangeFailure("offset", "an integer", offset);
    if (offset < 0 || offset + size > buffer.length) {
      if (buffer.length < size) throw coded(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
      throw new RangeFailure("offset", `>= 0 && <= ${buffer.length - size}`, offset);
    }
    return new DataView(buffer.buffer, buffer.byteOffset + offset, size);
  }

  function ranged(value, low, high) {
    if (typeof value === "bigint" ? value < low || value > high : !(Number(value) >= low && Number(value) <= high)) {
      throw new RangeFailure("value", `>= ${low}${typeof low === "bigint" ? "n" : ""} and <= ${high}${typeof low === "bigint" ? "n" : ""}`, value);
    }
  }

  function numberMethods(name, size, accessor, low = undefined, high = undefined) {
    for (const end of size === 1 ? [""] : ["LE", "BE"]) {
      const little = end === "LE";
      methods[`read${name}${end}`] = function read(offset = 0) { return placed(this, offset, size)[`get${accessor}`](0, little); };
      methods[`write${name}${end}`] = function write(value, offset = 0) {
        if (low !== undefined) ranged(value, low, high);
        placed(this, offset, size)[`set${accessor}`](0, value, little);
        return offset + size;
      };
    }
  }

  numberMethods("UInt8", 1, "Uint8", 0, 0xff);
  numberMethods("UInt16", 2, "Uint16", 0, 0xffff);
  numberMethods("UInt32", 4, "Uint32", 0, 0xffffffff);
  numberMethods("Int8", 1, "Int8", -0x80, 0x7f);
  numberMethods("Int16", 2, "Int16", -0x8000, 0x7fff);
  numberMethods("Int32", 4, "Int32", -0x80000000, 0x7fffffff);
  numberMethods("BigUInt64", 8, "BigUint64", 0n, 2n ** 64n - 1n);
  numberMethods("BigInt64", 8, "BigInt64", -(2n ** 63n), 2n ** 63n - 1n);
  numberMethods("Float", 4, "Float32");
  numberMethods("Double", 8, "Float64");

  function widthOf(length) {
    if (typeof length !== "number") throw new TypeFailure("byteLength", "of type number", length);
    if (!(Number.isInteger(length) && length >= 1 && length <= 6)) throw new RangeFailure("byteLength", ">= 1 and <= 6", length);
    return length;
  }

  for (const end of ["LE", "BE"]) {
    const at = (i, size) => (end === "LE" ? size - 1 - i : i);
    methods[`readUInt${end}`] = function read(offset, length) {
      const size = widthOf(length);
      const bytes = placed(this, offset, size);
      let value = 0;
      for (let i = 0; i < size; i++) value = value * 256 + bytes.getUint8(at(i, size));
      return value;
    };
    methods[`readInt${end}`] = function read(offset, length) {
      const value = this[`readUInt${end}`](offset, length);
      return value >= 2 ** (8 * length - 1) ? value - 2 ** (8 * length) : value;
    };
    const write = function write(value, offset, size) {
      const bytes = placed(this, offset, size);
      let rest = value < 0 ? value + 2 ** (8 * size) : Math.trunc(value);
      for (let i = size - 1; i >= 0; i--) {
        bytes.setUint8(at(i, size), rest % 256);
        rest = Math.floor(rest / 256);
      }
      return offset + size;
    };
    methods[`writeUInt${end}`] = function writeUInt(value, offset, length) {
      ranged(Number(value), 0, 2 ** (8 * widthOf(length)) - 1);
      return write.call(this, Number(value), offset, length);
    };
    methods[`writeInt${end}`] = function writeInt(value, offset, length) {
      const half = 2 ** (8 * widthOf(length) - 1);
      ranged(Number(value), -half, half - 1);
      return write.call(this, Number(value), offset, length);
    };
  }

  for (const name of Object.keys(methods)) if (name.includes("UInt")) methods[name.replace("UInt", "Uint")] = methods[name];
  for (const name of ["utf8", "latin1", "ascii", "hex", "base64", "base64url", "ucs2"]) {
    methods[`${name}Slice`] = function slice(start = 0, end = this.length) { return this.toString(name, start, end); };
    methods[`${name}Write`] = function write(text, offset = 0, length = undefined) { return this.write(text, offset, length ?? this.length - offset, name); };
  }

  const INSPECT = Symbol.for("nodejs.util.inspect.custom");
  methods[INSPECT] = function inspected() {
    const most = module.INSPECT_MAX_BYTES;
    let text = Array.from(this.subarray(0, most), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    if (this.length > most) text += ` ... ${this.length - most} more byte${this.length - most > 1 ? "s" : ""}`;
    return `<Buffer${text === "" ? "" : ` ${text}`}>`;
  };

  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(NodeBuffer.prototype, key, { __proto__: null, ...Object.getOwnPropertyDescriptor(methods, key), enumerable: false });
  }

  const { atob, btoa } = kit.part("encoding");
  const { Blob, File } = kit.part("blob");

  const module = {
    Buffer, SlowBuffer: (size) => sized(size), Blob, File, INSPECT_MAX_BYTES: 50, kMaxLength: MOST, kStringMaxLength: MOST_TEXT,
    constants: { MAX_LENGTH: MOST, MAX_STRING_LENGTH: MOST_TEXT }, atob, btoa,
    isUtf8(input) {
      const bytes = ArrayBuffer.isView(input) ? input : new Uint8Array(input);
      return web.decode("utf-8", "f", bytes.buffer, bytes.byteOffset, bytes.byteLength) !== null;
    },
    isAscii: (input) => (ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input)).every((byte) => byte < 0x80),
    resolveObjectURL: () => undefined,
    transcode: (source, from, to) => Buffer.from(decoded(source, encodingNamed(from), 0, source.length), encodingNamed(to)),
  };
  return module;
}
