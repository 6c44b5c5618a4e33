// structuredClone: copies of values as the standard's serialisation would make them, cycles included; and what is transferred. Messages
// between ports are copied here too.
(kit) => {
  "use strict";
  const { STATE, host, part, apply } = kit;
  const ERRORS = { __proto__: null, Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const VIEWS = { __proto__: null };
  for (const view of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array]) VIEWS[view.name] = view;
  if (typeof Float16Array === "function") VIEWS.Float16Array = Float16Array;
  const { keys: keysOfView } = Object.getPrototypeOf(Uint8Array.prototype);
  const { get: lengthOfData } = Object.getOwnPropertyDescriptor(DataView.prototype, "byteLength");
  const Shared = typeof SharedArrayBuffer === "function" ? SharedArrayBuffer : undefined;
  const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

  function refuse(what) {
    return kit.fail("DataCloneError", `${what} could not be cloned`);
  }

  // `known` has what was copied already, and what is transferred.
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
    if (host.isProxy(value)) throw refuse("A Proxy");
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
    if (Shared !== undefined && value instanceof Shared) throw refuse("A SharedArrayBuffer");
    const own = value[STATE];
    if (own === undefined) return {};
    if (own.content !== undefined) return part("blob").copy(value);
    if (own.about !== undefined) return part("subtle").copy(value);
    throw refuse(`A ${tag(value)}`);
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

  // ---- buffers and their views ----

  function bufferCopy(buffer) {
    if (buffer.detached) throw refuse("A detached ArrayBuffer");
    if (!buffer.resizable) return buffer.slice(0);
    const made = new ArrayBuffer(buffer.byteLength, { __proto__: null, maxByteLength: buffer.maxByteLength });
    new Uint8Array(made).set(new Uint8Array(buffer));
    return made;
  }

  function viewCopy(view, known) {
    const data = view instanceof DataView;
    if (isOutside(view, data)) throw refuse(`A ${tag(view)} that lies outside of its buffer`);
    const tracks = tracksLength(view);
    const buffer = copy(view.buffer, known);
    const Made = data ? DataView : VIEWS[tag(view)];
    if (Made === undefined) throw refuse("A view of this kind");
    return tracks ? new Made(buffer, view.byteOffset) : new Made(buffer, view.byteOffset, data ? view.byteLength : view.length);
  }

  // What a view of a buffer that shrank or was detached answers to nothing any more.
  function isOutside(view, data) {
    try {
      apply(data ? lengthOfData : keysOfView, view, []);
      return false;
    } catch {
      return true;
    }
  }

  // Nothing tells whether a view grows with its buffer, but letting the buffer grow for a moment. One that is as large as it may be grows no more.
  function tracksLength(view) {
    const { buffer } = view;
    if (!buffer.resizable || buffer.byteLength === buffer.maxByteLength) return false;
    const { byteLength } = view, before = buffer.byteLength;
    buffer.resize(Math.min(buffer.maxByteLength, before + (view.BYTES_PER_ELEMENT ?? 1)));
    const tracks = view.byteLength !== byteLength;
    buffer.resize(before);
    return tracks;
  }

  // ---- errors ----

  function errorCopy(error, known) {
    if (tag(error) === "DOMException") return exceptionCopy(error);
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

  function exceptionCopy(error) {
    const { DOMException, QuotaExceededError } = part("exception");
    if (!(error instanceof QuotaExceededError)) return new DOMException(error.message, error.name);
    const made = new QuotaExceededError(error.message);
    made[STATE] = { quota: error.quota, requested: error.requested };
    return made;
  }

  // ---- transfer ----

  // How an object leaves its place: the copy that stands for it from the start, what must hold before it goes, and how it goes. Content of
  // buffers is copied with all else, and the originals lose theirs when nothing can fail any more.
  function transferOf(value) {
    if (value instanceof ArrayBuffer) {
      return { made: undefined, check() { if (value.detached) throw refuse("A detached ArrayBuffer"); }, go() { value.transfer(); } };
    }
    const own = typeof value === "object" && value !== null ? value[STATE] : undefined;
    if (own !== undefined && own.end !== undefined) return part("messages").transfer(value);
    const stream = own !== undefined && (own.queue !== undefined || own.chunks !== undefined || own.transform !== undefined);
    if (stream) return part("handover").transfer(value);
    throw refuse(`A ${tag(value)} cannot be transferred; it`);
  }

  // A copy of a value, and of what was transferred in its order.
  function copied(value, list) {
    const listed = [...list], known = new Map(), transfers = [];
    if (new Set(listed).size !== listed.length) throw refuse("A value that is listed twice for transfer");
    for (let i = 0; i < listed.length; i++) {
      const transfer = transfers[i] = transferOf(listed[i]);
      transfer.value = listed[i];
      if (transfer.made !== undefined) known.set(listed[i], transfer.made);
    }
    for (const transfer of transfers) transfer.check();
    const made = copy(value, known);
    for (const transfer of transfers) transfer.check();
    const received = [];
    for (const transfer of transfers) {
      received[received.length] = transfer.made === undefined ? copy(transfer.value, known) : transfer.made;
    }
    // One may be a side of another: then the second is locked now.
    for (const transfer of transfers) {
      transfer.check();
      transfer.go();
    }
    return { made, received };
  }

  // The transfer list of the call: options with one, or the list itself where ports take it.
  function listOf(options) {
    if (options === undefined || options === null) return [];
    if (typeof options !== "object" && typeof options !== "function") throw new TypeError("The options are an object");
    const { transfer } = options;
    if (transfer === undefined) return [];
    if ((typeof transfer !== "object" && typeof transfer !== "function") || transfer === null) throw new TypeError("transfer is a list");
    return transfer;
  }

  return {
    copied, listOf,
    structuredClone(value, options = undefined) {
      if (arguments.length < 1) throw kit.few("structuredClone", 1);
      return copied(value, listOf(options)).made;
    },
  };
}
