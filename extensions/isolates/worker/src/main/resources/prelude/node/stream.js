// node:stream. What streams do one after another is told in order, each in a turn of its own, as Node has it.
//= Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, promises, addAbortSignal, compose, destroy, duplexPair, isDestroyed, isDisturbed
//= isErrored, isReadable, isWritable, getDefaultHighWaterMark, setDefaultHighWaterMark
(kit) => {
  "use strict";
  const EventEmitter = kit.node("events");
  const { Buffer } = kit.node("buffer");
  const { coded, TypeFailure, RangeFailure, callable } = kit.part("node/errors");
  const { nextTick } = kit.node("process");
  const highWaterMarks = { bytes: 65536, objects: 16 };

  // ---- what all streams have ----

  function Stream(options = undefined) { EventEmitter.call(this, options); }
  Object.setPrototypeOf(Stream, EventEmitter);
  Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);

  // The pipe of streams that are none of the kinds below: older packages inherit it.
  Stream.prototype.pipe = function pipe(target, options = undefined) {
    const source = this;
    const give = (chunk) => { if (target.writable && target.write(chunk) === false && typeof source.pause === "function") source.pause(); };
    const goOn = () => { if (source.readable && typeof source.resume === "function") source.resume(); };
    let ended = false;
    const end = (how) => () => {
      if (ended) return;
      ended = true;
      if (how === "end") target.end();
      else if (typeof target.destroy === "function") target.destroy();
    };
    const [finish, close] = [end("end"), end("close")];
    function fail(error) {
      leave();
      if (EventEmitter.listenerCount(this, "error") === 0) this.emit("error", error);
    }
    const heard = [[source, "data", give], [target, "drain", goOn], [source, "error", fail], [target, "error", fail]];
    if (!target._isStdio && options?.end !== false) heard.push([source, "end", finish], [source, "close", close]);
    function leave() { for (const [emitter, name, listener] of [...heard, ...leaving]) emitter.removeListener(name, listener); }
    const leaving = [[source, "end", leave], [source, "close", leave], [target, "close", leave]];
    for (const [emitter, name, listener] of [...heard, ...leaving]) emitter.on(name, listener);
    target.emit("pipe", source);
    return target;
  };

  const method = (Kind, methods) => {
    for (const key of Reflect.ownKeys(methods)) Object.defineProperty(Kind.prototype, key, { __proto__: null, ...Object.getOwnPropertyDescriptor(methods, key), enumerable: false, configurable: true });
  };

  const markOf = (options, objectMode, side) => {
    const asked = options?.[`${side}HighWaterMark`] ?? options?.highWaterMark;
    if (asked === undefined || asked === null) return objectMode ? highWaterMarks.objects : highWaterMarks.bytes;
    if (!(Number.isInteger(asked) && asked >= 0)) throw coded(TypeError, "ERR_INVALID_ARG_VALUE", `The property 'options.highWaterMark' is invalid. Received ${String(asked)}`);
    return asked;
  };

  // How many chunks are meant, as take() and drop() are told.
  function counted(given) {
    const count = Math.floor(Number(given));
    if (!(count >= 0)) throw new RangeFailure("number", ">= 0", given);
    return count;
  }

  // One side's end of a stream: an error, or that it is over.
  function common(stream, options) {
    if (stream._life === undefined) {
      stream._life = { destroyed: false, closed: false, errored: null, autoDestroy: options?.autoDestroy !== false, emitClose: options?.emitClose !== false, constructed: true, waiting: [] };
    }
    for (const name of ["read", "write", "writev", "final", "destroy", "transform", "flush", "construct"]) {
      if (typeof options?.[name] === "function") stream[`_${name}`] = options[name];
    }
    if (options?.signal !== undefined) addAbortSignal(options.signal, stream);
  }

  function constructed(stream) {
    if (typeof stream._construct !== "function" || stream._life.begun) return;
    const life = stream._life;
    life.begun = true;
    life.constructed = false;
    nextTick(() => stream._construct((error) => {
      life.constructed = true;
      if (error) return stream.destroy(error);
      for (const go of life.waiting.splice(0)) go();
      return undefined;
    }));
  }

  // Does it once the stream is ready for it.
  function whenReady(stream, go) {
    if (stream._life.constructed) go();
    else stream._life.waiting.push(go);
  }

  const lifeMethods = {
    get destroyed() { return this._life?.destroyed ?? false; },
    set destroyed(value) { if (this._life !== undefined) this._life.destroyed = value; },
    get closed() { return this._life.closed; },
    get errored() { return this._life.errored; },
    destroy(error = null, done = undefined) {
      const life = this._life;
      if (life.destroyed) {
        if (typeof done === "function") done();
        return this;
      }
      life.destroyed = true;
      life.errored = error || null;
      this._destroy(error || null, (failure) => {
        const reason = failure || error || null;
        life.errored = reason;
        life.closed = true;
        if (typeof done === "function") done(reason);
        nextTick(() => {
          if (reason !== null && !life.told) {
            life.told = true;
            this.emit("error", reason);
          }
          if (life.emitClose) this.emit("close");
        });
      });
      return this;
    },
    _destroy(error, done) { done(error); },
    [Symbol.asyncDispose ?? Symbol.for("asyncDispose")]() {
      const over = finishedSoon(this);
      this.destroy();
      return over;
    },
  };

  const finishedSoon = (stream) => new Promise((resolve, reject) => finished(stream, (error) => (error && error.code !== "ERR_STREAM_PREMATURE_CLOSE" ? reject(error) : resolve())));

  const bothOver = (stream) => (stream._readable === undefined || stream._readable.endEmitted) && (stream._writable === undefined || stream._writable.finished);

  function closeWhenOver(stream) {
    if (stream._life.autoDestroy && bothOver(stream)) stream.destroy();
  }

  const bytesFor = (chunk) => (chunk instanceof Uint8Array && !Buffer.isBuffer(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk);

  // ---- Readable ----

  function Readable(options = undefined) {
    if (!(this instanceof Readable)) return new Readable(options);
    Stream.call(this, options);
    initReadable(this, options);
    common(this, options);
    constructed(this);
    return undefined;
  }
  Object.setPrototypeOf(Readable, Stream);
  Object.setPrototypeOf(Readable.prototype, Stream.prototype);

  function initReadable(stream, options) {
    const objectMode = Boolean(options?.objectMode || options?.readableObjectMode);
    stream._readable = {
      objectMode, mark: markOf(options, objectMode, "readable"), buffer: [], length: 0, flowing: null, ended: false, endEmitted: false, reading: false, sync: true,
      wanted: false, told: false, decoder: null, pipes: [], disturbed: false, resuming: false, more: false,
    };
    if (options?.encoding) setEncoding(stream, options.encoding);
  }

  function setEncoding(stream, encoding) {
    const { StringDecoder } = kit.node("string_decoder");
    const state = stream._readable;
    state.decoder = new StringDecoder(encoding);
    const held = state.buffer.splice(0).map((chunk) => state.decoder.write(chunk)).join("");
    state.length = held.length;
    if (held !== "") state.buffer.push(held);
  }

  const sizeOf = (state, chunk) => (state.objectMode ? 1 : chunk.length);

  function add(stream, given, encoding, first) {
    const state = stream._readable;
    if (stream._life.errored !== null) return false;
    let chunk = given;
    if (chunk === null) {
      state.reading = false;
      endOfChunks(stream);
      return false;
    }
    if (!state.objectMode) {
      if (typeof chunk === "string") {
        if (state.decoder === null || (encoding && encoding !== state.decoder.encoding)) chunk = Buffer.from(chunk, encoding || "utf8");
      } else if (chunk instanceof Uint8Array || ArrayBuffer.isView(chunk)) {
        chunk = bytesFor(chunk);
      } else if (chunk !== undefined) {
        stream.destroy(new TypeFailure("chunk", "of type string or an instance of Buffer, TypedArray, or DataView", chunk));
        return false;
      }
      if (chunk === undefined || chunk.length === 0) {
        if (!first) state.reading = false;
        readMore(stream);
        return state.length < state.mark;
      }
    }
    if (state.ended || stream._life.destroyed) {
      if (state.ended) stream.destroy(coded(Error, first ? "ERR_STREAM_UNSHIFT_AFTER_END_EVENT" : "ERR_STREAM_PUSH_AFTER_EOF", first ? "stream.unshift() after end event" : "stream.push() after EOF"));
      return false;
    }
    if (!first) {
      state.reading = false;
      if (state.decoder !== null && typeof chunk !== "string") {
        chunk = state.decoder.write(chunk);
        if (chunk.length === 0) {
          readMore(stream);
          return true;
        }
      }
    }
    if (!first && state.flowing && state.length === 0 && !state.sync && stream.listenerCount("data") > 0) {
      state.disturbed = true;
      stream.emit("data", chunk);
    } else {
      state.buffer[first ? "unshift" : "push"](chunk);
      state.length += sizeOf(state, chunk);
      tellReadable(stream);
    }
    readMore(stream);
    return !state.ended && (state.length < state.mark || state.length === 0);
  }

  function endOfChunks(stream) {
    const state = stream._readable;
    if (state.ended) return;
    if (state.decoder !== null) {
      const rest = state.decoder.end();
      if (rest !== "") {
        state.buffer.push(rest);
        state.length += sizeOf(state, rest);
      }
    }
    state.ended = true;
    tellReadable(stream);
  }

  function tellReadable(stream) {
    const state = stream._readable;
    if (state.told) return;
    state.told = true;
    nextTick(() => {
      state.told = false;
      if (stream._life.destroyed || stream._life.errored !== null) return;
      if (state.length > 0 || state.ended) stream.emit("readable");
      flow(stream);
      endWhenRead(stream);
    });
  }

  // Fills up to the mark while nobody reads.
  function readMore(stream) {
    const state = stream._readable;
    if (state.more) return;
    state.more = true;
    nextTick(() => {
      state.more = false;
      if (!state.reading && !state.ended && !stream._life.destroyed && (state.length < state.mark || (state.flowing && state.length === 0))) stream.read(0);
    });
  }

  function flow(stream) {
    const state = stream._readable;
    while (state.flowing && stream.read() !== null);
  }

  // Whoever asked for "readable" kept the stream from flowing; when all of them are gone it may flow again.
  function unheard(stream) {
    const state = stream._readable;
    if (state.flowing !== false || stream.listenerCount("readable") > 0) return;
    if (stream.listenerCount("data") > 0) stream.resume();
    else state.flowing = null;
  }

  function endWhenRead(stream) {
    const state = stream._readable;
    if (!state.ended || state.length > 0 || state.endEmitted || state.ending || !(state.flowing || state.disturbed || state.asked)) return;
    state.ending = true;
    nextTick(() => {
      state.ending = false;
      if (state.endEmitted || state.length > 0 || stream._life.errored !== null || stream._life.destroyed) return;
      state.endEmitted = true;
      stream.emit("end");
      if (stream._writable !== undefined && stream.allowHalfOpen === false) stream.end();
      closeWhenOver(stream);
    });
  }

  function taken(state, count) {
    const { buffer } = state;
    if (state.objectMode) return buffer.shift();
    if (count >= state.length) {
      const all = buffer.length === 1 ? buffer[0] : state.decoder !== null ? buffer.join("") : Buffer.concat(buffer);
      buffer.length = 0;
      return all;
    }
    const pieces = [];
    let left = count;
    while (left > 0) {
      const head = buffer[0];
      if (head.length <= left) {
        pieces.push(buffer.shift());
        left -= head.length;
      } else {
        pieces.push(head.slice(0, left));
        buffer[0] = head.slice(left);
        left = 0;
      }
    }
    return pieces.length === 1 ? pieces[0] : state.decoder !== null ? pieces.join("") : Buffer.concat(pieces);
  }

  method(Readable, {
    _read() { throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _read() method is not implemented"); },
    push(chunk, encoding = undefined) { return add(this, chunk, encoding, false); },
    unshift(chunk, encoding = undefined) { return add(this, chunk, encoding, true); },
    read(size = undefined) {
      const state = this._readable;
      const asked = size === undefined || size === null ? NaN : Math.trunc(Number(size));
      if (asked > state.mark && !state.objectMode) state.mark = Math.min(2 ** Math.ceil(Math.log2(asked)), 2 ** 30);
      if (asked !== 0) state.asked = true;
      let count = Number.isNaN(asked) ? (state.flowing && state.buffer.length > 0 && !state.objectMode ? state.buffer[0].length : state.objectMode ? Math.min(1, state.length) : state.length) : asked;
      if (state.objectMode && asked > 0) count = Math.min(1, state.length);
      if (count > state.length) count = state.ended ? state.length : 0;
      const hungry = state.length === 0 || state.length - count < state.mark;
      if (hungry && !state.ended && !state.reading && !this._life.destroyed && this._life.errored === null) {
        state.reading = true;
        state.sync = true;
        whenReady(this, () => {
          try {
            this._read(state.mark);
          } catch (error) {
            this.destroy(error);
          }
        });
        state.sync = false;
        if (!state.reading && Number.isNaN(asked)) count = state.flowing && state.buffer.length > 0 && !state.objectMode ? state.buffer[0].length : state.objectMode ? Math.min(1, state.length) : state.length;
      }
      let chunk = null;
      if (count > 0 && asked !== 0) {
        chunk = taken(state, count);
        state.length -= state.objectMode ? 1 : chunk.length;
        state.disturbed = true;
        if (this._life.errored === null) this.emit("data", chunk);
      }
      if (state.length === 0 && state.ended && asked !== 0) endWhenRead(this);
      return chunk;
    },
    on(name, listener) {
      EventEmitter.prototype.on.call(this, name, listener);
      const state = this._readable;
      if (name === "data" && state.flowing !== false && this.listenerCount("readable") === 0) this.resume();
      else if (name === "readable") {
        state.flowing = false;
        if (state.length > 0 || state.ended) {
          state.asked = true;
          tellReadable(this);
        } else nextTick(() => this.read(0));
      }
      return this;
    },
    removeListener(name, listener) {
      EventEmitter.prototype.removeListener.call(this, name, listener);
      if (name === "readable") nextTick(() => unheard(this));
      return this;
    },
    pause() {
      if (this._readable.flowing !== false) {
        this._readable.flowing = false;
        this.emit("pause");
      }
      return this;
    },
    resume() {
      const state = this._readable;
      if (state.flowing) return this;
      state.flowing = true;
      if (!state.resuming) {
        state.resuming = true;
        nextTick(() => {
          state.resuming = false;
          if (!state.flowing || this._life.destroyed) return;
          if (!state.reading) this.read(0);
          this.emit("resume");
          flow(this);
          if (state.flowing && !state.reading) this.read(0);
          endWhenRead(this);
        });
      }
      return this;
    },
    isPaused() { return this._readable.flowing === false; },
    setEncoding(encoding) {
      setEncoding(this, encoding);
      return this;
    },
    pipe(target, options = undefined) {
      const state = this._readable;
      const onData = (chunk) => { if (target.write(chunk) === false) this.pause(); };
      const onDrain = () => { if (state.pipes.every((pipe) => !pipe.target.writableNeedDrain)) this.resume(); };
      const onEnd = () => target.end();
      const onError = (error) => {
        this.unpipe(target);
        if (target.listenerCount("error") === 0 && !target.destroyed) target.destroy?.(error);
      };
      const onClose = () => this.unpipe(target);
      const ends = options?.end !== false && target !== kit.node("process").stdout && target !== kit.node("process").stderr;
      state.pipes.push({ target, stop: () => {
        this.removeListener("data", onData);
        this.removeListener("end", ends ? onEnd : onClose);
        target.removeListener("drain", onDrain);
        target.removeListener("error", onError);
        target.removeListener("close", onClose);
      } });
      target.on("drain", onDrain);
      target.prependListener("error", onError);
      target.once("close", onClose);
      if (state.endEmitted) nextTick(ends ? onEnd : onClose);
      else this.once("end", ends ? onEnd : onClose);
      this.on("data", onData);
      target.emit("pipe", this);
      if (target.writableNeedDrain) this.pause();
      else if (!state.flowing) this.resume();
      return target;
    },
    unpipe(target = undefined) {
      const state = this._readable;
      const gone = state.pipes.filter((pipe) => target === undefined || pipe.target === target);
      state.pipes = state.pipes.filter((pipe) => !gone.includes(pipe));
      for (const pipe of gone) {
        pipe.stop();
        pipe.target.emit("unpipe", this, { hasUnpiped: false });
      }
      if (gone.length > 0 && state.pipes.length === 0) this.pause();
      return this;
    },
    [Symbol.asyncIterator]() { return iterator(this, true); },
    iterator(options = undefined) { return iterator(this, options?.destroyOnReturn !== false); },
    map(change) { return Readable.from(async function* mapped(source) { for await (const chunk of source) yield await change(chunk); }(this)); },
    filter(keep) { return Readable.from(async function* filtered(source) { for await (const chunk of source) if (await keep(chunk)) yield chunk; }(this)); },
    flatMap(change) { return Readable.from(async function* flattened(source) { for await (const chunk of source) yield* await change(chunk); }(this)); },
    drop(count) {
      let left = counted(count);
      return this.filter(() => left-- <= 0);
    },
    take(count) {
      let left = counted(count);
      return Readable.from(async function* taken(source) {
        if (left > 0) for await (const chunk of source) {
          yield chunk;
          if (--left <= 0) return;
        }
      }(this));
    },
    async find(test) {
      for await (const chunk of this) if (await test(chunk)) return chunk;
      return undefined;
    },
    async some(test) {
      for await (const chunk of this) if (await test(chunk)) return true;
      return false;
    },
    async every(test) { return !(await this.some(async (chunk) => !(await test(chunk)))); },
    async forEach(action) { for await (const chunk of this) await action(chunk); },
    async toArray() {
      const all = [];
      for await (const chunk of this) all.push(chunk);
      return all;
    },
    async reduce(step, ...initial) {
      let value = initial[0], begun = initial.length > 0;
      for await (const chunk of this) {
        value = begun ? await step(value, chunk) : chunk;
        begun = true;
      }
      return value;
    },
    get readable() { return !this._life.destroyed && this._life.errored === null && !this._readable.endEmitted; },
    get readableEnded() { return this._readable.endEmitted; },
    get readableFlowing() { return this._readable.flowing; },
    get readableLength() { return this._readable.length; },
    get readableHighWaterMark() { return this._readable.mark; },
    get readableObjectMode() { return this._readable.objectMode; },
    get readableEncoding() { return this._readable.decoder?.encoding ?? null; },
    get readableAborted() { return (this._life.destroyed || this._life.errored !== null) && !this._readable.endEmitted; },
    get readableDidRead() { return this._readable.disturbed; },
  });
  method(Readable, lifeMethods);
  Readable.prototype.addListener = Readable.prototype.on;
  Readable.prototype.off = Readable.prototype.removeListener;

  async function* iterator(stream, destroys) {
    let wake = null, failure = null, over = false;
    const stir = () => { if (wake !== null) wake(); };
    const stop = finished(stream, { writable: false }, (error) => {
      over = true;
      failure = error ?? null;
      stir();
    });
    stream.on("readable", stir);
    let complete = false;
    try {
      for (;;) {
        const chunk = stream.destroyed ? null : stream.read();
        if (chunk !== null) yield chunk;
        else if (failure !== null) throw failure;
        else if (over) {
          complete = true;
          return;
        } else {
          await new Promise((resolve) => { wake = resolve; });
          wake = null;
        }
      }
    } finally {
      stop();
      stream.removeListener("readable", stir);
      if (destroys && !complete) stream.destroy();
    }
  }

  Readable.from = function from(source, options = undefined) {
    if (typeof source === "string" || source instanceof Uint8Array) {
      return new Readable({ objectMode: true, ...options, read() { this.push(source); this.push(null); } });
    }
    const make = source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator];
    if (typeof make !== "function") throw new TypeFailure("iterable", "an instance of Iterable", source);
    const items = make.call(source);
    let busy = false;
    const stream = new Readable({ objectMode: true, highWaterMark: 1, ...options, read() { if (!busy) next(this); }, destroy(error, done) {
      Promise.resolve(typeof items.return === "function" ? items.return() : undefined).then(() => done(error), done);
    } });
    async function next(target) {
      busy = true;
      try {
        for (;;) {
          const { value, done } = await items.next();
          if (done) {
            target.push(null);
            return;
          }
          const chunk = await value;
          if (chunk === null) throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
          if (!target.push(chunk)) break;
        }
      } catch (error) {
        target.destroy(error);
      }
      busy = false;
    }
    return stream;
  };

  // ---- Writable ----

  function Writable(options = undefined) {
    if (!(this instanceof Writable)) return new Writable(options);
    Stream.call(this, options);
    initWritable(this, options);
    common(this, options);
    constructed(this);
    return undefined;
  }
  Object.setPrototypeOf(Writable, Stream);
  Object.setPrototypeOf(Writable.prototype, Stream.prototype);
  Object.defineProperty(Writable, Symbol.hasInstance, { __proto__: null, value(thing) {
    return Function.prototype[Symbol.hasInstance].call(this, thing) || (this === Writable && thing?._writable !== undefined);
  } });

  function initWritable(stream, options) {
    const objectMode = Boolean(options?.objectMode || options?.writableObjectMode);
    stream._writable = {
      objectMode, mark: markOf(options, objectMode, "writable"), decode: options?.decodeStrings !== false, encoding: options?.defaultEncoding ?? "utf8",
      queue: [], length: 0, writing: false, needDrain: false, ending: false, finishing: false, finished: false, corked: 0, ended: [], sync: false,
    };
  }

  function write(stream, given, encoding, done) {
    const state = stream._writable;
    if (given === null) throw coded(TypeError, "ERR_STREAM_NULL_VALUES", "May not write null values to stream");
    let chunk = given, kind = encoding || state.encoding;
    if (!state.objectMode) {
      if (typeof chunk === "string") {
        if (state.decode) {
          chunk = Buffer.from(chunk, kind);
          kind = "buffer";
        }
      } else if (ArrayBuffer.isView(chunk)) {
        chunk = bytesFor(chunk);
        kind = "buffer";
      } else throw new TypeFailure("chunk", "of type string or an instance of Buffer, TypedArray, or DataView", chunk);
    }
    let error = null;
    if (state.ending) error = coded(Error, "ERR_STREAM_WRITE_AFTER_END", "write after end");
    else if (stream._life.destroyed) error = coded(Error, "ERR_STREAM_DESTROYED", "Cannot call write after a stream was destroyed");
    if (error !== null) {
      nextTick(() => done?.(error));
      if (!stream._life.destroyed) stream.destroy(error);
      return error;
    }
    state.length += state.objectMode ? 1 : chunk.length;
    const room = state.length < state.mark;
    if (!room) state.needDrain = true;
    state.queue.push({ chunk, encoding: kind, done });
    whenReady(stream, () => advance(stream));
    return room && stream._life.errored === null && !stream._life.destroyed;
  }

  function advance(stream) {
    const state = stream._writable;
    if (state.writing || state.corked > 0 || stream._life.destroyed || !stream._life.constructed) return;
    if (state.queue.length === 0) return finish(stream);
    state.writing = true;
    const many = typeof stream._writev === "function" && state.queue.length > 1;
    const batch = many ? state.queue.splice(0) : [state.queue.shift()];
    let sync = true;
    const after = (error) => {
      state.writing = false;
      for (const { chunk } of batch) state.length -= state.objectMode ? 1 : chunk.length;
      if (error) {
        for (const { done } of batch) done?.(error);
        for (const { done } of state.queue.splice(0)) done?.(error);
        return stream.destroy(error);
      }
      if (state.needDrain && state.length === 0 && !state.ending && !stream._life.destroyed) {
        state.needDrain = false;
        stream.emit("drain");
      }
      for (const { done } of batch) done?.(null);
      return advance(stream);
    };
    let told = false;
    const done = (error = null) => {
      if (told) return stream.destroy(coded(Error, "ERR_MULTIPLE_CALLBACK", "Callback called multiple times"));
      told = true;
      return sync ? nextTick(after, error) : after(error);
    };
    try {
      if (many) stream._writev(batch, done);
      else stream._write(batch[0].chunk, batch[0].encoding, done);
    } catch (error) {
      stream.destroy(error);
    }
    sync = false;
  }

  function finish(stream) {
    const state = stream._writable;
    if (!state.ending || state.finishing || state.writing || state.queue.length > 0 || stream._life.errored !== null) return;
    state.finishing = true;
    const over = (error = null) => {
      if (error) {
        for (const done of state.ended.splice(0)) done(error);
        return stream.destroy(error);
      }
      if (stream._life.destroyed && stream._life.errored !== null) return undefined;
      stream.emit("prefinish");
      return nextTick(() => {
        if (stream._life.errored !== null) return;
        state.finished = true;
        for (const done of state.ended.splice(0)) done();
        stream.emit("finish");
        closeWhenOver(stream);
      });
    };
    if (typeof stream._final !== "function") return over();
    return nextTick(() => {
      try {
        stream._final(over);
      } catch (error) {
        stream.destroy(error);
      }
    });
  }

  const writableMethods = {
    _write(chunk, encoding, done) {
      if (typeof this._writev !== "function") throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _write() method is not implemented");
      this._writev([{ chunk, encoding }], done);
    },
    write(chunk, encoding = undefined, done = undefined) {
      const [kind, told] = typeof encoding === "function" ? [undefined, encoding] : [encoding, done];
      return write(this, chunk, kind, told) === true;
    },
    end(chunk = undefined, encoding = undefined, done = undefined) {
      const values = [chunk, encoding, done];
      const told = values.find((value) => typeof value === "function");
      const state = this._writable;
      if (chunk !== undefined && chunk !== null && typeof chunk !== "function") write(this, chunk, typeof encoding === "string" ? encoding : undefined, undefined);
      state.corked = 0;
      if (told !== undefined) {
        if (state.finished) nextTick(told);
        else if (this._life.destroyed) nextTick(told, coded(Error, "ERR_STREAM_DESTROYED", "Cannot call end after a stream was destroyed"));
        else state.ended.push(told);
      }
      if (!state.ending) {
        state.ending = true;
        whenReady(this, () => advance(this));
      }
      return this;
    },
    cork() { this._writable.corked++; },
    uncork() {
      if (this._writable.corked > 0 && --this._writable.corked === 0) whenReady(this, () => advance(this));
    },
    setDefaultEncoding(encoding) {
      this._writable.encoding = encoding;
      return this;
    },
    get writable() {
      const state = this._writable;
      return !this._life.destroyed && this._life.errored === null && !state.ending && !state.finished;
    },
    get writableEnded() { return this._writable.ending; },
    get writableFinished() { return this._writable.finished; },
    get writableLength() { return this._writable.length; },
    get writableHighWaterMark() { return this._writable.mark; },
    get writableObjectMode() { return this._writable.objectMode; },
    get writableCorked() { return this._writable.corked; },
    get writableNeedDrain() { return this._writable.needDrain && !this._writable.ending; },
    get writableAborted() { return (this._life.destroyed || this._life.errored !== null) && !this._writable.finished; },
  };
  method(Writable, writableMethods);
  method(Writable, lifeMethods);
  Writable.prototype.pipe = function pipe() { this.destroy(coded(Error, "ERR_STREAM_CANNOT_PIPE", "Cannot pipe, not readable")); };

  // ---- both ----

  function Duplex(options = undefined) {
    if (!(this instanceof Duplex)) return new Duplex(options);
    Stream.call(this, options);
    initReadable(this, options);
    initWritable(this, options);
    this.allowHalfOpen = options?.allowHalfOpen !== false;
    common(this, options);
    if (options?.readable === false) Object.assign(this._readable, { ended: true, endEmitted: true });
    if (options?.writable === false) Object.assign(this._writable, { ending: true, finished: true });
    constructed(this);
    return undefined;
  }
  Object.setPrototypeOf(Duplex, Readable);
  Object.setPrototypeOf(Duplex.prototype, Readable.prototype);
  method(Duplex, writableMethods);

  function Transform(options = undefined) {
    if (!(this instanceof Transform)) return new Transform(options);
    Duplex.call(this, { ...options, readableHighWaterMark: options?.readableHighWaterMark });
    this._waiting = null;
    return undefined;
  }
  Object.setPrototypeOf(Transform, Duplex);
  Object.setPrototypeOf(Transform.prototype, Duplex.prototype);
  method(Transform, {
    _transform() { throw coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", "The _transform() method is not implemented"); },
    _write(chunk, encoding, done) {
      this._transform(chunk, encoding, (error = null, value = undefined) => {
        if (error) return done(error);
        if (value !== undefined && value !== null) this.push(value);
        const state = this._readable;
        if (state.ended || state.length < state.mark || state.length === 0) return done();
        this._waiting = done;
        return undefined;
      });
    },
    _final(done) {
      if (typeof this._flush !== "function" || this._life.destroyed) {
        this.push(null);
        return done();
      }
      return this._flush((error = null, value = undefined) => {
        if (error) return done(error);
        if (value !== undefined && value !== null) this.push(value);
        this.push(null);
        return done();
      });
    },
    _read() {
      const go = this._waiting;
      this._waiting = null;
      this._readable.reading = false;
      if (go !== null) go();
    },
  });

  function PassThrough(options = undefined) {
    if (!(this instanceof PassThrough)) return new PassThrough(options);
    Transform.call(this, options);
    return undefined;
  }
  Object.setPrototypeOf(PassThrough, Transform);
  Object.setPrototypeOf(PassThrough.prototype, Transform.prototype);
  method(PassThrough, { _transform(chunk, encoding, done) { done(null, chunk); } });

  // ---- several ----

  const premature = () => coded(Error, "ERR_STREAM_PREMATURE_CLOSE", "Premature close");
  const isNode = (thing) => typeof thing?.on === "function" && (thing._readable !== undefined || thing._writable !== undefined || typeof thing.pipe === "function" || typeof thing.write === "function");

  function finished(stream, options, callback = undefined) {
    const [asked, done] = typeof options === "function" ? [{}, options] : [options ?? {}, callback];
    callable(done, "callback");
    if (typeof stream?.getReader === "function" || typeof stream?.getWriter === "function") throw new TypeFailure("stream", "an instance of Stream", stream);
    const reads = asked.readable !== false && stream._readable !== undefined, writes = asked.writable !== false && stream._writable !== undefined;
    let over = false;
    const tell = (error) => {
      if (over) return;
      over = true;
      stop();
      if (error) done.call(stream, error);
      else done.call(stream);
    };
    const readDone = () => !reads || stream._readable.endEmitted, writeDone = () => !writes || stream._writable.finished;
    const check = () => { if (readDone() && writeDone()) tell(); };
    const failed = (error) => tell(error);
    const closed = () => tell(stream.errored ?? (readDone() && writeDone() ? undefined : premature()));
    const stopped = () => tell(coded(Error, "ABORT_ERR", "The operation was aborted", { name: "AbortError", cause: asked.signal.reason }));
    const stop = () => {
      stream.removeListener("end", check);
      stream.removeListener("finish", check);
      stream.removeListener("error", failed);
      stream.removeListener("close", closed);
      asked.signal?.removeEventListener("abort", stopped);
    };
    stream.on("end", check);
    stream.on("finish", check);
    if (asked.error !== false) stream.on("error", failed);
    stream.on("close", closed);
    if (asked.signal?.aborted) nextTick(stopped);
    else asked.signal?.addEventListener("abort", stopped);
    if (stream.closed) nextTick(closed);
    else if (stream.errored) nextTick(failed, stream.errored);
    else if ((reads || writes) && readDone() && writeDone()) nextTick(check);
    return stop;
  }

  // What a pipeline is given as a stream: functions become what they answer, iterables and the web's streams become streams.
  function staged(stage, before, last) {
    if (typeof stage === "function" && !isNode(stage)) {
      const result = stage(before);
      if (typeof result?.[Symbol.asyncIterator] === "function" || typeof result?.[Symbol.iterator] === "function") return typeof result === "string" ? Readable.from([result]) : Readable.from(result);
      if (last && typeof result?.then === "function") return { promise: result };
      throw coded(TypeError, "ERR_INVALID_RETURN_VALUE", "Expected AsyncIterable to be returned from a stage of the pipeline");
    }
    if (isNode(stage)) return stage;
    if (typeof stage?.getReader === "function") return Readable.fromWeb(stage);
    if (typeof stage?.getWriter === "function") return Writable.fromWeb(stage);
    if (stage?.readable !== undefined && stage?.writable !== undefined) return Duplex.fromWeb(stage);
    return Readable.from(stage);
  }

  function pipeline(...given) {
    const done = given.pop();
    callable(done, "streams[stream.length - 1]");
    const last = given.at(-1);
    const options = typeof last === "object" && last !== null && !isNode(last) && (last.signal !== undefined || "end" in last) && typeof last[Symbol.asyncIterator] !== "function" ? given.pop() : {};
    const stages = given.length === 1 && Array.isArray(given[0]) ? given[0] : given;
    if (stages.length < 2) throw coded(TypeError, "ERR_MISSING_ARGS", 'The "streams" argument must be specified');
    let left = 0, failure = null, value;
    const streams = [];
    const settle = (error) => {
      if (error && (failure === null || failure.code === "ERR_STREAM_PREMATURE_CLOSE")) failure = error;
      if (error) for (const stream of streams) if (!stream.destroyed && !(stream.readableEnded && stream.writableFinished !== false)) stream.destroy(failure);
      if (--left === 0) nextTick(done, failure ?? undefined, value);
    };
    let previous;
    stages.forEach((stage, i) => {
      const stream = staged(stage, previous, i === stages.length - 1);
      left++;
      if (stream.promise !== undefined) {
        stream.promise.then((result) => { value = result; settle(); }, settle);
        return;
      }
      streams.push(stream);
      const reads = i < stages.length - 1, writes = i > 0 && typeof stage !== "function";
      finished(stream, { readable: reads, writable: writes }, settle);
      stream.on("error", () => {});
      if (previous !== undefined && typeof stage !== "function") previous.pipe(stream, { end: options.end });
      previous = stream;
    });
    const stop = () => { for (const stream of streams) stream.destroy(coded(Error, "ABORT_ERR", "The operation was aborted", { name: "AbortError", cause: options.signal.reason })); };
    if (options.signal?.aborted) nextTick(stop);
    else options.signal?.addEventListener("abort", stop);
    return streams.at(-1);
  }

  function addAbortSignal(signal, stream) {
    if (typeof signal !== "object" || signal === null || !("aborted" in signal)) throw new TypeFailure("signal", "an instance of AbortSignal", signal);
    const stop = () => stream.destroy(coded(Error, "ABORT_ERR", "The operation was aborted", { name: "AbortError", cause: signal.reason }));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
    return stream;
  }

  // One stream of what goes in by the first and comes out by the last; `all` end with it, and it with each of them.
  function whole(first, last, all) {
    const source = Readable.prototype[Symbol.asyncIterator].call(last);
    const sides = {
      objectMode: true,
      read() { source.next().then(({ value, done }) => this.push(done ? null : value), (error) => this.destroy(error)); },
      destroy(error, done) {
        for (const stream of all) stream.destroy(error);
        done(error);
      },
    };
    const made = typeof first?.write !== "function" ? new Readable(sides) : new Duplex({
      ...sides,
      write(chunk, encoding, done) { if (first.write(chunk, encoding)) done(); else first.once("drain", done); },
      final(done) { first.end(done); },
    });
    for (const stream of all) stream.on("error", (error) => made.destroy(error));
    return made;
  }

  const isStage = (stage) => typeof stage === "function" && !isNode(stage);

  // A function in front reads what is written to the whole.
  function compose(...stages) {
    const first = isStage(stages[0]) ? new PassThrough({ objectMode: true }) : staged(stages.shift());
    const all = new Set([first]);
    let end = first;
    for (const stage of stages) {
      const next = staged(stage, end);
      if (!isStage(stage)) end.pipe(next);
      all.add(next);
      end = next;
    }
    return whole(first, end, all);
  }

  function duplexPair(options = undefined) {
    const sides = [0, 1].map((i) => new Duplex({
      ...options,
      read() { const go = waiting[i]; waiting[i] = null; go?.(); },
      write(chunk, encoding, done) { waiting[1 - i] = done; if (sides[1 - i].push(chunk)) { waiting[1 - i] = null; done(); } },
      final(done) { sides[1 - i].push(null); done(); },
    }));
    const waiting = [null, null];
    return sides;
  }

  // ---- the web's streams ----

  Readable.fromWeb = function fromWeb(source, options = undefined) {
    const reader = source.getReader();
    return new Readable({
      ...options,
      read() {
        reader.read().then(({ value, done }) => this.push(done ? null : value), (error) => this.destroy(error));
      },
      destroy(error, done) {
        reader.cancel(error ?? undefined).then(() => done(error), () => done(error));
      },
    });
  };

  Readable.toWeb = function toWeb(stream) {
    const { ReadableStream } = kit.part("streams");
    const items = stream[Symbol.asyncIterator]();
    return new ReadableStream({
      async pull(controller) {
        const { value, done } = await items.next();
        if (done) controller.close();
        else controller.enqueue(Buffer.isBuffer(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : value);
      },
      cancel(reason) {
        stream.destroy(reason instanceof Error ? reason : undefined);
      },
    }, { highWaterMark: 0 });
  };

  Writable.fromWeb = function fromWeb(target, options = undefined) {
    const writer = target.getWriter();
    return new Writable({
      ...options,
      write(chunk, encoding, done) { writer.ready.then(() => writer.write(chunk)).then(() => done(), done); },
      final(done) { writer.close().then(() => done(), done); },
      destroy(error, done) {
        const over = () => done(error);
        if (error) writer.abort(error).then(over, over);
        else over();
      },
    });
  };

  Writable.toWeb = function toWeb(stream) {
    const { WritableStream } = kit.part("writable");
    return new WritableStream({
      write: (chunk) => new Promise((resolve, reject) => {
        if (stream.write(chunk, (error) => error && reject(error))) resolve();
        else stream.once("drain", resolve);
      }),
      close: () => new Promise((resolve, reject) => stream.end((error) => (error ? reject(error) : resolve()))),
      abort: (reason) => { stream.destroy(reason instanceof Error ? reason : new Error(String(reason))); },
    });
  };

  Duplex.fromWeb = function fromWeb({ readable, writable }, options = undefined) {
    const writer = writable.getWriter(), reader = readable.getReader();
    return new Duplex({
      ...options,
      read() { reader.read().then(({ value, done }) => this.push(done ? null : value), (error) => this.destroy(error)); },
      write(chunk, encoding, done) { writer.ready.then(() => writer.write(chunk)).then(() => done(), done); },
      final(done) { writer.close().then(() => done(), done); },
    });
  };
  Duplex.toWeb = (stream) => ({ readable: Readable.toWeb(stream), writable: Writable.toWeb(stream) });
  Duplex.from = function from(source) {
    if (typeof source?.getReader === "function") return Readable.fromWeb(source);
    if (source?.readable !== undefined && typeof source.readable?.getReader === "function") return Duplex.fromWeb(source);
    if (isNode(source)) return source;
    if (isStage(source)) return compose(source);
    if (typeof source?.then === "function") return Readable.from((async function* once() { yield await source; })());
    if (source?.readable !== undefined || source?.writable !== undefined) {
      const { readable, writable } = source;
      if (readable === undefined) return writable;
      return whole(writable, readable, new Set([readable, ...(writable === undefined ? [] : [writable])]));
    }
    return Readable.from(source);
  };

  Object.defineProperty(Stream, "promises", { __proto__: null, configurable: true, enumerable: true, get: () => kit.node("stream/promises") });
  return Object.assign(Stream, {
    Stream, Readable, Writable, Duplex, Transform, PassThrough, pipeline, finished, addAbortSignal, compose, duplexPair,
    destroy: (stream, error) => stream.destroy(error),
    isDestroyed: (stream) => stream.destroyed, isDisturbed: (stream) => Boolean(stream._readable?.disturbed), isErrored: (stream) => Boolean(stream.errored),
    isReadable: (stream) => Boolean(stream.readable), isWritable: (stream) => Boolean(stream.writable),
    getDefaultHighWaterMark: (objectMode) => (objectMode ? highWaterMarks.objects : highWaterMarks.bytes),
    setDefaultHighWaterMark(objectMode, value) { highWaterMarks[objectMode ? "objects" : "bytes"] = value; },
  });
}
