// Streams of bytes and readers that bring a buffer of their own. `state.bytes` holds the views that wait to be filled, in order.
(kit) => {
  "use strict";
  const { STATE, part, apply } = kit;
  const { deferred, resolved, promised } = part("promises");
  const { stateOf, optionsOf } = part("queuing");
  const streams = part("streams");
  const { pullMore, closeReadable, breakReadable, acquireReader, releaseReader, cancelReadable, ofReader } = streams;
  const { transfer, slice } = ArrayBuffer.prototype;
  const detachedOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, "detached").get;
  const Bytes = Uint8Array, Buffer = ArrayBuffer;
  const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const KINDS = {
    __proto__: null, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array,
    Float16Array: globalThis.Float16Array, Float32Array, Float64Array,
  };
  const DEFAULT = 0, BYOB = 1, NONE = 2;

  function taken(buffer) {
    return apply(transfer, buffer, []);
  }

  function isDetached(buffer) {
    return apply(detachedOf, buffer, []);
  }

  // A number as Web IDL reads an unsigned long long that is enforced.
  function whole(value) {
    const number = Math.trunc(Number(value));
    if (!(number >= 0 && number <= Number.MAX_SAFE_INTEGER)) throw new TypeError("A number of bytes is whole and not negative");
    return number + 0;
  }

  function chunkSizeOf(value) {
    return whole(value);
  }

  function control(state, auto) {
    if (auto === 0) throw new TypeError("autoAllocateChunkSize must be positive");
    state.bytes = { pulls: [], request: null, auto };
    state.controller = { __proto__: ReadableByteStreamController.prototype };
    state.controller[STATE] = { controlledBytes: state };
  }

  // ---- the queue ----

  function put(state, buffer, offset, length) {
    state.queue.push({ buffer, offset, length });
    state.total += length;
  }

  function putCopy(state, buffer, offset, length) {
    let copy;
    try {
      copy = apply(slice, buffer, [offset, offset + length]);
    } catch (error) {
      breakReadable(state, error);
      throw error;
    }
    put(state, copy, 0, length);
  }

  function drained(state) {
    if (state.total === 0 && state.closing) closeReadable(state);
    else pullMore(state);
  }

  function head(state) {
    const { buffer, offset, length } = state.queue.shift();
    state.total -= length;
    drained(state);
    return new Bytes(buffer, offset, length);
  }

  // ---- views that wait ----

  function waiting(buffer, offset, length, least, size, Kind, readBy) {
    return { buffer, bufferLength: buffer.byteLength, offset, length, filled: 0, least, size, Kind, readBy };
  }

  function forgetPulls(state) {
    forgetRequest(state);
    state.bytes.pulls = [];
  }

  function forgetRequest({ bytes }) {
    if (bytes.request === null) return;
    bytes.request[STATE].requestOf = null;
    bytes.request[STATE].view = null;
    bytes.request = null;
  }

  // Fills a view from the queue; whether it has got enough to be given back.
  function fill(state, pull) {
    const most = Math.min(state.total, pull.length - pull.filled);
    const aligned = pull.filled + most - ((pull.filled + most) % pull.size);
    const enough = aligned >= pull.least;
    let left = enough ? aligned - pull.filled : most;
    while (left > 0) {
      const first = state.queue[0];
      const count = Math.min(left, first.length);
      new Bytes(pull.buffer, pull.offset + pull.filled, count).set(new Bytes(first.buffer, first.offset, count));
      if (first.length === count) {
        state.queue.shift();
      } else {
        first.offset += count;
        first.length -= count;
      }
      state.total -= count;
      pull.filled += count;
      left -= count;
    }
    return enough;
  }

  function viewOf(pull) {
    return new pull.Kind(taken(pull.buffer), pull.offset, pull.filled / pull.size);
  }

  function give(state, pull) {
    const done = state.status === "closed";
    const request = state.reader.requests.shift();
    const view = viewOf(pull);
    if (!done) request.chunk(view);
    else if (pull.readBy === DEFAULT) request.close();
    else request.close(view);
  }

  function giveAll(state, pulls) {
    for (const pull of pulls) give(state, pull);
  }

  function filledFromQueue(state) {
    const filled = [];
    while (state.bytes.pulls.length > 0 && state.total > 0) {
      if (!fill(state, state.bytes.pulls[0])) continue;
      filled.push(state.bytes.pulls.shift());
    }
    return filled;
  }

  // ---- what a reader asks ----

  function pullSteps(state, request) {
    if (state.total > 0) return request.chunk(head(state));
    const { auto } = state.bytes;
    if (auto !== undefined) {
      let buffer;
      try {
        buffer = new Buffer(auto);
      } catch (error) {
        return request.error(error);
      }
      state.bytes.pulls.push(waiting(buffer, 0, auto, 1, 1, Bytes, DEFAULT));
    }
    state.reader.requests.push(request);
    return pullMore(state);
  }

  function pullInto(state, view, least, request) {
    const tag = apply(tagOf, view, []);
    const Kind = tag === undefined ? DataView : KINDS[tag];
    const size = tag === undefined ? 1 : Kind.BYTES_PER_ELEMENT;
    const { byteOffset, byteLength } = view;
    let buffer;
    try {
      buffer = taken(view.buffer);
    } catch (error) {
      return request.error(error);
    }
    const pull = waiting(buffer, byteOffset, byteLength, least * size, size, Kind, BYOB);
    const { bytes, reader } = state;
    if (bytes.pulls.length > 0) {
      bytes.pulls.push(pull);
      reader.requests.push(request);
      return undefined;
    }
    if (state.status === "closed") return request.close(new Kind(pull.buffer, pull.offset, 0));
    if (state.total > 0) {
      if (fill(state, pull)) {
        const filled = viewOf(pull);
        drained(state);
        return request.chunk(filled);
      }
      if (state.closing) {
        const error = new TypeError("The stream ends before the view is filled with whole elements");
        breakReadable(state, error);
        return request.error(error);
      }
    }
    bytes.pulls.push(pull);
    reader.requests.push(request);
    return pullMore(state);
  }

  function releaseSteps({ bytes }) {
    if (bytes.pulls.length === 0) return;
    bytes.pulls = [bytes.pulls[0]];
    bytes.pulls[0].readBy = NONE;
  }

  // ---- what a controller does ----

  function enqueue(state, chunk) {
    const { buffer, byteOffset, byteLength } = chunk;
    if (isDetached(buffer)) throw new TypeError("The chunk's buffer is detached");
    accept(state, taken(buffer), byteOffset, byteLength);
  }

  // Bytes that nobody else has a view of.
  function accept(state, own, byteOffset, byteLength) {
    const { bytes, reader } = state;
    if (bytes.pulls.length > 0) {
      const first = bytes.pulls[0];
      if (isDetached(first.buffer)) throw new TypeError("The buffer that is to be filled is detached");
      forgetRequest(state);
      first.buffer = taken(first.buffer);
      if (first.readBy === NONE) leaveToQueue(state, first);
    }
    if (reader !== null && !reader.byob) {
      while (reader.requests.length > 0 && state.total > 0) reader.requests.shift().chunk(head(state));
      if (reader.requests.length === 0) {
        put(state, own, byteOffset, byteLength);
      } else {
        if (bytes.pulls.length > 0) bytes.pulls.shift();
        reader.requests.shift().chunk(new Bytes(own, byteOffset, byteLength));
      }
    } else {
      put(state, own, byteOffset, byteLength);
      if (reader !== null) giveAll(state, filledFromQueue(state));
    }
    pullMore(state);
  }

  // What a reader that was released did not get is the next one's.
  function leaveToQueue(state, pull) {
    if (pull.filled > 0) putCopy(state, pull.buffer, pull.offset, pull.filled);
    state.bytes.pulls.shift();
  }

  function close(state) {
    if (state.closing || state.status !== "readable") return;
    if (state.total > 0) {
      state.closing = true;
      return;
    }
    const first = state.bytes.pulls[0];
    if (first !== undefined && first.filled % first.size !== 0) {
      const error = new TypeError("The stream ends before the view is filled with whole elements");
      breakReadable(state, error);
      throw error;
    }
    closeReadable(state);
  }

  function requestOf(state) {
    const { bytes } = state;
    if (bytes.request === null && bytes.pulls.length > 0) {
      const first = bytes.pulls[0];
      const request = { __proto__: ReadableStreamBYOBRequest.prototype };
      request[STATE] = { requestOf: state, view: new Bytes(first.buffer, first.offset + first.filled, first.length - first.filled) };
      bytes.request = request;
    }
    return bytes.request;
  }

  function bounded(state, first, count) {
    if (state.status === "closed") {
      if (count !== 0) throw new TypeError("Of a closed stream nothing more is filled");
    } else {
      if (count === 0) throw new TypeError("At least one byte is filled");
      if (first.filled + count > first.length) throw new RangeError("More bytes than the view has room for");
    }
  }

  function respond(state, count) {
    const first = state.bytes.pulls[0];
    bounded(state, first, count);
    first.buffer = taken(first.buffer);
    responded(state, count);
  }

  function respondWithNewView(state, view) {
    const first = state.bytes.pulls[0];
    const { byteOffset, byteLength, buffer } = view;
    if (state.status === "closed" ? byteLength !== 0 : byteLength === 0) bounded(state, first, byteLength);
    if (first.offset + first.filled !== byteOffset) throw new RangeError("The view begins at another place");
    if (first.bufferLength !== buffer.byteLength) throw new RangeError("The view's buffer has another length");
    bounded(state, first, byteLength);
    first.buffer = taken(buffer);
    responded(state, byteLength);
  }

  function responded(state, count) {
    const { bytes } = state;
    const first = bytes.pulls[0];
    forgetRequest(state);
    if (state.status === "closed") {
      if (first.readBy === NONE) bytes.pulls.shift();
      const { reader } = state;
      if (reader !== null && reader.byob) giveAll(state, bytes.pulls.splice(0, reader.requests.length));
    } else {
      filledBy(state, first, count);
    }
    pullMore(state);
  }

  function filledBy(state, first, count) {
    first.filled += count;
    if (first.readBy === NONE) {
      leaveToQueue(state, first);
      giveAll(state, filledFromQueue(state));
      return;
    }
    if (first.filled < first.least) return;
    state.bytes.pulls.shift();
    const rest = first.filled % first.size;
    if (rest > 0) {
      putCopy(state, first.buffer, first.offset + first.filled - rest, rest);
      first.filled -= rest;
    }
    const filled = filledFromQueue(state);
    give(state, first);
    giveAll(state, filled);
  }

  // ---- what authors see ----

  class ReadableByteStreamController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get byobRequest() { return requestOf(stateOf(this, "controlledBytes").controlledBytes); }
    get desiredSize() { return streams.desired(stateOf(this, "controlledBytes").controlledBytes); }
    close() {
      const state = stateOf(this, "controlledBytes").controlledBytes;
      if (!streams.takesMore(state)) throw new TypeError("The stream is already closed, closing or errored");
      close(state);
    }
    enqueue(chunk) {
      const state = stateOf(this, "controlledBytes").controlledBytes;
      if (!Buffer.isView(chunk)) throw new TypeError("A chunk of a byte stream is a view of bytes");
      if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) throw new TypeError("A chunk of a byte stream is not empty");
      if (!streams.takesMore(state)) throw new TypeError("The stream takes no more chunks: it is closed, closing or errored");
      enqueue(state, chunk);
    }
    error(reason = undefined) { breakReadable(stateOf(this, "controlledBytes").controlledBytes, reason); }
    get [Symbol.toStringTag]() { return "ReadableByteStreamController"; }
  }

  class ReadableStreamBYOBRequest {
    constructor() { throw new TypeError("Illegal constructor"); }
    get view() { return stateOf(this, "requestOf").view; }
    respond(count) {
      const request = stateOf(this, "requestOf");
      if (arguments.length < 1) throw kit.few("respond", 1);
      const bytes = whole(count);
      if (request.requestOf === null) throw new TypeError("This request was answered already");
      if (isDetached(request.view.buffer)) throw new TypeError("The view's buffer is detached");
      respond(request.requestOf, bytes);
    }
    respondWithNewView(view) {
      const request = stateOf(this, "requestOf");
      if (!Buffer.isView(view)) throw new TypeError("respondWithNewView takes a view of bytes");
      if (request.requestOf === null) throw new TypeError("This request was answered already");
      if (isDetached(view.buffer)) throw new TypeError("The view's buffer is detached");
      respondWithNewView(request.requestOf, view);
    }
    get [Symbol.toStringTag]() { return "ReadableStreamBYOBRequest"; }
  }

  function read(reader, view, least, request) {
    const state = reader.readableOf;
    state.disturbed = true;
    if (state.status === "errored") request.error(state.error);
    else pullInto(state, view, least, request);
  }

  function leastOf(view, options) {
    const { min } = optionsOf(options, "The options of read");
    const least = min === undefined ? 1 : whole(min);
    if (view.byteLength === 0 || view.buffer.byteLength === 0) throw new TypeError("A view to be filled is not empty");
    if (isDetached(view.buffer)) throw new TypeError("The view's buffer is detached");
    if (least === 0) throw new TypeError("min must be positive");
    if (least > (view.length ?? view.byteLength)) throw new RangeError("min is more than the view has room for");
    return least;
  }

  class ReadableStreamBYOBReader {
    constructor(stream) {
      const state = stateOf(stream, "queue");
      if (state.reader !== null) throw new TypeError("The stream is locked to a reader");
      if (state.bytes === null) throw new TypeError("Only streams of bytes have readers with a buffer of their own");
      const reader = acquireReader(state, true);
      this[STATE] = reader;
      reader.fills = true;
    }
    get closed() { return promised(() => stateOf(this, "fills").closed.promise); }
    read(view, options = undefined) {
      return promised(() => {
        const reader = stateOf(this, "fills");
        if (!Buffer.isView(view)) throw new TypeError("read takes a view of bytes");
        const least = leastOf(view, options);
        if (reader.readableOf === null) throw new TypeError("The reader was released");
        const filled = deferred();
        read(reader, view, least, {
          chunk: (value) => filled.resolve({ value, done: false }),
          close: (value) => filled.resolve({ value, done: true }),
          error: filled.reject,
        });
        return filled.promise;
      });
    }
    // As Workers have it: read() with a `min` in bytes.
    readAtLeast(count, view) {
      return promised(() => {
        stateOf(this, "fills");
        if (!Buffer.isView(view)) throw new TypeError("readAtLeast takes a number of bytes and a view");
        return apply(readFully, this, [view, { min: Math.ceil(whole(count) / (view.BYTES_PER_ELEMENT ?? 1)) }]);
      });
    }
    cancel(reason = undefined) { return ofReader(this, "fills", (reader) => cancelReadable(reader.readableOf, reason)); }
    releaseLock() {
      const reader = stateOf(this, "fills");
      if (reader.readableOf !== null) releaseReader(reader);
    }
    get [Symbol.toStringTag]() { return "ReadableStreamBYOBReader"; }
  }

  const { read: readFully } = ReadableStreamBYOBReader.prototype;

  return {
    ReadableByteStreamController, ReadableStreamBYOBRequest, ReadableStreamBYOBReader,
    chunkSizeOf, control, forgetPulls, pullSteps, releaseSteps, accept, close, requestOf, respond, respondWithNewView, read,

    // A byte stream of the prelude's own making.
    stream(pull, cancel, begin = undefined) {
      const stream = { __proto__: streams.ReadableStream.prototype };
      const state = stream[STATE] = streams.readableState(pull, cancel, 0, undefined);
      control(state, undefined);
      streams.start(state, begin);
      return stream;
    },

    // Bytes that are the prelude's own: they need not move to be safe from their giver.
    feed(controller, view) {
      accept(controller[STATE].controlledBytes, view.buffer, view.byteOffset, view.byteLength);
    },

    // The end of a stream, for a reader that may wait with a view.
    finish(controller) {
      const state = controller[STATE].controlledBytes;
      close(state);
      if (state.bytes.pulls.length > 0) respond(state, 0);
    },
  };
}
