// node:timers, and the globals of these names: those of the platform with objects in the place of numbers, and setImmediate.
//= setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises
(kit) => {
  "use strict";
  const timers = kit.part("timers");
  const { callable } = kit.part("node/errors");
  const PROMISIFY = Symbol.for("nodejs.util.promisify.custom");

  // Nothing waits for a timer that the answer does not wait for, so ref and unref only tell what was said.
  class Timeout {
    constructor(begin) {
      this._begin = begin;
      this._id = begin();
      this._held = true;
    }
    ref() {
      this._held = true;
      return this;
    }
    unref() {
      this._held = false;
      return this;
    }
    hasRef() { return this._held; }
    refresh() {
      timers.clearTimeout(this._id);
      this._id = this._begin();
      return this;
    }
    close() {
      timers.clearTimeout(this._id);
      return this;
    }
    [Symbol.toPrimitive]() { return this._id; }
    [Symbol.dispose]() { this.close(); }
  }

  class Immediate extends Timeout {}

  function begin(Kind, make, callback, ms, values) {
    callable(callback, "callback");
    return new Kind(() => make(callback, ms, ...values));
  }

  function setTimeout(callback, ms = 1, ...values) { return begin(Timeout, timers.setTimeout, callback, ms, values); }
  function setInterval(callback, ms = 1, ...values) { return begin(Timeout, timers.setInterval, callback, ms, values); }
  function setImmediate(callback, ...values) { return begin(Immediate, timers.setTimeout, callback, 0, values); }
  for (const call of [setTimeout, setImmediate]) {
    Object.defineProperty(call, PROMISIFY, { __proto__: null, get: () => kit.node("timers/promises")[call.name], enumerable: true, configurable: true });
  }

  const clear = (timer) => timers.clearTimeout(timer);
  return {
    setTimeout, clearTimeout: clear, setInterval, clearInterval: clear, setImmediate, clearImmediate: clear,
    get promises() { return kit.node("timers/promises"); },
  };
}
