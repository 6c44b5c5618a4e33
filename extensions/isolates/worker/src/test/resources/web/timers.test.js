({
  async "fire in order with their arguments"() {
    const log = [];
    setTimeout((a, b) => log.push(a + b), 20, "x", "y");
    setTimeout(() => log.push("first"), 10);
    setTimeout(() => log.push("now"));
    queueMicrotask(() => log.push("micro"));
    log.push("sync");
    await new Promise((resolve) => setTimeout(resolve, 30));
    check.same(log, ["sync", "micro", "now", "first", "xy"]);
  },
  async "can be cleared"() {
    let fired = 0;
    clearTimeout(setTimeout(() => fired++, 1));
    const id = setInterval(() => { if (++fired === 3) clearInterval(id); }, 5);
    await new Promise((resolve) => setTimeout(resolve, 100));
    check.equal(fired, 3);
    clearTimeout(undefined);
    clearTimeout({});
    clearTimeout(12345);
    clearInterval(`${setInterval(() => fired++, 1)}`);
    await scheduler.wait(20);
    check.equal(fired, 3);
  },
  async "time passes"() {
    const before = performance.now();
    await scheduler.wait(250);
    check.ok(performance.now() - before >= 250);
    await check.rejects(scheduler.wait(10, { signal: AbortSignal.abort() }), "AbortError");
    await check.rejects(scheduler.wait(1000, { signal: AbortSignal.timeout(10) }), "TimeoutError");
  },
  async "callbacks are called on the global object"() {
    check.ok(await new Promise((resolve) => setTimeout(function () { "use strict"; resolve(this === globalThis); })));
  },
  async "a wait that is over listens to its signal no more"() {
    const listeners = new Set();
    const signal = { aborted: false, addEventListener: (_, listener) => listeners.add(listener), removeEventListener: (_, listener) => listeners.delete(listener) };
    const waiting = scheduler.wait(0, { signal });
    check.equal(listeners.size, 1);
    await waiting;
    check.equal(listeners.size, 0);
  },
  async "what a callback throws goes no further"() {
    setTimeout(() => { throw new Error("lost"); }, 1);
    queueMicrotask(() => { throw new Error("lost too"); });
    await scheduler.wait(5);
  },
  async "strange delays are 0"() {
    for (const delay of [-5, NaN, "x", Infinity, 2 ** 40, undefined, null]) {
      const before = performance.now();
      await new Promise((resolve) => setTimeout(resolve, delay));
      check.ok(performance.now() - before < 5, String(delay));
    }
  },
  "refuses what is no function, and too many"() {
    check.throws(() => setTimeout("alert(1)", 1), "TypeError");
    check.throws(() => queueMicrotask(1), "TypeError");
    const ids = [];
    for (let i = 0; i < 10000; i++) ids.push(setTimeout(() => {}, 1));
    check.throws(() => setTimeout(() => {}, 1), "RangeError");
    ids.forEach(clearTimeout);
    clearTimeout(setTimeout(() => {}, 1));
  },
})
