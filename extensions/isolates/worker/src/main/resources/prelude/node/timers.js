// node:timers: those of the platform, and setImmediate.
//= setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, promises
(kit) => {
  "use strict";
  const { setTimeout, clearTimeout, setInterval, clearInterval } = kit.part("timers");
  const { callable } = kit.part("node/errors");

  function setImmediate(callback, ...parameters) {
    callable(callback, "callback");
    return setTimeout(callback, 0, ...parameters);
  }

  return {
    setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate: clearTimeout,
    get promises() { return kit.node("timers/promises"); },
  };
}
