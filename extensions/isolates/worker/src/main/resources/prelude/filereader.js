// FileReader: what was in a Blob, told by events.
(kit) => {
  "use strict";
  const { STATE, host, web, part } = kit;
  const { Event, EventTarget, attribute } = part("events");
  const EMPTY = 0, LOADING = 1, DONE = 2;
  // The longest text that the engine makes.
  const TEXT_MOST = 32 << 20;

  class ProgressEvent extends Event {
    constructor(type, init = undefined) {
      if (arguments.length < 1) throw kit.few("ProgressEvent", 1);
      super(type, init);
      const { lengthComputable, loaded, total } = init ?? {};
      this[STATE].progress = { computable: Boolean(lengthComputable), loaded: Number(loaded ?? 0), total: Number(total ?? 0) };
    }
    get lengthComputable() { return progressOf(this).computable; }
    get loaded() { return progressOf(this).loaded; }
    get total() { return progressOf(this).total; }
    get [Symbol.toStringTag]() { return "ProgressEvent"; }
  }

  function progressOf(event) {
    const progress = event[STATE]?.progress;
    if (progress === undefined) throw new TypeError("Illegal invocation");
    return progress;
  }

  function stateOf(reader) {
    const reading = reader[STATE]?.reading;
    if (reading === undefined) throw new TypeError("Illegal invocation");
    return reading;
  }

  function told(reader, type, loaded, total) {
    const event = new ProgressEvent(type, { lengthComputable: true, loaded, total });
    event[STATE].trusted = true;
    reader.dispatchEvent(event);
  }

  // Each event has a turn of its own, as if it came from outside.
  function turn() {
    return new Promise((resolve) => { host.setTimer(0, resolve); });
  }

  function bounded(length) {
    if (length > TEXT_MOST) throw kit.fail("NotReadableError", `A text of ${length} characters is longer than ${TEXT_MOST}`);
  }

  // What a mark at the start says of the encoding comes before what anybody else says.
  function textOf(view, label, type) {
    bounded(view.byteLength);
    const [a, b, c] = view;
    const marked = a === 0xef && b === 0xbb && c === 0xbf ? "utf-8" : a === 0xfe && b === 0xff ? "utf-16be" : a === 0xff && b === 0xfe ? "utf-16le" : null;
    const named = label === undefined ? null : web.label(`${label}`);
    const charset = /;[ \t]*charset="?([^";]+)/i.exec(type);
    const encoding = marked ?? named ?? (charset === null ? null : web.label(charset[1])) ?? "utf-8";
    return new (part("encoding").TextDecoder)(encoding).decode(view);
  }

  const CONTENT = {
    __proto__: null,
    buffer: (view) => view.slice().buffer,
    text: (view, { label, type }) => textOf(view, label, type),
    binary(view) {
      bounded(view.byteLength);
      return web.latin1(view.buffer, view.byteOffset, view.byteLength);
    },
    url(view, { type }) {
      bounded(Math.ceil(view.byteLength / 3) * 4 + type.length + 40);
      return `data:${type === "" ? "application/octet-stream" : type};base64,${web.base64(view.buffer, view.byteOffset, view.byteLength)}`;
    },
  };

  function begin(reader, blob, kind, label) {
    const state = stateOf(reader), view = part("blob").view(blob), { size, type } = blob;
    if (state.status === LOADING) throw kit.fail("InvalidStateError", "The reader is reading already");
    state.status = LOADING;
    state.result = state.error = null;
    read(reader, state, state.task = { kind, view, size, type, label });
  }

  async function read(reader, state, task) {
    await turn();
    if (state.task !== task) return;
    told(reader, "loadstart", 0, task.size);
    await turn();
    if (state.task === task && task.size > 0) {
      told(reader, "progress", task.size, task.size);
      await turn();
    }
    if (state.task !== task) return;
    try {
      state.result = CONTENT[task.kind](task.view, task);
    } catch (error) {
      state.error = error;
    }
    state.status = DONE;
    told(reader, state.error === null ? "load" : "error", task.size, task.size);
    await turn();
    if (state.task === task) told(reader, "loadend", task.size, task.size);
  }

  class FileReader extends EventTarget {
    constructor() {
      super();
      this[STATE].reading = { status: EMPTY, result: null, error: null, task: null };
    }
    get readyState() { return stateOf(this).status; }
    get result() { return stateOf(this).result; }
    get error() { return stateOf(this).error; }
    readAsArrayBuffer(blob) { begin(this, blob, "buffer", undefined); }
    readAsBinaryString(blob) { begin(this, blob, "binary", undefined); }
    readAsDataURL(blob) { begin(this, blob, "url", undefined); }
    readAsText(blob, encoding = undefined) { begin(this, blob, "text", encoding); }
    abort() {
      const state = stateOf(this), { status, task } = state;
      state.result = null;
      if (status !== LOADING) return;
      state.status = DONE;
      state.task = null;
      told(this, "abort", 0, task.size);
      if (state.status !== LOADING) told(this, "loadend", 0, task.size);
    }
    get [Symbol.toStringTag]() { return "FileReader"; }
  }
  Object.entries({ EMPTY, LOADING, DONE }).forEach(([name, value]) => {
    Object.defineProperty(FileReader, name, { __proto__: null, value, enumerable: true });
    Object.defineProperty(FileReader.prototype, name, { __proto__: null, value, enumerable: true });
  });
  for (const type of ["loadstart", "progress", "load", "abort", "error", "loadend"]) attribute(FileReader, type);

  return { FileReader, ProgressEvent };
}
