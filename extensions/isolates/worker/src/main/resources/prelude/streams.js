// Readable streams. One state object per stream holds the stream and its controller, since a stream never has more than one. What callers hold
// (streams, readers, controllers) points at it. Streams of bytes have `bytes`, which part "byob" looks after.
(kit) => {
  "use strict";
  const { STATE, host, part } = kit;
  const { nothing, deferred, resolved, wrapped, rejected, react, calm, promised } = part("promises");
  const { stateOf, methodOf, objectOf, optionsOf, strategyOf, markOf, sizeOf, finite } = part("queuing");

  function readableState(pull, cancel, mark, size) {
    return {
      queue: [], total: 0, status: "readable", error: undefined, reader: null, disturbed: false, closing: false,
      started: false, pulling: false, again: false, mark, size, pull, cancel, controller: null, bytes: null, coded: null, length: -1,
    };
  }

  // A readable of the prelude's own making.
  function readable(pull, cancel, mark = 0, size = undefined, begin = undefined) {
    const stream = { __proto__: ReadableStream.prototype };
    const state = stream[STATE] = readableState(pull, cancel, mark, size);
    state.controller = { __proto__: ReadableStreamDefaultController.prototype };
    state.controller[STATE] = { controlled: state };
    start(state, begin);
    return stream;
  }

  function start(state, begin) {
    const began = begin === undefined ? undefined : begin(state.controller);
    react(wrapped(began), () => { state.started = true; pullMore(state); }, (error) => breakReadable(state, error));
  }

  // ---- what controllers do ----

  function desired(state) {
    return state.status === "errored" ? null : state.status === "closed" ? 0 : state.mark - state.total;
  }

  function wantsMore(state) {
    if (state.status !== "readable" || state.closing || !state.started) return false;
    return (state.reader !== null && state.reader.requests.length > 0) || desired(state) > 0;
  }

  function pullMore(state) {
    if (!wantsMore(state)) return;
    if (state.pulling) {
      state.again = true;
      return;
    }
    state.pulling = true;
    const { pull, controller } = state;
    react(promised(() => (pull === undefined ? undefined : pull(controller))), () => {
      state.pulling = false;
      if (!state.again) return;
      state.again = false;
      pullMore(state);
    }, (error) => breakReadable(state, error));
  }

  function takesMore(state) {
    return !state.closing && state.status === "readable";
  }

  function enqueue(state, chunk) {
    if (!takesMore(state)) throw new TypeError("The stream takes no more chunks: it is closed, closing or errored");
    if (state.reader !== null && state.reader.requests.length > 0) {
      state.reader.requests.shift().chunk(chunk);
    } else {
      let size;
      try {
        size = finite(sizeOf(state.size, chunk));
      } catch (error) {
        breakReadable(state, error);
        throw error;
      }
      state.queue.push({ chunk, size });
      state.total += size;
    }
    pullMore(state);
  }

  function closeWhenEmpty(state) {
    if (!takesMore(state)) throw new TypeError("The stream is already closed, closing or errored");
    state.closing = true;
    if (state.queue.length === 0) closeReadable(state);
  }

  function closeReadable(state) {
    state.status = "closed";
    const { reader } = state;
    if (reader === null) return;
    reader.closed.resolve(undefined);
    if (!reader.byob) for (const request of reader.requests.splice(0)) request.close();
  }

  function breakReadable(state, error) {
    if (state.status !== "readable") return;
    if (state.bytes !== null) part("byob").forgetPulls(state);
    state.queue = [];
    state.total = 0;
    state.status = "errored";
    state.error = error;
    const { reader } = state;
    if (reader === null) return;
    reader.closed.reject(error);
    calm(reader.closed.promise);
    for (const request of reader.requests.splice(0)) request.error(error);
  }

  // ---- what readers do ----

  function readFrom(state, request) {
    state.disturbed = true;
    if (state.status === "closed") return request.close();
    if (state.status === "errored") return request.error(state.error);
    if (state.bytes !== null) return part("byob").pullSteps(state, request);
    if (state.queue.length > 0) {
      const { chunk, size } = state.queue.shift();
      state.total = Math.max(0, state.total - size);
      if (state.closing && state.queue.length === 0) closeReadable(state);
      else pullMore(state);
      return request.chunk(chunk);
    }
    state.reader.requests.push(request);
    return pullMore(state);
  }

  function cancelReadable(state, reason) {
    state.disturbed = true;
    if (state.status === "closed") return resolved(undefined);
    if (state.status === "errored") return rejected(state.error);
    closeReadable(state);
    const { reader, cancel } = state;
    if (reader !== null && reader.byob) for (const request of reader.requests.splice(0)) request.close(undefined);
    if (state.bytes !== null) part("byob").forgetPulls(state);
    state.queue = [];
    state.total = 0;
    return react(promised(() => (cancel === undefined ? undefined : cancel(reason))), nothing);
  }

  function acquireReader(state, byob = false) {
    if (state.reader !== null) throw new TypeError("The stream is locked to a reader");
    const closed = deferred();
    if (state.status === "closed") closed.resolve(undefined);
    if (state.status === "errored") {
      closed.reject(state.error);
      calm(closed.promise);
    }
    return (state.reader = { readableOf: state, requests: [], closed, byob });
  }

  function releaseReader(reader) {
    const state = reader.readableOf;
    const error = new TypeError("The reader was released");
    if (state.status !== "readable") reader.closed = deferred();
    reader.closed.reject(error);
    calm(reader.closed.promise);
    if (state.bytes !== null) part("byob").releaseSteps(state);
    state.reader = null;
    reader.readableOf = null;
    for (const request of reader.requests.splice(0)) request.error(error);
  }

  function next(reader) {
    const read = deferred();
    readFrom(reader.readableOf, {
      chunk: (value) => read.resolve({ value, done: false }),
      close: () => read.resolve({ value: undefined, done: true }),
      error: read.reject,
    });
    return read.promise;
  }

  // For methods that answer with a promise: whatever is wrong becomes a rejection.
  function ofReader(object, key, action) {
    return promised(() => {
      const reader = stateOf(object, key);
      if (reader.readableOf === null) throw new TypeError("The reader was released");
      return action(reader);
    });
  }

  class ReadableStreamDefaultController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get desiredSize() { return desired(stateOf(this, "controlled").controlled); }
    close() { closeWhenEmpty(stateOf(this, "controlled").controlled); }
    enqueue(chunk = undefined) { enqueue(stateOf(this, "controlled").controlled, chunk); }
    error(reason = undefined) { breakReadable(stateOf(this, "controlled").controlled, reason); }
    get [Symbol.toStringTag]() { return "ReadableStreamDefaultController"; }
  }

  class ReadableStreamDefaultReader {
    constructor(stream) {
      const reader = acquireReader(stateOf(stream, "queue"));
      this[STATE] = reader;
      reader.reads = true;
    }
    get closed() { return promised(() => stateOf(this, "reads").closed.promise); }
    read() { return ofReader(this, "reads", next); }
    cancel(reason = undefined) { return ofReader(this, "reads", (reader) => cancelReadable(reader.readableOf, reason)); }
    releaseLock() {
      const reader = stateOf(this, "reads");
      if (reader.readableOf !== null) releaseReader(reader);
    }
    get [Symbol.toStringTag]() { return "ReadableStreamDefaultReader"; }
  }

  // ---- iteration ----

  const asyncIterator = {
    __proto__: Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype),
    next() { return walk(this, nextOf); },
    return(value) { return walk(this, (iterator) => leave(iterator, value)); },
  };

  // One step after the other, however many are asked for at once.
  function walk(object, step) {
    return promised(() => {
      const iterator = stateOf(object, "walked");
      let ongoing = null;
      const rest = () => { if (iterator.ongoing === ongoing) iterator.ongoing = null; };
      const go = () => react(step(iterator), (result) => { rest(); return result; }, (error) => { rest(); throw error; });
      ongoing = iterator.ongoing = iterator.ongoing === null ? go() : react(iterator.ongoing, go, go);
      return ongoing;
    });
  }

  function nextOf(iterator) {
    if (iterator.finished) return resolved({ value: undefined, done: true });
    const read = deferred();
    const finish = () => {
      iterator.finished = true;
      releaseReader(iterator.walked);
    };
    readFrom(iterator.walked.readableOf, {
      chunk: (value) => read.resolve({ value, done: false }),
      close: () => { finish(); read.resolve({ value: undefined, done: true }); },
      error: (error) => { finish(); read.reject(error); },
    });
    return read.promise;
  }

  function leave(iterator, value) {
    const end = { value, done: true };
    if (iterator.finished) return resolved(end);
    iterator.finished = true;
    const cancelled = iterator.preventCancel ? resolved(undefined) : cancelReadable(iterator.walked.readableOf, value);
    releaseReader(iterator.walked);
    return react(cancelled, () => end);
  }

  class ReadableStream {
    constructor(source = undefined, strategy = undefined) {
      const given = objectOf(source, "The underlying source"), queuing = strategyOf(strategy);
      const auto = given.autoAllocateChunkSize === undefined ? undefined : part("byob").chunkSizeOf(given.autoAllocateChunkSize);
      const cancel = methodOf(given, "cancel"), pull = methodOf(given, "pull"), begin = methodOf(given, "start"), { type } = given;
      if (type !== undefined && `${type}` !== "bytes") throw new TypeError(`Unknown type of source: ${String(type)}`);
      if (type === undefined) {
        const state = this[STATE] = readableState(pull, cancel, markOf(queuing, 1), queuing.size);
        state.controller = { __proto__: ReadableStreamDefaultController.prototype };
        state.controller[STATE] = { controlled: state };
        start(state, begin);
        return;
      }
      if (queuing.size !== undefined) throw new RangeError("A byte stream takes no size function");
      const state = this[STATE] = readableState(pull, cancel, markOf(queuing, 0), undefined);
      part("byob").control(state, auto);
      start(state, begin);
    }
    get locked() { return stateOf(this, "queue").reader !== null; }
    cancel(reason = undefined) {
      return promised(() => {
        const state = stateOf(this, "queue");
        if (state.reader !== null) throw new TypeError("A locked stream is cancelled by its reader");
        return cancelReadable(state, reason);
      });
    }
    getReader(options = undefined) {
      stateOf(this, "queue");
      const { mode } = optionsOf(options, "The options of getReader");
      if (mode === undefined) return new ReadableStreamDefaultReader(this);
      if (`${mode}` !== "byob") throw new TypeError(`Unknown mode of reader: ${String(mode)}`);
      return new (part("byob").ReadableStreamBYOBReader)(this);
    }
    pipeThrough(pair, options = undefined) {
      const from = stateOf(this, "queue");
      if (arguments.length < 1) throw kit.few("pipeThrough", 1);
      const { readable: out } = optionsOf(pair, "A transform");
      stateOf(out, "queue");
      const to = stateOf(pair.writable, "chunks");
      const wishes = part("pipe").wishesOf(options);
      if (from.reader !== null || to.writer !== null) throw new TypeError("A locked stream cannot be piped");
      calm(part("pipe").pipe(from, to, wishes));
      return out;
    }
    pipeTo(destination, options = undefined) {
      return promised(() => {
        const from = stateOf(this, "queue"), to = stateOf(destination, "chunks");
        const wishes = part("pipe").wishesOf(options);
        if (from.reader !== null || to.writer !== null) throw new TypeError("A locked stream cannot be piped");
        return part("pipe").pipe(from, to, wishes);
      });
    }
    tee() { return tee(this); }
    values(options = undefined) {
      const state = stateOf(this, "queue");
      const preventCancel = Boolean(optionsOf(options, "The options of an iteration").preventCancel);
      const iterator = { __proto__: asyncIterator };
      iterator[STATE] = { walked: acquireReader(state), preventCancel, finished: false, ongoing: null };
      return iterator;
    }
    get [Symbol.toStringTag]() { return "ReadableStream"; }
    static from(iterable) { return part("iterables").from(iterable); }
  }
  Object.defineProperty(ReadableStream.prototype, Symbol.asyncIterator, {
    __proto__: null, value: ReadableStream.prototype.values, writable: true, configurable: true, enumerable: false,
  });

  // ---- tee ----

  function tee(stream) {
    const state = stateOf(stream, "queue");
    if (state.bytes !== null) return part("byob-tee").tee(state);
    const reader = acquireReader(state);
    const branches = [null, null], cancelled = [false, false], reasons = [undefined, undefined];
    const over = deferred();
    let reading = false, again = false;
    const each = (action) => branches.forEach((branch, i) => { if (!cancelled[i]) action(branch[STATE]); });
    const pull = () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      readFrom(state, {
        chunk: (value) => react(resolved(undefined), () => {
          again = false;
          each((branch) => { if (takesMore(branch)) enqueue(branch, value); });
          reading = false;
          if (again) pull();
        }),
        close: () => {
          reading = false;
          each((branch) => { if (takesMore(branch)) closeWhenEmpty(branch); });
          if (!cancelled[0] || !cancelled[1]) over.resolve(undefined);
        },
        error: () => { reading = false; },
      });
    };
    const cancel = (i) => (reason) => {
      cancelled[i] = true;
      reasons[i] = reason;
      if (cancelled[0] && cancelled[1]) over.resolve(cancelReadable(state, reasons));
      return over.promise;
    };
    branches[0] = readable(pull, cancel(0), 1);
    branches[1] = readable(pull, cancel(1), 1);
    react(reader.closed.promise, nothing, (error) => {
      for (const branch of branches) breakReadable(branch[STATE], error);
      if (!cancelled[0] || !cancelled[1]) over.resolve(undefined);
    });
    return branches;
  }

  // ---- for the other parts ----

  function reader(stream) {
    const state = stream[STATE];
    const locked = acquireReader(state);
    return {
      next: () => {
        const read = deferred();
        // In a box, since a promise asks what it is resolved with for a `then`, and a guest may have given one to all objects.
        readFrom(state, { chunk: (value) => read.resolve({ __proto__: null, value }), close: () => read.resolve(null), error: read.reject });
        return read.promise;
      },
      cancel: (reason) => { calm(cancelReadable(state, reason)); },
      locked,
    };
  }

  return {
    ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, tee, reader,
    readable, readableState, start, desired, wantsMore, pullMore, takesMore, enqueue, closeWhenEmpty, closeReadable, breakReadable, readFrom, cancelReadable,
    acquireReader, releaseReader, ofReader,
    pieces: (stream) => reader(stream).next,
    isLocked: (stream) => stream[STATE].reader !== null,
    isDisturbed: (stream) => stream[STATE].disturbed,
    breakOff: (stream, error) => breakReadable(stream[STATE], error),

    fromHost(id) {
      const piece = part("pump").pieces(id);
      return part("byob").stream(async (controller) => {
        let boxed = await piece();
        while (boxed !== null && boxed.value.byteLength === 0) boxed = await piece();
        if (boxed === null) part("byob").finish(controller);
        else part("byob").feed(controller, boxed.value);
      }, () => host.stopReading(id));
    },

    ofBytes(bytes) {
      return part("byob").stream(undefined, undefined, (controller) => {
        if (bytes.byteLength > 0) part("byob").feed(controller, bytes);
        part("byob").finish(controller);
      });
    },

    // A stream that has been read and stays locked, for a body that was read without one.
    spent() {
      const stream = readable(undefined, undefined);
      stream[STATE].disturbed = true;
      closeReadable(stream[STATE]);
      acquireReader(stream[STATE]);
      return stream;
    },

    // The same content as another stream, which is left locked and used.
    moved(stream) {
      const { next: piece, cancel } = reader(stream);
      stream[STATE].disturbed = true;
      return readable(async (controller) => {
        const boxed = await piece();
        if (boxed === null) controller.close();
        else controller.enqueue(boxed.value);
      }, cancel);
    },
  };
}
