// node:perf_hooks
//= performance, PerformanceObserver, constants, monitorEventLoopDelay, createHistogram
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const absent = (what) => function missing() { throw unavailable(`perf_hooks.${what}`, "the platform measures functions; see their traces"); };
  return {
    get performance() { return globalThis.performance; },
    PerformanceObserver: class PerformanceObserver { observe() {} disconnect() {} takeRecords() { return []; } },
    constants: {}, monitorEventLoopDelay: absent("monitorEventLoopDelay"), createHistogram: absent("createHistogram"),
  };
}
