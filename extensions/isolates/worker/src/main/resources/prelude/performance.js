// performance: the clock of the invocation.
(kit) => {
  "use strict";
  const { host, part } = kit;
  const { EventTarget } = part("events");
  let making = false;

  class Performance extends EventTarget {
    constructor() {
      if (!making) throw new TypeError("Illegal constructor");
      super();
    }
    get timeOrigin() { return host.now() - host.performanceNow(); }
    now() { return host.performanceNow(); }
    toJSON() { return { timeOrigin: host.now() - host.performanceNow() }; }
    get [Symbol.toStringTag]() { return "Performance"; }
  }

  making = true;
  const performance = new Performance();
  making = false;

  return { Performance, performance };
}
