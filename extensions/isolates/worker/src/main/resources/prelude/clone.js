// structuredClone: copies of values as the standard's serialisation would make them, cycles included.
(kit) => {
  "use strict";
  const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

  function refuse(what) {
    return kit.fail("DataCloneError", `${what} could not be cloned`);
  }

  function copy(value, known) {
    if (typeof value === "symbol" || typeof value === "function") throw refuse(typeof value === "symbol" ? value.toString() : "A function");
    if (typeof value !== "object" || value === null) return value;
    if (known.has(value)) return known.get(value);
    const made = shell(value, known);
    known.set(value, made);
    fill(value, made, known);
    return made;
  }

  // The copy before what it holds is copied, so that cycles find it.
  function shell(value, known) {
    if (Array.isArray(value)) return new Array(value.length);
    if (value instanceof Date) return new Date(value.getTime());
    if (value instanceof RegExp) return new RegExp(value.source, value.flags);
    if (value instanceof Map) return new Map();
    if (value instanceof Set) return new Set();
    if (value instanceof Boolean || value instanceof Number || value instanceof String || tag(value) === "BigInt") return Object(value.valueOf());
    if (value instanceof ArrayBuffer) return bufferCopy(value);
    if (ArrayBuffer.isView(value)) return viewCopy(value, known);
    if (value instanceof Error) return errorCopy(value, known);
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet || value instanceof WeakRef) throw refuse(`A ${tag(value)}`);
    const own = value[kit.STATE];
    if (own !== undefined && own.content !== undefined) return kit.part("blob").copy(value);
    if (own !== undefined) throw refuse(`A ${tag(value)}`);
    return {};
  }

  function fill(value, made, known) {
    if (value instanceof Map) {
      for (const [key, item] of [...value]) made.set(copy(key, known), copy(item, known));
    } else if (value instanceof Set) {
      for (const item of [...value]) made.add(copy(item, known));
    } else if (Array.isArray(value) || isPlain(made)) {
      for (const key of Object.keys(value)) {
        if (!Object.hasOwn(value, key)) continue;
        Object.defineProperty(made, key, { __proto__: null, value: copy(value[key], known), writable: true, enumerable: true, configurable: true });
      }
    }
  }

  function isPlain(made) {
    return tag(made) === "Object" && Object.getPrototypeOf(made) === Object.prototype;
  }

  function bufferCopy(buffer) {
    if (buffer.detached) throw refuse("A detached ArrayBuffer");
    return buffer.slice(0);
  }

  function viewCopy(view, known) {
    const buffer = copy(view.buffer, known);
    if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength);
    return new globalThis[tag(view)](buffer, view.byteOffset, view.length);
  }

  function errorCopy(error, known) {
    if (tag(error) === "DOMException") return new (kit.part("exception").DOMException)(error.message, error.name);
    const name = `${error.name}`;
    const made = Object.create((ERRORS[name] ?? Error).prototype);
    const real = new (ERRORS[name] ?? Error)();
    Object.setPrototypeOf(real, Object.getPrototypeOf(made));
    known.set(error, real);
    const put = (key, value) => Object.defineProperty(real, key, { __proto__: null, value, writable: true, configurable: true });
    const message = Object.getOwnPropertyDescriptor(error, "message");
    if (message !== undefined && "value" in message) put("message", `${message.value}`);
    put("stack", typeof error.stack === "string" ? error.stack : "");
    if (Object.hasOwn(error, "cause")) put("cause", copy(error.cause, known));
    return real;
  }

  // The buffers of the transfer list: their content is found at the copy, and the originals are detached once all is copied.
  function transferable(list) {
    const buffers = [...list];
    if (new Set(buffers).size !== buffers.length) throw refuse("A value that is listed twice for transfer");
    for (const buffer of buffers) {
      if (!(buffer instanceof ArrayBuffer)) throw refuse(`A ${tag(buffer)} cannot be transferred; it`);
      if (buffer.detached) throw refuse("A detached ArrayBuffer");
    }
    return buffers;
  }

  return {
    structuredClone(value, options = undefined) {
      if (arguments.length < 1) throw kit.few("structuredClone", 1);
      const buffers = transferable(options?.transfer ?? []);
      const made = copy(value, new Map());
      for (const buffer of buffers) buffer.transfer();
      return made;
    },
  };
}
