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

  // Each event has it as its own, so that no class can say otherwise.
  const TRUSTED = {
    __proto__: null, get: Object.getOwnPropertyDescriptor({ get isTrusted() { return stateOf(this).trusted; } }, "isTrusted").get,
    enumerable: true, configurable: false,
  };

  function prevent(state) {
    if (state.cancelable && !state.passive) state.prevented = true;
  }

  class Event {
    constructor(type, init = undefined) {
      if (arguments.length === 0) throw new TypeError("An event needs a type");
      const { bubbles, cancelable, composed } = init ?? {};
      this[STATE] = {
        type: `${type}`, bubbles: Boolean(bubbles), cancelable: Boolean(cancelable), composed: Boolean(composed), target: null,
        prevented: false, stopped: false, stoppedNow: false, passive: false, trusted: false, phase: 0, time: host.performanceNow(), detail: null,
      };
      Object.defineProperty(this, "isTrusted", TRUSTED);
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
    set returnValue(value) { if (!value) prevent(stateOf(this)); }
    get cancelBubble() { return stateOf(this).stopped; }
    set cancelBubble(value) { if (value) stateOf(this).stopped = true; }
    get timeStamp() { return stateOf(this).time; }
    composedPath() { const s = stateOf(this); return s.phase === 0 ? [] : [s.target]; }
    preventDefault() { prevent(stateOf(this)); }
    stopPropagation() { stateOf(this).stopped = true; }
    initEvent(type, bubbles = false, cancelable = false) {
      if (arguments.length < 1) throw kit.few("initEvent", 1);
      const s = stateOf(this);
      if (s.phase !== 0) return;
      s.type = `${type}`;
      s.bubbles = Boolean(bubbles);
      s.cancelable = Boolean(cancelable);
      s.target = null;
      s.prevented = s.stopped = s.stoppedNow = s.trusted = false;
    }
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

  function optionsOf(options) {
    if (typeof options === "boolean" || options === undefined || options === null) {
      return { capture: options === true, once: false, passive: false, signal: undefined };
    }
    if (typeof options !== "object" && typeof options !== "function") return { capture: Boolean(options), once: false, passive: false, signal: undefined };
    const { capture, once, passive, signal } = options;
    return { capture, once, passive, signal };
  }

  // The attribute on… of a type of event: a listener that stands where it was first set, and may be another one later.
  function attribute(target, type) {
    const name = `on${type}`;
    const property = {
      get [name]() { return stateOf(this).handlers?.[type] ?? null; },
      set [name](value) {
        const state = stateOf(this);
        if (state.handlers === null) state.handlers = { __proto__: null };
        if (state.handlers[type] === undefined) {
          this.addEventListener(type, (event) => {
            const handler = state.handlers[type];
            if (typeof handler === "function" && kit.apply(handler, this, [event]) === false) event.preventDefault();
          });
        }
        state.handlers[type] = typeof value === "function" || (typeof value === "object" && value !== null) ? value : null;
      },
    };
    const { get, set } = Object.getOwnPropertyDescriptor(property, name);
    Object.defineProperty(target.prototype, name, { __proto__: null, get, set, enumerable: false, configurable: true });
  }

  class EventTarget {
    constructor() {
      this[STATE] = {
        listeners: [], handlers: null, aborted: false, reason: undefined, onAbort: [], order: 0, sources: null, dependents: [], followed: false,
      };
    }
    addEventListener(type, callback, options = undefined) {
      if (arguments.length < 2) throw kit.few("addEventListener", 2);
      const state = stateOf(this), { listeners } = state;
      if (callback !== null && callback !== undefined && typeof callback !== "function" && typeof callback !== "object") {
        throw new TypeError("A listener is a function or an object");
      }
      const { capture, once, passive, signal } = optionsOf(options);
      if (signal !== undefined && !isSignal(signal)) throw new TypeError("signal must be an AbortSignal");
      if (callback === null || callback === undefined) return;
      if (signal?.aborted) return;
      const name = `${type}`, captures = Boolean(capture);
      if (listeners.some((l) => l.type === name && l.callback === callback && l.capture === captures)) return;
      if (listeners.length >= MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} listeners`);
      listeners.push({ type: name, callback, capture: captures, once: Boolean(once), passive: Boolean(passive), removed: false });
      if (signal !== undefined) onAbort(signal, () => this.removeEventListener(name, callback, captures));
      if (name === "abort" && state.sources !== null) follow(this);
    }
    removeEventListener(type, callback, options = undefined) {
      if (arguments.length < 2) throw kit.few("removeEventListener", 2);
      const { listeners } = stateOf(this);
      const capture = typeof options === "object" && options !== null ? Boolean(options.capture) : Boolean(options);
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
    get aborted() { return look(this).aborted; }
    get reason() { return look(this).reason; }
    throwIfAborted() {
      const { aborted, reason } = look(this);
      if (aborted) throw reason;
    }
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
      if (first === undefined) signal[STATE].sources = sourcesOf(all);
      else abort(signal, first.reason);
      return signal;
    }
  }
  attribute(AbortSignal, "abort");

  let making = false;

  function newSignal() {
    making = true;
    try {
      const signal = new AbortSignal();
      signal[STATE].order = ++lastOrder;
      return signal;
    } finally {
      making = false;
    }
  }

  function isSignal(value) {
    return typeof value === "object" && value !== null && value[STATE] !== undefined && value[STATE].onAbort !== undefined && value instanceof AbortSignal;
  }

  let lastOrder = 0;

  function abort(signal, reason) {
    if (signal[STATE].aborted) return;
    const followers = signal[STATE].dependents.filter((one) => !look(one).aborted).sort((a, b) => a[STATE].order - b[STATE].order);
    const all = [signal, ...followers];
    for (const one of all) adopt(one[STATE], reason);
    for (const one of all) told(one);
  }

  function adopt(state, reason) {
    state.aborted = true;
    state.reason = reason;
    state.order = ++lastOrder;
    state.sources = null;
    state.dependents = [];
  }

  function told(signal) {
    for (const action of signal[STATE].onAbort.splice(0)) kit.run(action);
    const event = new Event("abort");
    event[STATE].trusted = true;
    signal.dispatchEvent(event);
  }

  // ---- signals of signals: they know those that follow no others, which know only of the ones that somebody listens to ----

  function sourcesOf(signals) {
    const sources = new Set();
    for (const signal of signals) for (const source of signal[STATE].sources ?? [signal]) sources.add(source);
    if (sources.size > MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} signals`);
    return [...sources];
  }

  // The state of a signal. Of one that nobody listens to, what has become of it is only seen here: the first source that was aborted says.
  function look(signal) {
    const state = stateOf(signal);
    if (state.sources === null || state.followed) return state;
    let first = null;
    for (const source of state.sources) {
      const { aborted, order } = source[STATE];
      if (aborted && (first === null || order < first.order)) first = source[STATE];
    }
    if (first !== null) adopt(state, first.reason);
    return state;
  }

  // From now on all sources tell the signal.
  function follow(signal) {
    const state = look(signal);
    if (state.sources === null || state.followed) return;
    for (const source of state.sources) {
      if (source[STATE].dependents.length >= MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} dependent signals`);
    }
    state.followed = true;
    for (const source of state.sources) source[STATE].dependents.push(signal);
  }

  function onAbort(signal, action) {
    if (signal[STATE].onAbort.length >= MOST_LISTENERS) throw new RangeError(`More than ${MOST_LISTENERS} listeners`);
    signal[STATE].onAbort.push(action);
    if (signal[STATE].sources !== null) follow(signal);
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

  return { TRUSTED, Event, CustomEvent, EventTarget, AbortSignal, AbortController, attribute, newSignal, isSignal, abort, onAbort, forget };
}
