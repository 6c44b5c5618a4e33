// node:events
//= EventEmitter, once, on, getEventListeners, getMaxListeners, setMaxListeners, listenerCount, addAbortListener, errorMonitor, captureRejectionSymbol, captureRejections, defaultMaxListeners, usingDomains, EventEmitterAsyncResource
(kit) => {
  "use strict";
  const { coded, callable, RangeFailure } = kit.part("node/errors");
  const MONITOR = Symbol("events.errorMonitor"), REJECTION = Symbol.for("nodejs.rejection");
  const DEFAULT_MAX = 10;

  // As a function and not as a class: old packages call it on objects that inherit from its prototype.
  function EventEmitter(options = undefined) { EventEmitter.init.call(this, options); }

  EventEmitter.init = function init(options) {
    if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
      this._events = { __proto__: null };
      this._eventsCount = 0;
    }
    this._maxListeners ??= undefined;
    if (options?.captureRejections) this[CAPTURES] = true;
  };
  const CAPTURES = Symbol("kCapture");

  function listenersOf(emitter, name) {
    const known = emitter._events?.[name];
    return known === undefined ? [] : typeof known === "function" ? [known] : known;
  }

  function add(emitter, name, listener, first) {
    callable(listener, "listener");
    if (emitter._events === undefined) EventEmitter.init.call(emitter);
    if (emitter._events.newListener !== undefined) emitter.emit("newListener", name, listener.listener ?? listener);
    const known = listenersOf(emitter, name);
    const all = first ? [listener, ...known] : [...known, listener];
    if (known.length === 0) emitter._eventsCount++;
    emitter._events[name] = all;
    const most = emitter.getMaxListeners();
    if (most > 0 && all.length === most + 1) {
      kit.part("console").console.warn(`MaxListenersExceededWarning: Possible EventEmitter memory leak detected. ${all.length} ${String(name)} listeners added. Use emitter.setMaxListeners() to increase limit`);
    }
    return emitter;
  }

  function onceOnly(emitter, name, listener) {
    callable(listener, "listener");
    let fired = false;
    function wrapper(...values) {
      if (fired) return undefined;
      fired = true;
      emitter.removeListener(name, wrapper);
      return listener.apply(emitter, values);
    }
    wrapper.listener = listener;
    return wrapper;
  }

  function unheard(values) {
    const [error] = values;
    if (error instanceof Error) return error;
    let shown;
    try {
      shown = kit.part("inspect").inspect(error);
    } catch {
      shown = String(error);
    }
    return coded(Error, "ERR_UNHANDLED_ERROR", `Unhandled error. (${shown})`, { context: error });
  }

  const methods = {
    on(name, listener) { return add(this, name, listener, false); },
    prependListener(name, listener) { return add(this, name, listener, true); },
    once(name, listener) { return this.on(name, onceOnly(this, name, listener)); },
    prependOnceListener(name, listener) { return this.prependListener(name, onceOnly(this, name, listener)); },
    emit(name, ...values) {
      if (name === "error") {
        for (const listener of listenersOf(this, MONITOR).slice()) listener.apply(this, values);
        if (listenersOf(this, "error").length === 0) throw unheard(values);
      }
      const listeners = listenersOf(this, name).slice();
      for (const listener of listeners) {
        const result = listener.apply(this, values);
        if (this[CAPTURES] && result !== undefined && result !== null && typeof result.then === "function") captured(this, result, name, values);
      }
      return listeners.length > 0;
    },
    removeListener(name, listener) {
      callable(listener, "listener");
      const known = listenersOf(this, name);
      const at = known.findLastIndex((one) => one === listener || one.listener === listener);
      if (at < 0) return this;
      const [gone] = known.slice(at, at + 1);
      const left = known.toSpliced(at, 1);
      if (left.length > 0) this._events[name] = left;
      else {
        delete this._events[name];
        this._eventsCount--;
      }
      if (this._events.removeListener !== undefined) this.emit("removeListener", name, gone.listener ?? gone);
      return this;
    },
    removeAllListeners(name = undefined) {
      if (this._events === undefined) return this;
      const names = arguments.length === 0 ? Reflect.ownKeys(this._events).filter((one) => one !== "removeListener") : [name];
      for (const one of names) for (const listener of listenersOf(this, one).toReversed()) this.removeListener(one, listener);
      if (arguments.length === 0) {
        this._events = { __proto__: null };
        this._eventsCount = 0;
      }
      return this;
    },
    listeners(name) { return listenersOf(this, name).map((listener) => listener.listener ?? listener); },
    rawListeners(name) { return listenersOf(this, name).slice(); },
    listenerCount(name, listener = undefined) {
      const all = listenersOf(this, name);
      return listener === undefined ? all.length : all.filter((one) => one === listener || one.listener === listener).length;
    },
    eventNames() { return this._events === undefined ? [] : Reflect.ownKeys(this._events); },
    setMaxListeners(most) {
      if (typeof most !== "number" || !(most >= 0)) throw new RangeFailure("n", "a non-negative number", most);
      this._maxListeners = most;
      return this;
    },
    getMaxListeners() { return this._maxListeners ?? EventEmitter.defaultMaxListeners; },
  };
  methods.addListener = methods.on;
  methods.off = methods.removeListener;
  Object.assign(EventEmitter.prototype, methods, { _events: undefined, _eventsCount: 0, _maxListeners: undefined });

  function captured(emitter, promise, name, values) {
    promise.then(undefined, (error) => {
      if (typeof emitter[REJECTION] === "function") emitter[REJECTION](error, name, ...values);
      else emitter.emit("error", error);
    });
  }

  const isTarget = (thing) => typeof thing?.addEventListener === "function" && typeof thing.on !== "function";

  function listen(thing, name, listener, once) {
    if (isTarget(thing)) thing.addEventListener(name, listener, { once });
    else thing[once ? "once" : "on"](name, listener);
  }

  function unlisten(thing, name, listener) {
    if (isTarget(thing)) thing.removeEventListener(name, listener);
    else thing.removeListener(name, listener);
  }

  const aborted = (signal) => coded(Error, "ABORT_ERR", "The operation was aborted", { name: "AbortError", cause: signal.reason });

  function once(emitter, name, options = undefined) {
    const signal = options?.signal;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted(signal));
      const done = (settle, value) => {
        unlisten(emitter, name, heard);
        if (name !== "error" && !isTarget(emitter)) emitter.removeListener("error", failed);
        signal?.removeEventListener("abort", stopped);
        settle(value);
      };
      const heard = (...values) => done(resolve, values);
      const failed = (error) => done(reject, error);
      const stopped = () => done(reject, aborted(signal));
      listen(emitter, name, heard, true);
      if (name !== "error" && !isTarget(emitter)) emitter.once("error", failed);
      return signal?.addEventListener("abort", stopped);
    });
  }

  // Events as an async iterator. What nobody has taken yet waits in line; the line has an end.
  function on(emitter, name, options = undefined) {
    const MOST = 100000;
    const { signal } = options ?? {};
    const events = [], takers = [];
    let failure = null, over = false;
    if (signal?.aborted) throw aborted(signal);
    const heard = (...values) => {
      if (takers.length > 0) takers.shift().resolve({ value: values, done: false });
      else if (events.push(values) > MOST) failed(coded(RangeError, "ERR_OUT_OF_RANGE", `More than ${MOST} events wait to be taken`));
    };
    const failed = (error) => {
      if (takers.length > 0) takers.shift().reject(error);
      else failure = { error };
      end();
    };
    const stopped = () => failed(aborted(signal));
    const end = () => {
      over = true;
      unlisten(emitter, name, heard);
      if (!isTarget(emitter)) emitter.removeListener("error", failed);
      for (const event of options?.close ?? []) unlisten(emitter, event, end);
      signal?.removeEventListener("abort", stopped);
      for (const taker of takers.splice(0)) taker.resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    };
    listen(emitter, name, heard, false);
    if (name !== "error" && !isTarget(emitter)) emitter.on("error", failed);
    for (const event of options?.close ?? []) listen(emitter, event, end, true);
    signal?.addEventListener("abort", stopped);
    return {
      next() {
        if (events.length > 0) return Promise.resolve({ value: events.shift(), done: false });
        if (failure !== null) {
          const { error } = failure;
          failure = null;
          return Promise.reject(error);
        }
        if (over) return Promise.resolve({ value: undefined, done: true });
        return new Promise((resolve, reject) => takers.push({ resolve, reject }));
      },
      return: end,
      throw(error) { failed(error); return Promise.resolve({ value: undefined, done: true }); },
      [Symbol.asyncIterator]() { return this; },
    };
  }

  function addAbortListener(signal, listener) {
    callable(listener, "listener");
    if (signal.aborted) queueMicrotask(() => listener());
    else signal.addEventListener("abort", listener, { once: true });
    return { [Symbol.dispose ?? Symbol.for("dispose")]() { signal.removeEventListener("abort", listener); } };
  }

  class EventEmitterAsyncResource extends EventEmitter {
    constructor(options = undefined) {
      super(options);
      const { AsyncResource } = kit.node("async_hooks");
      this.asyncResource = new AsyncResource(options?.name ?? new.target.name);
    }
    emit(name, ...values) { return this.asyncResource.runInAsyncScope(super.emit, this, name, ...values); }
  }

  return Object.assign(EventEmitter, {
    EventEmitter, once, on, addAbortListener, EventEmitterAsyncResource,
    errorMonitor: MONITOR, captureRejectionSymbol: REJECTION, captureRejections: false, defaultMaxListeners: DEFAULT_MAX, usingDomains: false,
    getEventListeners: (emitter, name) => (typeof emitter.listeners === "function" ? emitter.listeners(name) : []),
    getMaxListeners: (emitter) => (typeof emitter.getMaxListeners === "function" ? emitter.getMaxListeners() : 0),
    setMaxListeners(most = DEFAULT_MAX, ...emitters) {
      if (emitters.length === 0) EventEmitter.defaultMaxListeners = most;
      for (const emitter of emitters) emitter.setMaxListeners?.(most);
    },
    listenerCount: (emitter, name) => emitter.listenerCount(name),
  });
}
