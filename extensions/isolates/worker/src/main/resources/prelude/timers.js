// Timers and microtasks; and navigator, which is as small.
(kit) => {
  "use strict";
  const { host, apply } = kit;
  const LONGEST = 2147483647;
  const MOST = 10000;
  const running = { __proto__: null };
  let count = 0;
  let last = 0;

  function delayOf(ms) {
    const delay = Math.trunc(Number(ms));
    return delay >= 0 && delay <= LONGEST ? delay : 0;
  }

  function begin(callback, ms, values, again) {
    if (typeof callback !== "function") throw new TypeError("A timer needs a function");
    if (++count > MOST) {
      count--;
      throw new RangeError(`More than ${MOST} timers at a time`);
    }
    const id = ++last;
    const call = kit.bind === null ? callback : kit.bind(callback);
    const delay = again ? Math.max(1, delayOf(ms)) : delayOf(ms);
    const fire = () => {
      if (again) running[id] = host.setTimer(delay, fire);
      else forget(id);
      kit.run(() => apply(call, globalThis, values));
    };
    running[id] = host.setTimer(delay, fire);
    return id;
  }

  function forget(id) {
    if (running[id] === undefined) return;
    running[id] = undefined;
    delete running[id];
    count--;
  }

  function clear(id) {
    const key = typeof id === "symbol" ? NaN : Number(id);
    const timer = running[key];
    if (timer === undefined) return;
    host.clearTimer(timer);
    forget(key);
  }

  const navigator = { userAgent: "Mayfly", language: "en", languages: Object.freeze(["en"]), hardwareConcurrency: 1, onLine: true };
  Object.defineProperty(navigator, Symbol.toStringTag, { __proto__: null, value: "Navigator", configurable: true });
  Object.freeze(navigator);

  return {
    navigator,
    setTimeout(callback, ms = 0, ...values) { return begin(callback, ms, values, false); },
    setInterval(callback, ms = 0, ...values) { return begin(callback, ms, values, true); },
    clearTimeout: (id) => clear(id),
    clearInterval: (id) => clear(id),
    queueMicrotask(callback) {
      if (typeof callback !== "function") throw new TypeError("queueMicrotask takes a function");
      Promise.resolve().then(() => kit.run(callback));
    },
    scheduler: {
      wait(ms, options = undefined) {
        if (arguments.length < 1) return Promise.reject(kit.few("scheduler.wait", 1));
        return new Promise((resolve, reject) => {
          const signal = options?.signal;
          if (signal?.aborted) return reject(signal.reason);
          const stopped = () => {
            clear(id);
            reject(signal.reason);
          };
          const id = begin(() => {
            signal?.removeEventListener("abort", stopped);
            resolve();
          }, ms, [], false);
          return signal?.addEventListener("abort", stopped, { once: true });
        });
      },
    },
    after: (ms, action) => host.setTimer(Math.min(ms, LONGEST), action),
  };
}
