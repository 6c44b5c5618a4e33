// Writable streams. As with readable ones, a state object holds the stream and its controller.
(kit) => {
  "use strict";
  const { STATE, part } = kit;
  const { deferred, resolved, wrapped, rejected, react, calm, promised } = part("promises");
  const { stateOf, methodOf, objectOf, strategyOf, markOf, sizeOf, finite } = part("queuing");
  const CLOSE = { __proto__: null };

  function writableState(methods, mark, size) {
    return {
      chunks: [], total: 0, requests: [], status: "writable", error: undefined, writer: null, started: false, writing: null, closing: null, closingNow: null,
      aborting: null, pressed: false, mark, size, methods, controller: null, aborter: null, aborted: null,
    };
  }

  function start(state, begin) {
    state.controller = { __proto__: WritableStreamDefaultController.prototype };
    state.controller[STATE] = { writes: state };
    press(state);
    const began = begin === undefined ? undefined : begin(state.controller);
    react(wrapped(began), () => { state.started = true; advance(state); }, (error) => { state.started = true; brokeOff(state, error); });
  }

  function desired(state) {
    return state.status === "errored" || state.status === "erroring" ? null : state.status === "closed" ? 0 : state.mark - state.total;
  }

  function closeQueued(state) {
    return state.closing !== null || state.closingNow !== null;
  }

  // Tells the writer whether there is room for more.
  function press(state) {
    const pressed = desired(state) <= 0;
    if (state.writer !== null && pressed !== state.pressed) {
      if (pressed) state.writer.ready = pending();
      else settle(state.writer.ready);
    }
    state.pressed = pressed;
  }

  // ---- promises of a writer, which know whether they are settled ----

  function pending() {
    return { later: deferred(), open: true };
  }

  function settle(promise) {
    promise.open = false;
    promise.later.resolve(undefined);
  }

  function settled() {
    const promise = pending();
    settle(promise);
    return promise;
  }

  function refused(promise, error) {
    const refusal = promise.open ? promise : pending();
    refusal.open = false;
    refusal.later.reject(error);
    calm(refusal.later.promise);
    return refusal;
  }

  // ---- one chunk after the other ----

  function advance(state) {
    if (!state.started || state.writing !== null) return;
    if (state.status === "erroring") return finishErroring(state);
    if (state.chunks.length === 0) return;
    const { chunk } = state.chunks[0];
    if (chunk === CLOSE) closeNow(state);
    else writeNow(state, chunk);
  }

  function writeNow(state, chunk) {
    state.writing = state.requests.shift();
    const { methods, controller } = state;
    react(promised(() => (methods.write === undefined ? undefined : methods.write(chunk, controller))), () => {
      state.writing.resolve(undefined);
      state.writing = null;
      const { size } = state.chunks.shift();
      state.total = Math.max(0, state.total - size);
      if (!closeQueued(state) && state.status === "writable") press(state);
      advance(state);
    }, (error) => {
      state.writing.reject(error);
      state.writing = null;
      brokeOff(state, error);
    });
  }

  function closeNow(state) {
    state.closingNow = state.closing;
    state.closing = null;
    state.chunks.shift();
    const { methods } = state;
    react(promised(() => (methods.close === undefined ? undefined : methods.close())), () => {
      state.closingNow.resolve(undefined);
      state.closingNow = null;
      if (state.status === "erroring") {
        state.error = undefined;
        if (state.aborting !== null) {
          state.aborting.done.resolve(undefined);
          state.aborting = null;
        }
      }
      state.status = "closed";
      if (state.writer !== null) settle(state.writer.closed);
    }, (error) => {
      state.closingNow.reject(error);
      state.closingNow = null;
      if (state.aborting !== null) {
        state.aborting.done.reject(error);
        state.aborting = null;
      }
      brokeOff(state, error);
    });
  }

  // ---- errors ----

  function brokeOff(state, error) {
    if (state.status === "writable") startErroring(state, error);
    else finishErroring(state);
  }

  function breakWritable(state, error) {
    if (state.status === "writable") startErroring(state, error);
  }

  // The stream will be errored as soon as what is under way has ended.
  function startErroring(state, error) {
    state.status = "erroring";
    state.error = error;
    const { writer } = state;
    if (writer !== null) writer.ready = refused(writer.ready, error);
    if (state.writing === null && state.closingNow === null && state.started) finishErroring(state);
  }

  function finishErroring(state) {
    state.status = "errored";
    state.chunks = [];
    state.total = 0;
    const { error, aborting, methods } = state;
    for (const request of state.requests.splice(0)) request.reject(error);
    state.aborting = null;
    if (aborting === null) return rejectClosed(state);
    if (aborting.wasErroring) {
      aborting.done.reject(error);
      return rejectClosed(state);
    }
    react(promised(() => (methods.abort === undefined ? undefined : methods.abort(aborting.reason))), () => {
      aborting.done.resolve(undefined);
      rejectClosed(state);
    }, (later) => {
      aborting.done.reject(later);
      rejectClosed(state);
    });
    return undefined;
  }

  function rejectClosed(state) {
    if (state.closing !== null) {
      state.closing.reject(state.error);
      state.closing = null;
    }
    if (state.writer !== null) state.writer.closed = refused(state.writer.closed, state.error);
  }

  function abort(state, reason) {
    if (state.status === "closed" || state.status === "errored") return resolved(undefined);
    state.aborted ??= { reason };
    if (state.aborter !== null) state.aborter.abort(reason);
    if (state.status === "closed" || state.status === "errored") return resolved(undefined);
    if (state.aborting !== null) return state.aborting.done.promise;
    const wasErroring = state.status === "erroring";
    const done = deferred();
    state.aborting = { done, reason: wasErroring ? undefined : reason, wasErroring };
    if (!wasErroring) startErroring(state, reason);
    return done.promise;
  }

  function close(state) {
    if (closeQueued(state)) return rejected(new TypeError("The stream is already closing"));
    if (state.status === "closed" || state.status === "errored") return rejected(new TypeError("The stream is closed or errored"));
    const done = state.closing = deferred();
    if (state.writer !== null && state.pressed && state.status === "writable") settle(state.writer.ready);
    state.chunks.push({ chunk: CLOSE, size: 0 });
    advance(state);
    return done.promise;
  }

  function closeUnlessClosed(state) {
    if (closeQueued(state) || state.status === "closed") return resolved(undefined);
    return state.status === "errored" ? rejected(state.error) : close(state);
  }

  // ---- writers ----

  function acquireWriter(state) {
    if (state.writer !== null) throw new TypeError("The stream is locked to a writer");
    const writer = { writableOf: state, ready: null, closed: null };
    const { status, error } = state;
    if (status === "writable") writer.ready = !closeQueued(state) && state.pressed ? pending() : settled();
    else writer.ready = status === "closed" ? settled() : refused(pending(), error);
    if (status === "closed") writer.closed = settled();
    else writer.closed = status === "errored" ? refused(pending(), error) : pending();
    return (state.writer = writer);
  }

  function releaseWriter(writer) {
    const error = new TypeError("The writer was released");
    writer.ready = refused(writer.ready, error);
    writer.closed = refused(writer.closed, error);
    writer.writableOf.writer = null;
    writer.writableOf = null;
  }

  function chunkSize(state, chunk) {
    if (state.status !== "writable") return 1;
    try {
      return sizeOf(state.size, chunk);
    } catch (error) {
      breakWritable(state, error);
      return 1;
    }
  }

  function write(writer, chunk) {
    const state = writer.writableOf;
    const size = chunkSize(state, chunk);
    if (writer.writableOf !== state) return rejected(new TypeError("The writer was released"));
    if (state.status === "errored") return rejected(state.error);
    if (closeQueued(state) || state.status === "closed") return rejected(new TypeError("The stream is closing or closed"));
    if (state.status === "erroring") return rejected(state.error);
    const request = deferred();
    state.requests.push(request);
    try {
      state.chunks.push({ chunk, size: finite(size) });
      state.total += size;
    } catch (error) {
      breakWritable(state, error);
      return request.promise;
    }
    if (!closeQueued(state) && state.status === "writable") press(state);
    advance(state);
    return request.promise;
  }

  class WritableStreamDefaultController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get signal() {
      const { writes } = stateOf(this, "writes");
      if (writes.aborter === null) {
        const { AbortController } = part("events");
        writes.aborter = new AbortController();
        if (writes.aborted !== null) writes.aborter.abort(writes.aborted.reason);
      }
      return writes.aborter.signal;
    }
    error(reason = undefined) { breakWritable(stateOf(this, "writes").writes, reason); }
    get [Symbol.toStringTag]() { return "WritableStreamDefaultController"; }
  }

  class WritableStreamDefaultWriter {
    constructor(stream) { this[STATE] = acquireWriter(stateOf(stream, "chunks")); }
    get closed() { return promised(() => stateOf(this, "ready").closed.later.promise); }
    get ready() { return promised(() => stateOf(this, "ready").ready.later.promise); }
    get desiredSize() { return desired(held(this).writableOf); }
    abort(reason = undefined) { return promised(() => abort(held(this).writableOf, reason)); }
    close() { return promised(() => close(held(this).writableOf)); }
    releaseLock() {
      const writer = stateOf(this, "ready");
      if (writer.writableOf !== null) releaseWriter(writer);
    }
    write(chunk = undefined) { return promised(() => write(held(this), chunk)); }
    get [Symbol.toStringTag]() { return "WritableStreamDefaultWriter"; }
  }

  function held(object) {
    const writer = stateOf(object, "ready");
    if (writer.writableOf === null) throw new TypeError("The writer was released");
    return writer;
  }

  class WritableStream {
    constructor(sink = undefined, strategy = undefined) {
      const given = objectOf(sink, "The underlying sink"), queuing = strategyOf(strategy);
      const methods = { abort: methodOf(given, "abort"), close: methodOf(given, "close"), write: undefined };
      const begin = methodOf(given, "start");
      if (given.type !== undefined) throw new RangeError("The type of a sink is reserved");
      methods.write = methodOf(given, "write");
      const state = this[STATE] = writableState(methods, markOf(queuing, 1), queuing.size);
      start(state, begin);
    }
    get locked() { return stateOf(this, "chunks").writer !== null; }
    abort(reason = undefined) { return unlocked(this, (state) => abort(state, reason)); }
    close() { return unlocked(this, close); }
    getWriter() { return new WritableStreamDefaultWriter(this); }
    get [Symbol.toStringTag]() { return "WritableStream"; }
  }

  function unlocked(stream, action) {
    return promised(() => {
      const state = stateOf(stream, "chunks");
      if (state.writer !== null) throw new TypeError("A locked stream is used by its writer");
      return action(state);
    });
  }

  return {
    WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController,
    writableState, start, closeQueued, breakWritable, abort, closeUnlessClosed, acquireWriter, releaseWriter, write,
  };
}
