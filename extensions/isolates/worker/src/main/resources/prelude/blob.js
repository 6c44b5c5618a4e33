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
    return new Uint8Array(hosted(web.encode(`${item}`.toWellFormed())));
  }

  function inside(blob) {
    const { content, start, size } = stateOf(blob);
    return new Uint8Array(content, start, size);
  }

  function joined(items) {
    if (items === undefined) return new Uint8Array(0);
    if (typeof items !== "object" || items === null || typeof items[Symbol.iterator] !== "function") throw new TypeError("A Blob is made from a list");
    const views = Array.from(items, viewOf);
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
      const all = joined(items);
      this[STATE] = { content: all.buffer, start: all.byteOffset, size: all.byteLength, type: typeOf(options?.type), name: "", lastModified: 0 };
    }
    get size() { return stateOf(this).size; }
    get type() { return stateOf(this).type; }
    slice(from = 0, to = undefined, type = "") {
      const { content, start, size } = stateOf(this);
      const clamp = (at) => (at < 0 ? Math.max(size + at, 0) : Math.min(at, size));
      const begin = clamp(Math.trunc(from)), end = to === undefined ? size : clamp(Math.trunc(to));
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
      super(items, options);
      this[STATE].name = `${name}`;
      this[STATE].lastModified = options?.lastModified === undefined ? host.now() : Number(options.lastModified);
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
    of: (view, type) => made(view.buffer, view.byteOffset, view.byteLength, type),
    copy(blob) {
      const same = { __proto__: Object.getPrototypeOf(blob) };
      same[STATE] = { ...blob[STATE] };
      return same;
    },
  };
}
