// Events and abort signals.
(kit) => {
  "use strict";
  const { STATE, host, part } = kit;
  const MOST_LISTENERS = 10000;

  function stateOf(object) {
    const state = object[STATE];
    if (state === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  class Event {
    constructor(type, init = undefined) {
      if (arguments.length === 0) throw new TypeError("An event needs a type");
      const { bubbles, cancelable, composed } = init ?? {};
      this[STATE] = {
        type: `${type}`, bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), composed: Boolean(composed), target: null,
        prevented: false, stopped: false, stoppedNow: false, passive: false, trusted: false, phase: 0, time: host.performanceNow(), detail: null,
      };
    }
    get type() { return stateOf(this).type; }
    get bubbles() { return stateOf(this).bubbles; }
    get cancelable() { return stateOf(this).cancelable; }
    get composed() { return stateOf(this).composed; }
    get target() { return stateOf(this).target; }
    get srcElement() { return stateOf(this).target; }
    get currentTarget() { const s = stateOf(this); return s.phase === 0 ? null : s.target; }
    get eventPhase() { return stateOf(this).phase; }
    get defaultPrevented() { return stateOf(this).prevented; }
    get returnValue() { return !stateOf(this).prevented; }
    get cancelBubble() { return stateOf(this).stopped; }
    set cancelBubble(value) { if (value) stateOf(this).stopped = true; }
    get isTrusted() { return stateOf(this).trusted; }
    get timeStamp() { return stateOf(this).time; }
    composedPath() { const s = stateOf(this); return s.phase === 0 ? [] : [s.target]; }
    preventDefault() { const s = stateOf(this); if (s.cancelable && !s.passive) s.prevented = true; }
    stopPropagation() { stateOf(this).stopped = true; }
    stopImmediatePropagation() { const s = stateOf(this); s.stopped = s.stoppedNow = true; }
    get [Symbol.toStringTag]() { return "Event"; }
  }
  ["NONE", "CAPTURING_PHASE", "AT_TARGET", "BUBBLING_PHASE"].forEach((name, value) => {
    Object.defineProperty(Event, name, { __proto__: null, value, enumerable: true });
    Object.defineProperty(Event.prototype, name, { __proto__: null, value, enumerable: true });
  });

  class CustomEvent extends Event {
    constructor(type, init = undefined) {
      if (arguments.length < 1) throw kit.few("CustomEvent", 1);
      super(type, init);
      this[STATE].detail = init?.detail ?? null;
    }
    get detail() { return stateOf(this).detail; }
    get [Symbol.toStringTag]() { return "CustomEvent"; }
  }

  class EventTarget {
    constructor() {
      this[STATE] = { listeners: [], handler: null, aborted: false, reason: undefined, onAbort: [], sources: null, dependents: [], timer: 0 };
    }
    addEventListener(type, callback, options = undefined) {
      if (arguments.length < 2) throw kit.few("addEventListener", 2);
      const { listeners } = stateOf(this);
      if (callback !== null && callback !== undefined && typeof callback !== "function" && typeof callback !== "object") {
        throw new TypeError("A listener is a function or an object");
      }
      const capture = typeof options === "boolean" ? options : Boolean(options?.capture);
      const signal = options?.signal;
      if (signal !== undefined && !isSignal(signal)) throw new TypeError("signal must be an AbortSignal");
      if (callback === null || callback === undefined) return;
      if (signal?.aborted) return;
      const name = `${type}`;
      if (listeners.some((l) => l.type === name && l.callback === callback && l.capture === capture)) return;
      if (listeners.length >= MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} listeners`);
      listeners.push({ type: name, callback, capture, once: Boolean(options?.once), passive: Boolean(options?.passive), removed: false });
      if (signal !== undefined) onAbort(signal, () => this.removeEventListener(name, callback, capture));
    }
    removeEventListener(type, callback, options = undefined) {
      if (arguments.length < 2) throw kit.few("removeEventListener", 2);
      const { listeners } = stateOf(this);
      const capture = typeof options === "boolean" ? options : Boolean(options?.capture);
      const at = listeners.findIndex((l) => l.type === `${type}` && l.callback === callback && l.capture === capture);
      if (at < 0) return;
      listeners[at].removed = true;
      listeners.splice(at, 1);
    }
    dispatchEvent(event) {
      const state = typeof event === "object" && event !== null ? event[STATE] : undefined;
      if (state === undefined || state.phase === undefined) throw new TypeError("dispatchEvent takes an Event");
      if (state.phase !== 0) throw kit.fail("InvalidStateError", "The event is already being dispatched");
      state.target = this;
      state.phase = 2;
      for (const listener of [...stateOf(this).listeners]) {
        if (listener.removed || listener.type !== state.type) continue;
        if (listener.once) this.removeEventListener(listener.type, listener.callback, listener.capture);
        state.passive = listener.passive;
        kit.run(() => {
          if (typeof listener.callback === "function") listener.callback.call(this, event);
          else listener.callback.handleEvent(event);
        });
        state.passive = false;
        if (state.stoppedNow) break;
      }
      state.phase = 0;
      state.stopped = state.stoppedNow = false;
      return !state.prevented;
    }
    get [Symbol.toStringTag]() { return "EventTarget"; }
  }

  class AbortSignal extends EventTarget {
    constructor() {
      super();
      if (!making) throw new TypeError("Illegal constructor");
    }
    get aborted() { return stateOf(this).aborted; }
    get reason() { return stateOf(this).reason; }
    get onabort() { return stateOf(this).handler; }
    set onabort(value) {
      const state = stateOf(this);
      if (state.handler === null) this.addEventListener("abort", (event) => { if (state.handler !== null) state.handler.call(this, event); });
      state.handler = typeof value === "function" ? value : null;
    }
    throwIfAborted() { if (stateOf(this).aborted) throw stateOf(this).reason; }
    get [Symbol.toStringTag]() { return "AbortSignal"; }
    static abort(reason = kit.fail("AbortError", "The operation was aborted")) {
      const signal = newSignal();
      abort(signal, reason);
      return signal;
    }
    static timeout(ms) {
      const delay = Number(ms);
      if (!(delay >= 0 && delay <= Number.MAX_SAFE_INTEGER)) throw new TypeError("A timeout is a number of milliseconds");
      const signal = newSignal();
      part("timers").after(delay, () => abort(signal, kit.fail("TimeoutError", "The operation timed out")));
      return signal;
    }
    static any(signals) {
      const all = [...signals];
      if (!all.every(isSignal)) throw new TypeError("AbortSignal.any takes AbortSignals");
      const signal = newSignal();
      const first = all.find((s) => s.aborted);
      signal[STATE].sources = new Set();
      if (first === undefined) for (const one of all) depend(signal, one);
      else abort(signal, first.reason);
      return signal;
    }
  }

  let making = false;

  function newSignal() {
    making = true;
    try {
      return new AbortSignal();
    } finally {
      making = false;
    }
  }

  function isSignal(value) {
    return typeof value === "object" && value !== null && value[STATE] !== undefined && value[STATE].onAbort !== undefined && value instanceof AbortSignal;
  }

  function abort(signal, reason) {
    if (signal[STATE].aborted) return;
    const all = [signal, ...signal[STATE].dependents.filter((one) => !one[STATE].aborted)];
    for (const one of all) {
      one[STATE].aborted = true;
      one[STATE].reason = reason;
      one[STATE].dependents = [];
    }
    for (const one of all) told(one);
  }

  function told(signal) {
    for (const action of signal[STATE].onAbort.splice(0)) kit.run(action);
    const event = new Event("abort");
    event[STATE].trusted = true;
    signal.dispatchEvent(event);
  }

  // A signal of signals follows those that follow no others: all of them know that they are aborted before any of them is told.
  function depend(signal, on) {
    for (const source of on[STATE].sources ?? [on]) {
      if (signal[STATE].sources.has(source)) continue;
      if (source[STATE].dependents.length >= MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} dependent signals`);
      signal[STATE].sources.add(source);
      source[STATE].dependents.push(signal);
    }
  }

  function onAbort(signal, action) {
    if (signal[STATE].onAbort.length >= MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} listeners`);
    signal[STATE].onAbort.push(action);
  }

  function forget(signal, action) {
    const actions = signal[STATE].onAbort;
    const at = actions.indexOf(action);
    if (at >= 0) actions.splice(at, 1);
  }

  class AbortController {
    constructor() { this[STATE] = { signal: newSignal() }; }
    get signal() { return stateOf(this).signal; }
    abort(reason = kit.fail("AbortError", "The operation was aborted")) { abort(stateOf(this).signal, reason); }
    get [Symbol.toStringTag]() { return "AbortController"; }
  }

  return { Event, CustomEvent, EventTarget, AbortSignal, AbortController, newSignal, isSignal, abort, onAbort, forget };
}
