// Text and bytes: TextEncoder, TextDecoder, their streams, atob and btoa.
(kit) => {
  "use strict";
  const { STATE, web, part, bytes: hosted } = kit;

  function stateOf(object) {
    const state = object[STATE];
    if (state === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function viewOf(input) {
    if (input === undefined) return new Uint8Array(0);
    if (ArrayBuffer.isView(input)) return new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    if (Object.prototype.toString.call(input).endsWith("ArrayBuffer]")) return new Uint8Array(input);
    throw new TypeError("Bytes are an ArrayBuffer or a view of one");
  }

  class TextEncoder {
    get encoding() { return "utf-8"; }
    encode(text = "") { return new Uint8Array(hosted(web.encode(`${text}`.toWellFormed()))); }
    encodeInto(source, destination) {
      if (!(destination instanceof Uint8Array)) throw new TypeError("encodeInto writes to a Uint8Array");
      const text = `${source}`;
      let read = 0, written = 0;
      while (read < text.length) {
        const point = text.codePointAt(read);
        const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (written + size > destination.length) break;
        put(destination, written, point >= 0xd800 && point <= 0xdfff ? 0xfffd : point, size);
        written += size;
        read += size === 4 ? 2 : 1;
      }
      return { read, written };
    }
    get [Symbol.toStringTag]() { return "TextEncoder"; }
  }

  const LEAD = [0, 0, 0xc0, 0xe0, 0xf0];

  function put(bytes, at, point, size) {
    for (let i = size - 1, rest = point; i > 0; i--, rest >>= 6) bytes[at + i] = 0x80 | (rest & 0x3f);
    bytes[at] = LEAD[size] | (point >> (6 * (size - 1)));
  }

  class TextDecoder {
    constructor(label = "utf-8", options = undefined) {
      const encoding = web.label(`${label}`);
      if (encoding === null) throw new RangeError(`Unknown encoding: ${JSON.stringify(`${label}`.slice(0, 40))}`);
      this[STATE] = { encoding, fatal: Boolean(options?.fatal), ignoreBOM: Boolean(options?.ignoreBOM), held: null, begun: false, mode: 0 };
    }
    get encoding() { return stateOf(this).encoding; }
    get fatal() { return stateOf(this).fatal; }
    get ignoreBOM() { return stateOf(this).ignoreBOM; }
    decode(input = undefined, options = undefined) {
      const state = stateOf(this);
      const more = Boolean(options?.stream);
      let view = viewOf(input);
      if (state.held !== null) view = joined(state.held, view);
      const result = web.decode(state.encoding, `${state.fatal ? "f" : ""}${more ? "m" : ""}`, view.buffer, view.byteOffset, view.byteLength, state.mode);
      state.held = null;
      state.mode = 0;
      if (result === null) {
        state.begun = false;
        throw new TypeError(`The bytes are not valid ${state.encoding}`);
      }
      const left = result.charCodeAt(0) & 0xff;
      if (more) state.mode = result.charCodeAt(0) >> 8;
      if (left > 0) state.held = view.slice(view.byteLength - left);
      let text = result.slice(1);
      if (!state.begun && text !== "") {
        state.begun = true;
        if (!state.ignoreBOM && state.encoding.startsWith("utf-") && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      }
      if (!more) state.begun = false;
      return text;
    }
    get [Symbol.toStringTag]() { return "TextDecoder"; }
  }

  function joined(first, second) {
    const all = new Uint8Array(first.byteLength + second.byteLength);
    all.set(first);
    all.set(second, first.byteLength);
    return all;
  }

  class TextEncoderStream {
    constructor() {
      const encoder = new TextEncoder();
      let high = "";
      const stream = new (part("transform").TransformStream)({
        transform(chunk, controller) {
          const text = high + `${chunk}`;
          const last = text.charCodeAt(text.length - 1);
          high = last >= 0xd800 && last <= 0xdbff ? text.slice(-1) : "";
          const whole = high === "" ? text : text.slice(0, -1);
          if (whole !== "") controller.enqueue(encoder.encode(whole));
        },
        flush(controller) {
          if (high !== "") controller.enqueue(encoder.encode("\ufffd"));
        },
      });
      this[STATE] = { stream };
    }
    get encoding() { return "utf-8"; }
    get readable() { return stateOf(this).stream.readable; }
    get writable() { return stateOf(this).stream.writable; }
    get [Symbol.toStringTag]() { return "TextEncoderStream"; }
  }

  class TextDecoderStream {
    constructor(label = "utf-8", options = undefined) {
      const decoder = new TextDecoder(label, options);
      const give = (text, controller) => { if (text !== "") controller.enqueue(text); };
      const stream = new (part("transform").TransformStream)({
        transform(chunk, controller) {
          if (chunk === undefined) throw new TypeError("Bytes are an ArrayBuffer or a view of one");
          give(decoder.decode(viewOf(chunk), { stream: true }), controller);
        },
        flush(controller) { give(decoder.decode(), controller); },
      });
      this[STATE] = { stream, decoder };
    }
    get encoding() { return stateOf(this).decoder.encoding; }
    get fatal() { return stateOf(this).decoder.fatal; }
    get ignoreBOM() { return stateOf(this).decoder.ignoreBOM; }
    get readable() { return stateOf(this).stream.readable; }
    get writable() { return stateOf(this).stream.writable; }
    get [Symbol.toStringTag]() { return "TextDecoderStream"; }
  }

  return {
    TextEncoder, TextDecoder, TextEncoderStream, TextDecoderStream,
    atob(text) {
      if (arguments.length < 1) throw kit.few("atob", 1);
      const result = web.atob(`${text}`);
      if (result === null) throw kit.fail("InvalidCharacterError", "The text is not base64");
      return result;
    },
    btoa(text) {
      if (arguments.length < 1) throw kit.few("btoa", 1);
      const result = web.btoa(`${text}`);
      if (result === null) throw kit.fail("InvalidCharacterError", "The text has characters outside of Latin-1");
      return result;
    },
  };
}
