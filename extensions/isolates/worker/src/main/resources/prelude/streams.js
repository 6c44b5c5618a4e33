// Streams: readable, writable, transform, with default controllers and readers. One state object per stream holds stream and
// controller, since a stream never has more than one. What callers hold (streams, readers, writers, controllers) points at it.
(kit) => {
  "use strict";
  const { STATE, host, part } = kit;
  const nothing = () => {};
  const calm = (promise) => { promise.then(nothing, nothing); return promise; };
  const one = () => 1;

  function deferred() {
    let resolve, reject;
    const promise = new Promise((yes, no) => { resolve = yes; reject = no; });
    return { promise, resolve, reject };
  }

  function failedLater(error) {
    const later = deferred();
    later.reject(error);
    calm(later.promise);
    return later;
  }

  function doneLater(value) {
    const later = deferred();
    later.resolve(value);
    return later;
  }

  // Calls an author's method; what it throws becomes a rejection.
  function promised(call) {
    try {
      return Promise.resolve(call());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  function stateOf(object, key) {
    const state = typeof object === "object" && object !== null ? object[STATE] : undefined;
    if (state === undefined || state[key] === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function methodOf(object, name) {
    const method = object[name];
    if (method !== undefined && method !== null && typeof method !== "function") throw new TypeError(`${name} must be a function`);
    return method ?? undefined;
  }

  function highWaterMark(strategy, otherwise) {
    if (strategy.highWaterMark === undefined) return otherwise;
    const mark = Number(strategy.highWaterMark);
    if (!(mark >= 0)) throw new RangeError("highWaterMark must be a number that is not negative");
    return mark;
  }

  function sizeOf(state, chunk) {
    const size = Number(state.size === undefined ? 1 : (0, state.size)(chunk));
    if (!(size >= 0) || size === Infinity) throw new RangeError("The size of a chunk must be finite and not negative");
    return size;
  }

  function strategyOf(given) {
    if (given === undefined || given === null) return {};
    if (typeof given !== "object" && typeof given !== "function") throw new TypeError("A queuing strategy is an object");
    return given;
  }

  // ---- readable ----

  function readableState(pull, cancel, mark, size) {
    return {
      queue: [], total: 0, status: "readable", error: undefined, reader: null, disturbed: false, closing: false,
      started: false, pulling: false, again: false, mark, size, pull, cancel, controller: null,
    };
  }

  // A readable of the prelude's own making.
  function readable(pull, cancel, mark = 0, size = undefined, begin = undefined) {
    const stream = { __proto__: ReadableStream.prototype };
    const state = stream[STATE] = readableState(pull, cancel, mark, size);
    start(state, begin);
    return stream;
  }

  function start(state, begin) {
    state.controller = { __proto__: ReadableStreamDefaultController.prototype };
    state.controller[STATE] = { controlled: state };
    const started = begin === undefined ? undefined : begin(state.controller);
    Promise.resolve(started).then(
      () => { state.started = true; pullMore(state); },
      (error) => breakReadable(state, error));
  }

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
    promised(() => (state.pull === undefined ? undefined : state.pull(state.controller))).then(() => {
      state.pulling = false;
      if (!state.again) return;
      state.again = false;
      pullMore(state);
    }, (error) => breakReadable(state, error));
  }

  function enqueue(state, chunk) {
    if (state.closing || state.status !== "readable") throw new TypeError("The stream takes no more chunks: it is closed, closing or errored");
    if (state.reader !== null && state.reader.requests.length > 0) {
      state.reader.requests.shift().chunk(chunk);
    } else {
      let size;
      try {
        size = sizeOf(state, chunk);
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
    if (state.closing || state.status !== "readable") throw new TypeError("The stream is already closed, closing or errored");
    state.closing = true;
    if (state.queue.length === 0) closeReadable(state);
  }

  function closeReadable(state) {
    state.status = "closed";
    const reader = state.reader;
    if (reader === null) return;
    const requests = reader.requests.splice(0);
    reader.closed.resolve(undefined);
    for (const request of requests) request.close();
  }

  function breakReadable(state, error) {
    if (state.status !== "readable") return;
    state.queue = [];
    state.total = 0;
    state.status = "errored";
    state.error = error;
    const reader = state.reader;
    if (reader === null) return;
    reader.closed.reject(error);
    for (const request of reader.requests.splice(0)) request.error(error);
  }

  function readFrom(state, request) {
    state.disturbed = true;
    if (state.status === "closed") return request.close();
    if (state.status === "errored") return request.error(state.error);
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
    if (state.status === "closed") return Promise.resolve();
    if (state.status === "errored") return Promise.reject(state.error);
    closeReadable(state);
    state.queue = [];
    state.total = 0;
    return promised(() => (state.cancel === undefined ? undefined : state.cancel(reason))).then(nothing);
  }

  function acquireReader(state) {
    if (state.reader !== null) throw new TypeError("The stream is locked to a reader");
    const closed = state.status === "readable" ? deferred() : state.status === "closed" ? doneLater() : failedLater(state.error);
    calm(closed.promise);
    return (state.reader = { readableOf: state, requests: [], closed });
  }

  function releaseReader(reader) {
    const state = reader.readableOf;
    const error = new TypeError("The reader was released");
    if (state.status === "readable") reader.closed.reject(error);
    else reader.closed = failedLater(error);
    calm(reader.closed.promise);
    state.reader = null;
    reader.readableOf = null;
    for (const request of reader.requests.splice(0)) request.error(error);
  }

  function next(reader) {
    return new Promise((resolve, reject) => readFrom(reader.readableOf, {
      chunk: (value) => resolve({ value, done: false }),
      close: () => resolve({ value: undefined, done: true }),
      error: reject,
    }));
  }

  class ReadableStreamDefaultController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get desiredSize() { return desired(stateOf(this, "controlled").controlled); }
    enqueue(chunk) { enqueue(stateOf(this, "controlled").controlled, chunk); }
    close() { closeWhenEmpty(stateOf(this, "controlled").controlled); }
    error(reason) { breakReadable(stateOf(this, "controlled").controlled, reason); }
    get byobRequest() { return null; }
    get [Symbol.toStringTag]() { return "ReadableStreamDefaultController"; }
  }

  class ReadableStreamDefaultReader {
    constructor(stream) { this[STATE] = acquireReader(stateOf(stream, "queue")); }
    get closed() { return this[STATE].closed.promise; }
    read() {
      const reader = this[STATE];
      return reader.readableOf === null ? Promise.reject(new TypeError("The reader was released")) : next(reader);
    }
    cancel(reason) {
      const reader = this[STATE];
      return reader.readableOf === null ? Promise.reject(new TypeError("The reader was released")) : cancelReadable(reader.readableOf, reason);
    }
    releaseLock() { if (stateOf(this, "requests").readableOf !== null) releaseReader(this[STATE]); }
    get [Symbol.toStringTag]() { return "ReadableStreamDefaultReader"; }
  }

  const asyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype);

  function iterate(state, preventCancel) {
    const reader = acquireReader(state);
    let ongoing = Promise.resolve();
    let finished = false;
    const step = async () => {
      if (finished) return { value: undefined, done: true };
      try {
        const result = await next(reader);
        if (result.done) { finished = true; releaseReader(reader); }
        return result;
      } catch (error) {
        finished = true;
        releaseReader(reader);
        throw error;
      }
    };
    const leave = async (value) => {
      if (!finished) {
        finished = true;
        const cancelled = preventCancel ? undefined : cancelReadable(state, value);
        releaseReader(reader);
        await cancelled;
      }
      return { value, done: true };
    };
    return {
      __proto__: asyncIterator,
      next() { return (ongoing = ongoing.then(step, step)); },
      return(value) { return (ongoing = ongoing.then(() => leave(value), () => leave(value))); },
    };
  }

  class ReadableStream {
    constructor(source = undefined, strategy = undefined) {
      if (source === null) throw new TypeError("The underlying source is an object");
      const given = source ?? {}, queuing = strategyOf(strategy);
      const pull = methodOf(given, "pull"), cancel = methodOf(given, "cancel"), begin = methodOf(given, "start");
      const bytes = given.type !== undefined;
      if (bytes && `${given.type}` !== "bytes") throw new TypeError(`Unknown type of source: ${String(given.type)}`);
      if (bytes && queuing.size !== undefined) throw new RangeError("A byte stream takes no size function");
      const state = this[STATE] = readableState(
        pull && ((controller) => pull.call(given, controller)), cancel && ((reason) => cancel.call(given, reason)),
        highWaterMark(queuing, bytes ? 0 : 1), bytes ? byteLength : methodOf(queuing, "size"));
      start(state, begin && ((controller) => begin.call(given, controller)));
    }
    get locked() { return stateOf(this, "queue").reader !== null; }
    cancel(reason) {
      const state = stateOf(this, "queue");
      return state.reader === null ? cancelReadable(state, reason) : Promise.reject(new TypeError("A locked stream is cancelled by its reader"));
    }
    getReader(options = undefined) {
      if (options !== undefined && options !== null && options.mode !== undefined) {
        throw new TypeError("This stream has no readers with a buffer of their own (mode)");
      }
      return new ReadableStreamDefaultReader(this);
    }
    tee() { return tee(this); }
    pipeTo(destination, options = undefined) {
      try {
        const from = stateOf(this, "queue"), to = stateOf(destination, "chunks");
        if (from.reader !== null || to.writer !== null) throw new TypeError("A locked stream cannot be piped");
        return pipe(from, to, options ?? {});
      } catch (error) {
        return Promise.reject(error);
      }
    }
    pipeThrough(pair, options = undefined) {
      const from = stateOf(this, "queue"), to = stateOf(pair.writable, "chunks");
      stateOf(pair.readable, "queue");
      if (from.reader !== null || to.writer !== null) throw new TypeError("A locked stream cannot be piped");
      calm(pipe(from, to, options ?? {}));
      return pair.readable;
    }
    values(options = undefined) { return iterate(stateOf(this, "queue"), Boolean(options?.preventCancel)); }
    [Symbol.asyncIterator](options = undefined) { return this.values(options); }
    get [Symbol.toStringTag]() { return "ReadableStream"; }
    static from(iterable) {
      const method = iterable[Symbol.asyncIterator] ?? iterable[Symbol.iterator];
      if (typeof method !== "function") throw new TypeError("ReadableStream.from takes something iterable");
      const iterator = method.call(iterable);
      return readable(async (controller) => {
        const result = await iterator.next();
        if (typeof result !== "object" || result === null) throw new TypeError("The iterator gave no result object");
        if (result.done) controller.close();
        else controller.enqueue(await result.value);
      }, async (reason) => {
        if (typeof iterator.return === "function") await iterator.return(reason);
      });
    }
  }

  function tee(stream) {
    const state = stateOf(stream, "queue");
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
        chunk: (value) => Promise.resolve().then(() => {
          again = false;
          each((branch) => enqueue(branch, value));
          reading = false;
          if (again) pull();
        }),
        close: () => {
          reading = false;
          each((branch) => { if (branch.status === "readable" && !branch.closing) closeWhenEmpty(branch); });
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
    reader.closed.promise.then(nothing, (error) => {
      for (const branch of branches) breakReadable(branch[STATE], error);
      if (!cancelled[0] || !cancelled[1]) over.resolve(undefined);
    });
    return branches;
  }

  function pipe(from, to, options) {
    const preventClose = Boolean(options.preventClose), preventAbort = Boolean(options.preventAbort), preventCancel = Boolean(options.preventCancel);
    const signal = options.signal;
    if (signal !== undefined && !part("events").isSignal(signal)) throw new TypeError("signal must be an AbortSignal");
    const reader = acquireReader(from), writer = acquireWriter(to);
    from.disturbed = true;
    return new Promise((resolve, reject) => {
      let over = false;
      let writing = Promise.resolve();
      const finish = (failed, error) => {
        releaseWriter(writer);
        releaseReader(reader);
        if (signal !== undefined) part("events").forget(signal, aborted);
        if (failed) reject(error);
        else resolve(undefined);
      };
      const shut = (action, failed, error) => {
        if (over) return;
        over = true;
        const act = () => promised(action).then(() => finish(failed, error), (later) => finish(true, later));
        if (to.status === "writable" && !closeQueued(to)) writing.then(act);
        else act();
      };
      const aborted = () => {
        const error = signal.reason;
        shut(() => Promise.all([
          preventAbort || to.status !== "writable" ? undefined : abortWritable(to, error),
          preventCancel || from.status !== "readable" ? undefined : cancelReadable(from, error),
        ]), true, error);
      };
      const sourceBroke = (error) => shut(() => (preventAbort ? undefined : abortWritable(to, error)), true, error);
      const sourceClosed = () => shut(() => (preventClose ? undefined : closeUnlessClosed(to)), false);
      const sinkBroke = (error) => shut(() => (preventCancel ? undefined : cancelReadable(from, error)), true, error);
      const step = () => {
        if (over) return;
        writer.ready.promise.then(() => {
          if (over) return;
          readFrom(from, {
            chunk: (value) => { writing = write(to, value).then(nothing, nothing); step(); },
            close: nothing,
            error: nothing,
          });
        }, nothing);
      };
      if (signal !== undefined) {
        if (signal.aborted) return aborted();
        part("events").onAbort(signal, aborted);
      }
      reader.closed.promise.then(sourceClosed, sourceBroke);
      if (closeQueued(to) || to.status === "closed") {
        const error = new TypeError("The destination is closed");
        return shut(() => (preventCancel ? undefined : cancelReadable(from, error)), true, error);
      }
      writer.closed.promise.then(() => sinkBroke(new TypeError("The destination was closed")), sinkBroke);
      return step();
    });
  }

  // ---- writable ----

  function writableState(methods, mark, size) {
    return {
      chunks: [], total: 0, status: "writable", error: undefined, writer: null, started: false, busy: null, closing: null, closeBusy: null,
      aborting: null, pressed: false, mark, size, methods, controller: null, abortController: null,
    };
  }

  function startWritable(state, begin) {
    state.controller = { __proto__: WritableStreamDefaultController.prototype };
    state.controller[STATE] = { writes: state };
    press(state);
    const started = begin === undefined ? undefined : begin(state.controller);
    Promise.resolve(started).then(
      () => { state.started = true; advance(state); },
      (error) => { state.started = true; refuse(state, error); });
  }

  function room(state) {
    return state.status === "errored" || state.status === "erroring" ? null : state.status === "closed" ? 0 : state.mark - state.total;
  }

  function closeQueued(state) {
    return state.closing !== null || state.closeBusy !== null;
  }

  // Tells the writer whether there is room for more.
  function press(state) {
    const pressed = room(state) <= 0;
    if (state.writer !== null && pressed !== state.pressed) {
      if (pressed) state.writer.ready = deferred();
      else state.writer.ready.resolve(undefined);
    }
    state.pressed = pressed;
  }

  function acquireWriter(state) {
    if (state.writer !== null) throw new TypeError("The stream is locked to a writer");
    const writer = { writableOf: state, ready: null, closed: null };
    if (state.status === "writable") {
      writer.ready = !closeQueued(state) && state.pressed ? deferred() : doneLater();
      writer.closed = deferred();
    } else if (state.status === "erroring") {
      writer.ready = failedLater(state.error);
      writer.closed = deferred();
    } else if (state.status === "closed") {
      writer.ready = doneLater();
      writer.closed = doneLater();
    } else {
      writer.ready = failedLater(state.error);
      writer.closed = failedLater(state.error);
    }
    calm(writer.ready.promise);
    calm(writer.closed.promise);
    return (state.writer = writer);
  }

  function releaseWriter(writer) {
    const error = new TypeError("The writer was released");
    rejectLater(writer, "ready", error);
    rejectLater(writer, "closed", error);
    writer.writableOf.writer = null;
    writer.writableOf = null;
  }

  // Rejects a promise of the writer, or puts a rejected one in the place of one that is settled.
  function rejectLater(writer, which, error) {
    writer[which].reject(error);
    writer[which] = failedLater(error);
  }

  function write(state, chunk) {
    let size;
    try {
      size = state.status === "writable" ? sizeOf(state, chunk) : 1;
    } catch (error) {
      refuse(state, error);
      size = 1;
    }
    if (state.status === "errored" || state.status === "erroring") return Promise.reject(state.error);
    if (state.status === "closed" || closeQueued(state)) return Promise.reject(new TypeError("The stream is closed or closing"));
    const done = deferred();
    state.chunks.push({ chunk, size, done });
    state.total += size;
    press(state);
    advance(state);
    return done.promise;
  }

  function advance(state) {
    if (!state.started || state.busy !== null || state.closeBusy !== null) return;
    if (state.status === "erroring") return finishErroring(state);
    if (state.status !== "writable") return;
    if (state.chunks.length > 0) return writeNext(state);
    if (state.closing !== null) closeNow(state);
  }

  function writeNext(state) {
    const entry = state.busy = state.chunks[0];
    promised(() => (state.methods.write === undefined ? undefined : state.methods.write(entry.chunk, state.controller))).then(() => {
      state.busy = null;
      entry.done.resolve(undefined);
      state.chunks.shift();
      state.total = Math.max(0, state.total - entry.size);
      if (state.status === "writable" && !closeQueued(state)) press(state);
      advance(state);
    }, (error) => {
      state.busy = null;
      state.chunks.shift();
      entry.done.reject(error);
      if (state.status === "writable") refuse(state, error);
      else advance(state);
    });
  }

  function closeNow(state) {
    state.closeBusy = state.closing;
    state.closing = null;
    promised(() => (state.methods.close === undefined ? undefined : state.methods.close())).then(() => {
      state.closeBusy.resolve(undefined);
      state.closeBusy = null;
      if (state.aborting !== null) {
        state.aborting.done.resolve(undefined);
        state.aborting = null;
      }
      state.status = "closed";
      state.error = undefined;
      if (state.writer !== null) state.writer.closed.resolve(undefined);
    }, (error) => {
      state.closeBusy.reject(error);
      state.closeBusy = null;
      if (state.aborting !== null) {
        state.aborting.done.reject(error);
        state.aborting = null;
      }
      if (state.status === "writable") refuse(state, error);
      else advance(state);
    });
  }

  // The stream will be errored as soon as what is under way has ended.
  function refuse(state, error) {
    if (state.status !== "writable") return;
    state.status = "erroring";
    state.error = error;
    if (state.writer !== null) rejectLater(state.writer, "ready", error);
    if (state.started && state.busy === null && state.closeBusy === null) finishErroring(state);
  }

  function finishErroring(state) {
    state.status = "errored";
    const error = state.error;
    for (const entry of state.chunks.splice(0)) entry.done.reject(error);
    state.total = 0;
    const aborting = state.aborting;
    state.aborting = null;
    if (aborting === null) return rejectClosed(state);
    if (aborting.wasErroring) {
      aborting.done.reject(error);
      return rejectClosed(state);
    }
    return void promised(() => (state.methods.abort === undefined ? undefined : state.methods.abort(aborting.reason))).then(
      () => { aborting.done.resolve(undefined); rejectClosed(state); },
      (later) => { aborting.done.reject(later); rejectClosed(state); });
  }

  function rejectClosed(state) {
    if (state.closing !== null) {
      state.closing.reject(state.error);
      state.closing = null;
    }
    if (state.writer !== null) {
      state.writer.closed.reject(state.error);
      calm(state.writer.closed.promise);
    }
  }

  function abortWritable(state, reason) {
    if (state.status === "closed" || state.status === "errored") return Promise.resolve();
    if (state.abortController !== null) state.abortController.abort(reason);
    if (state.status === "closed" || state.status === "errored") return Promise.resolve();
    if (state.aborting !== null) return state.aborting.done.promise;
    const wasErroring = state.status === "erroring";
    const done = deferred();
    state.aborting = { done, reason: wasErroring ? undefined : reason, wasErroring };
    refuse(state, reason);
    return done.promise;
  }

  function closeWritable(state) {
    if (state.status === "closed" || state.status === "errored") return Promise.reject(new TypeError("The stream is closed or errored"));
    if (closeQueued(state)) return Promise.reject(new TypeError("The stream is already closing"));
    const done = state.closing = deferred();
    if (state.writer !== null && state.pressed && state.status === "writable") state.writer.ready.resolve(undefined);
    advance(state);
    return done.promise;
  }

  function closeUnlessClosed(state) {
    if (closeQueued(state) || state.status === "closed") return Promise.resolve();
    return state.status === "errored" ? Promise.reject(state.error) : closeWritable(state);
  }

  class WritableStreamDefaultController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get signal() {
      const { writes } = stateOf(this, "writes");
      if (writes.abortController === null) {
        writes.abortController = new (part("events").AbortController)();
        if (writes.aborting !== null) writes.abortController.abort(writes.error);
      }
      return writes.abortController.signal;
    }
    error(reason) {
      const { writes } = stateOf(this, "writes");
      if (writes.status === "writable") refuse(writes, reason);
    }
    get [Symbol.toStringTag]() { return "WritableStreamDefaultController"; }
  }

  class WritableStreamDefaultWriter {
    constructor(stream) { this[STATE] = acquireWriter(stateOf(stream, "chunks")); }
    get closed() { return this[STATE].closed.promise; }
    get ready() { return this[STATE].ready.promise; }
    get desiredSize() { return room(held(this)); }
    write(chunk) { return attempt(this, (state) => write(state, chunk)); }
    close() { return attempt(this, closeWritable); }
    abort(reason) { return attempt(this, (state) => abortWritable(state, reason)); }
    releaseLock() { if (this[STATE].writableOf !== null) releaseWriter(this[STATE]); }
    get [Symbol.toStringTag]() { return "WritableStreamDefaultWriter"; }
  }

  function held(writer) {
    const state = writer[STATE].writableOf;
    if (state === null) throw new TypeError("The writer was released");
    return state;
  }

  function attempt(writer, action) {
    try {
      return action(held(writer));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  class WritableStream {
    constructor(sink = undefined, strategy = undefined) {
      if (sink === null) throw new TypeError("The underlying sink is an object");
      const given = sink ?? {}, queuing = strategyOf(strategy);
      if (given.type !== undefined) throw new RangeError("The type of a sink is reserved");
      const begin = methodOf(given, "start");
      const bound = (name) => {
        const method = methodOf(given, name);
        return method && ((...values) => method.apply(given, values));
      };
      const methods = { write: bound("write"), close: bound("close"), abort: bound("abort") };
      const state = this[STATE] = writableState(methods, highWaterMark(queuing, 1), methodOf(queuing, "size"));
      startWritable(state, begin && ((controller) => begin.call(given, controller)));
    }
    get locked() { return stateOf(this, "chunks").writer !== null; }
    abort(reason) {
      const state = stateOf(this, "chunks");
      return state.writer === null ? abortWritable(state, reason) : Promise.reject(new TypeError("A locked stream is aborted by its writer"));
    }
    close() {
      const state = stateOf(this, "chunks");
      return state.writer === null ? closeWritable(state) : Promise.reject(new TypeError("A locked stream is closed by its writer"));
    }
    getWriter() { return new WritableStreamDefaultWriter(this); }
    get [Symbol.toStringTag]() { return "WritableStream"; }
  }

  // ---- transform ----

  class TransformStreamDefaultController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get desiredSize() { return desired(stateOf(this, "transforms").transforms.out); }
    enqueue(chunk) { passOn(stateOf(this, "transforms").transforms, chunk); }
    error(reason) { breakTransform(stateOf(this, "transforms").transforms, reason); }
    terminate() {
      const { transforms } = stateOf(this, "transforms");
      if (!transforms.out.closing && transforms.out.status === "readable") closeWhenEmpty(transforms.out);
      breakWritableSide(transforms, new TypeError("The transform was terminated"));
    }
    get [Symbol.toStringTag]() { return "TransformStreamDefaultController"; }
  }

  function passOn(transform, chunk) {
    try {
      enqueue(transform.out, chunk);
    } catch (error) {
      if (transform.out.status !== "errored") throw error;
      breakWritableSide(transform, error);
      throw transform.out.error;
    }
    if (!wantsMore(transform.out) && !transform.pressed) hold(transform, true);
  }

  function hold(transform, pressed) {
    transform.change.resolve(undefined);
    transform.change = deferred();
    transform.pressed = pressed;
  }

  function breakTransform(transform, error) {
    breakReadable(transform.out, error);
    breakWritableSide(transform, error);
  }

  function breakWritableSide(transform, error) {
    transform.over = true;
    if (transform.in.status === "writable") refuse(transform.in, error);
    if (transform.pressed) hold(transform, false);
  }

  class TransformStream {
    constructor(transformer = undefined, inStrategy = undefined, outStrategy = undefined) {
      if (transformer === null) throw new TypeError("The transformer is an object");
      const given = transformer ?? {}, into = strategyOf(inStrategy), outof = strategyOf(outStrategy);
      if (given.readableType !== undefined || given.writableType !== undefined) throw new RangeError("Types of transformers are reserved");
      const change = methodOf(given, "transform"), flush = methodOf(given, "flush"), begin = methodOf(given, "start"), cancelled = methodOf(given, "cancel");
      const started = deferred();
      const transform = { in: null, out: null, pressed: true, change: deferred(), over: false };
      const controller = { __proto__: TransformStreamDefaultController.prototype };
      controller[STATE] = { transforms: transform };
      const give = async (chunk) => {
        try {
          if (change === undefined) passOn(transform, chunk);
          else await change.call(given, chunk, controller);
        } catch (error) {
          breakTransform(transform, error);
          throw error;
        }
      };
      const end = async (call) => {
        transform.over = true;
        await call();
      };
      const methods = {
        async write(chunk) {
          if (transform.pressed) {
            await transform.change.promise;
            if (transform.in.status === "erroring") throw transform.in.error;
          }
          await give(chunk);
        },
        async close() {
          try {
            await end(() => flush?.call(given, controller));
          } catch (error) {
            breakReadable(transform.out, error);
            throw error;
          }
          if (transform.out.status === "errored") throw transform.out.error;
          if (!transform.out.closing && transform.out.status === "readable") closeWhenEmpty(transform.out);
        },
        async abort(reason) {
          try {
            await end(() => cancelled?.call(given, reason));
          } catch (error) {
            breakReadable(transform.out, error);
            throw error;
          }
          breakReadable(transform.out, reason);
        },
      };
      this[STATE] = { transform, readable: null, writable: null };
      const writable = this[STATE].writable = { __proto__: WritableStream.prototype };
      transform.in = writable[STATE] = writableState(methods, highWaterMark(into, 1), methodOf(into, "size"));
      startWritable(transform.in, () => started.promise);
      const pull = () => {
        hold(transform, false);
        return transform.change.promise;
      };
      const cancel = async (reason) => {
        if (transform.over) return;
        try {
          await end(() => cancelled?.call(given, reason));
        } catch (error) {
          breakWritableSide(transform, error);
          throw error;
        }
        breakWritableSide(transform, reason);
      };
      const out = this[STATE].readable = { __proto__: ReadableStream.prototype };
      transform.out = out[STATE] = readableState(pull, cancel, highWaterMark(outof, 0), methodOf(outof, "size"));
      start(transform.out, () => started.promise);
      started.resolve(begin === undefined ? undefined : begin.call(given, controller));
    }
    get readable() { return stateOf(this, "transform").readable; }
    get writable() { return stateOf(this, "transform").writable; }
    get [Symbol.toStringTag]() { return "TransformStream"; }
  }

  class IdentityTransformStream extends TransformStream {
    constructor() {
      super({
        transform(chunk, controller) {
          if (!ArrayBuffer.isView(chunk) && !(chunk instanceof ArrayBuffer)) throw new TypeError("This stream carries bytes only");
          controller.enqueue(ArrayBuffer.isView(chunk) ? chunk : new Uint8Array(chunk));
        },
      });
    }
  }

  function byteLength(chunk) {
    return chunk.byteLength;
  }

  function markOf(init) {
    const mark = init?.highWaterMark;
    if (mark === undefined) throw new TypeError("A queuing strategy needs a highWaterMark");
    return Number(mark);
  }

  class CountQueuingStrategy {
    constructor(init) { this[STATE] = { mark: markOf(init) }; }
    get highWaterMark() { return this[STATE].mark; }
    get size() { return one; }
  }

  class ByteLengthQueuingStrategy {
    constructor(init) { this[STATE] = { mark: markOf(init) }; }
    get highWaterMark() { return this[STATE].mark; }
    get size() { return byteLength; }
  }

  // ---- for the other parts ----

  function reader(stream) {
    const state = stream[STATE];
    const locked = acquireReader(state);
    return {
      next: () => new Promise((resolve, reject) => readFrom(state, { chunk: resolve, close: () => resolve(null), error: reject })),
      cancel: (reason) => { calm(cancelReadable(state, reason)); },
      locked,
    };
  }

  return {
    ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, WritableStream, WritableStreamDefaultWriter,
    WritableStreamDefaultController, TransformStream, TransformStreamDefaultController, IdentityTransformStream,
    CountQueuingStrategy, ByteLengthQueuingStrategy, tee, reader,
    pieces: (stream) => reader(stream).next,
    isLocked: (stream) => stream[STATE].reader !== null,
    isDisturbed: (stream) => stream[STATE].disturbed,
    breakOff: (stream, error) => breakReadable(stream[STATE], error),

    fromHost(id) {
      const next = part("pump").pieces(id);
      return readable(async (controller) => {
        const piece = await next();
        if (piece === null) controller.close();
        else controller.enqueue(piece);
      }, () => host.stopReading(id));
    },

    ofBytes(bytes) {
      return readable(undefined, undefined, 0, undefined, (controller) => {
        if (bytes.byteLength > 0) controller.enqueue(bytes);
        controller.close();
      });
    },

    // A stream that has been read, for a body that was read without one.
    spent() {
      const stream = readable(undefined, undefined);
      stream[STATE].disturbed = true;
      closeReadable(stream[STATE]);
      return stream;
    },

    // The same content as another stream, which is left locked and used.
    moved(stream) {
      const { next, cancel } = reader(stream);
      stream[STATE].disturbed = true;
      return readable(async (controller) => {
        const chunk = await next();
        if (chunk === null) controller.close();
        else controller.enqueue(chunk);
      }, cancel);
    },
  };
}
