// Blob and File: bytes with a type.
(kit) => {
  "use strict";
  const { STATE, web, part, host, bytes: hosted } = kit;

  function stateOf(blob) {
    const state = blob[STATE];
    if (state === undefined || state.content === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function typeOf(value) {
    const type = value === undefined ? "" : `${value}`;
    return /[^\x20-\x7e]/.test(type) ? "" : type.toLowerCase();
  }

  function viewOf(item) {
    if (ArrayBuffer.isView(item)) return new Uint8Array(item.buffer, item.byteOffset, item.byteLength);
    if (item instanceof ArrayBuffer) return new Uint8Array(item);
    if (item instanceof Blob) return inside(item);
    return new Uint8Array(hosted(web.encode(item.toWellFormed())));
  }

  function inside(blob) {
    const { content, start, size } = stateOf(blob);
    return new Uint8Array(content, start, size);
  }

  // The nearest whole number, the even one of two, as Web IDL clamps.
  function clamped(value) {
    const number = Number(value);
    if (!(Math.abs(number) < Number.MAX_SAFE_INTEGER)) return number > 0 ? Number.MAX_SAFE_INTEGER : number < 0 ? -Number.MAX_SAFE_INTEGER : 0;
    const floor = Math.floor(number), rest = number - floor;
    return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  }

  function optionsOf(options) {
    if (options === undefined || options === null) return {};
    if (typeof options !== "object" && typeof options !== "function") throw new TypeError("The options of a Blob are an object");
    return options;
  }

  // What is neither bytes nor a Blob becomes text, in turn.
  function itemsOf(items) {
    if (items === undefined) return [];
    if ((typeof items !== "object" && typeof items !== "function") || items === null || typeof items[Symbol.iterator] !== "function") {
      throw new TypeError("A Blob is made from a list");
    }
    return Array.from(items, (item) => (ArrayBuffer.isView(item) || item instanceof ArrayBuffer || item instanceof Blob ? item : `${item}`));
  }

  function endingsOf(value) {
    const endings = value === undefined ? "transparent" : `${value}`;
    if (endings !== "transparent" && endings !== "native") throw new TypeError(`Unknown endings: ${endings.slice(0, 40)}`);
    return endings === "native";
  }

  function joined(views) {
    const total = views.reduce((sum, view) => sum + view.byteLength, 0);
    const allowed = host.limit("bufferedBodyBytes");
    if (total > allowed) throw new RangeError(`A Blob of more than ${allowed} bytes`);
    const all = new Uint8Array(total);
    let at = 0;
    for (const view of views) {
      all.set(view, at);
      at += view.byteLength;
    }
    return all;
  }

  class Blob {
    constructor(items = undefined, options = undefined) {
      const list = itemsOf(items);
      const { endings, type } = optionsOf(options);
      const native = endingsOf(endings), mime = typeOf(type);
      const all = joined(list.map((item) => viewOf(native && typeof item === "string" ? item.replace(/\r\n?/g, "\n") : item)));
      this[STATE] = { content: all.buffer, start: all.byteOffset, size: all.byteLength, type: mime, name: "", lastModified: 0 };
    }
    get size() { return stateOf(this).size; }
    get type() { return stateOf(this).type; }
    slice(from = 0, to = undefined, type = "") {
      const { content, start, size } = stateOf(this);
      const clamp = (at) => (at < 0 ? Math.max(size + at, 0) : Math.min(at, size));
      const begin = clamp(clamped(from)), end = to === undefined ? size : clamp(clamped(to));
      return made(content, start + begin, Math.max(0, end - begin), typeOf(type));
    }
    async text() { const view = inside(this); return web.text(view.buffer, view.byteOffset, view.byteLength); }
    async arrayBuffer() { return inside(this).slice().buffer; }
    async bytes() { return inside(this).slice(); }
    stream() { return part("streams").ofBytes(inside(this).slice()); }
    get [Symbol.toStringTag]() { return "Blob"; }
  }

  class File extends Blob {
    constructor(items, name, options = undefined) {
      if (arguments.length < 2) throw new TypeError("A File is made from a list and a name");
      if (items === undefined) throw new TypeError("A File is made from a list");
      super(items, options);
      const { lastModified } = optionsOf(options);
      this[STATE].name = `${name}`.toWellFormed();
      this[STATE].lastModified = lastModified === undefined ? host.now() : Math.trunc(Number(lastModified)) || 0;
    }
    get name() { return stateOf(this).name; }
    get lastModified() { return stateOf(this).lastModified; }
    get [Symbol.toStringTag]() { return "File"; }
  }

  function made(content, start, size, type) {
    const blob = { __proto__: Blob.prototype };
    blob[STATE] = { content, start, size, type, name: "", lastModified: 0 };
    return blob;
  }

  return {
    Blob, File,
    view(blob) {
      if (typeof blob !== "object" || blob === null) throw new TypeError("This takes a Blob");
      return inside(blob);
    },
    of: (view, type) => made(view.buffer, view.byteOffset, view.byteLength, type),
    copy(blob) {
      const same = { __proto__: (blob instanceof File ? File : Blob).prototype };
      same[STATE] = { ...blob[STATE] };
      return same;
    },
  };
}
