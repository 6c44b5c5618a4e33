// node:string_decoder: text out of pieces of bytes, none of which ends inside a character.
//= StringDecoder
(kit) => {
  "use strict";
  const { Buffer } = kit.node("buffer");
  const { coded, TypeFailure } = kit.part("node/errors");

  // How many bytes at the end belong to a character that is not whole yet.
  function unfinished(bytes, encoding) {
    if (encoding === "base64" || encoding === "base64url") return bytes.length % 3;
    if (encoding === "utf16le") {
      const odd = bytes.length % 2, end = bytes.length - odd;
      const high = end >= 2 && (bytes[end - 1] & 0xfc) === 0xd8;
      return odd + (high ? 2 : 0);
    }
    if (encoding !== "utf8") return 0;
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const byte = bytes[bytes.length - back];
      if ((byte & 0xc0) === 0x80) continue;
      const needed = byte >= 0xf0 && byte < 0xf5 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
      return byte < 0xf5 && needed > back ? back : 0;
    }
    return 0;
  }

  class StringDecoder {
    constructor(encoding = "utf8") {
      if (!Buffer.isEncoding(encoding)) throw coded(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${encoding}`);
      const name = `${encoding}`.toLowerCase().replace("utf-", "utf");
      this.encoding = { ucs2: "utf16le", "ucs-2": "utf16le", binary: "latin1" }[name] ?? name;
      this.held = Buffer.alloc(0);
    }
    get lastNeed() { return this.held.length; }
    write(chunk) {
      if (typeof chunk === "string") return chunk;
      if (!ArrayBuffer.isView(chunk)) throw new TypeFailure("buf", "an instance of Buffer, TypedArray, or DataView", chunk);
      const piece = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const all = this.held.length === 0 ? piece : Buffer.concat([this.held, piece]);
      const left = unfinished(all, this.encoding);
      this.held = Buffer.from(all.subarray(all.length - left));
      return all.toString(this.encoding, 0, all.length - left);
    }
    end(chunk = undefined) {
      const text = (chunk === undefined ? "" : this.write(chunk)) + this.held.toString(this.encoding);
      this.held = Buffer.alloc(0);
      return text;
    }
    text(chunk, offset = 0) { return this.write(chunk.subarray(offset)); }
  }

  return { StringDecoder };
}
