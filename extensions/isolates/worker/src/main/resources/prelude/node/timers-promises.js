// node:timers/promises
//= setTimeout, setImmediate, setInterval, scheduler
(kit) => {
  "use strict";
  const timers = kit.part("timers");
  const { coded } = kit.part("node/errors");
  const aborted = (signal) => coded(Error, "ABORT_ERR", "The operation was aborted", { name: "AbortError", cause: signal.reason });

  function after(ms, value, { signal } = {}) {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(aborted(signal));
      const stopped = () => {
        timers.clearTimeout(id);
        reject(aborted(signal));
      };
      const id = timers.setTimeout(() => {
        signal?.removeEventListener("abort", stopped);
        resolve(value);
      }, ms);
      return signal?.addEventListener("abort", stopped, { once: true });
    });
  }

  return {
    setTimeout: (ms = 1, value = undefined, options = undefined) => after(ms, value, options),
    setImmediate: (value = undefined, options = undefined) => after(0, value, options),
    async *setInterval(ms = 1, value = undefined, options = undefined) {
      for (;;) yield await after(ms, value, options);
    },
    scheduler: { wait: (ms, options = undefined) => after(ms, undefined, options), yield: () => after(0) },
  };
}
