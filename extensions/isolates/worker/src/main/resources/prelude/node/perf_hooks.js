// node:perf_hooks
//= performance, Performance, PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceObserver, PerformanceObserverEntryList
//= PerformanceResourceTiming, constants, monitorEventLoopDelay, createHistogram
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const absent = (what) => function missing() { throw unavailable(`perf_hooks.${what}`, "the platform measures functions; see their traces"); };
  return {
    get performance() { return globalThis.performance; },
    Performance: kit.part("performance").Performance, PerformanceEntry: absent("PerformanceEntry"), PerformanceMark: absent("PerformanceMark"),
    PerformanceMeasure: absent("PerformanceMeasure"), PerformanceObserverEntryList: absent("PerformanceObserverEntryList"),
    PerformanceResourceTiming: absent("PerformanceResourceTiming"),
    PerformanceObserver: class PerformanceObserver { observe() {} disconnect() {} takeRecords() { return []; } },
    constants: {}, monitorEventLoopDelay: absent("monitorEventLoopDelay"), createHistogram: absent("createHistogram"),
  };
}
