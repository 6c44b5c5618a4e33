({
  "a controller aborts its signal once"() {
    const controller = new AbortController();
    const { signal } = controller;
    let count = 0;
    signal.addEventListener("abort", (event) => { count++; check.ok(event.target === signal && event.type === "abort"); });
    signal.onabort = () => { count++; };
    check.ok(!signal.aborted && signal.reason === undefined);
    signal.throwIfAborted();
    controller.abort();
    controller.abort("again");
    check.equal(count, 2);
    check.ok(signal.aborted && signal.reason instanceof DOMException && signal.reason.name === "AbortError" && signal.reason.code === 20);
    check.throws(() => signal.throwIfAborted(), "AbortError");
    const other = new AbortController();
    other.abort("why");
    check.equal(other.signal.reason, "why");
  },

  "abort() and any()"() {
    check.equal(AbortSignal.abort("x").reason, "x");
    check.equal(AbortSignal.abort().reason.name, "AbortError");
    const a = new AbortController(), b = new AbortController();
    const any = AbortSignal.any([a.signal, b.signal]);
    check.ok(!any.aborted);
    b.abort("b");
    a.abort("a");
    check.equal(any.reason, "b");
    check.equal(AbortSignal.any([AbortSignal.abort("done"), a.signal]).reason, "done");
    check.ok(!AbortSignal.any([]).aborted);
    check.throws(() => AbortSignal.any([{}]), "TypeError");
    check.throws(() => new AbortSignal(), "TypeError");
  },

  async "timeout() fires by the clock"() {
    const before = performance.now();
    const signal = AbortSignal.timeout(500);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    check.equal(signal.reason.name, "TimeoutError");
    check.ok(performance.now() - before >= 500);
    check.throws(() => AbortSignal.timeout(-1), "TypeError");
  },

  async "a listener that throws harms nobody else"() {
    const controller = new AbortController();
    let reached = false;
    controller.signal.addEventListener("abort", () => { throw new Error("mine"); });
    controller.signal.addEventListener("abort", () => { reached = true; });
    controller.abort();
    check.ok(reached);
  },

  "request.signal is there and quiet"(request) {
    check.ok(request.signal instanceof AbortSignal && !request.signal.aborted);
    check.ok(request.signal === request.signal);
  },

  "signals of signals are aborted together, then told in order"() {
    const controller = new AbortController(), order = [];
    const one = AbortSignal.any([controller.signal]), two = AbortSignal.any([one, controller.signal]);
    for (const [name, signal] of [["two", two], ["one", one], ["source", controller.signal]]) {
      signal.addEventListener("abort", (event) => order.push(name, one.aborted && two.aborted, event.isTrusted));
    }
    controller.abort("why");
    check.same(order, ["source", true, true, "one", true, true, "two", true, true]);
    check.same([one.reason, two.reason], ["why", "why"]);
    check.equal(new Event("abort").isTrusted, false);
  },

  "signals that nobody listens to are held by nobody, and know all the same"() {
    const controller = new AbortController(), other = new AbortController();
    const first = AbortSignal.any([other.signal, controller.signal]);
    for (let i = 0; i < 20000; i++) AbortSignal.any([controller.signal]);
    controller.abort("first");
    other.abort("second");
    check.same([first.aborted, first.reason], [true, "first"]);
    check.equal(AbortSignal.any([first]).reason, "first");
  },

  "signals that follow another and are listened to are bounded"() {
    const { signal } = new AbortController();
    const listen = () => AbortSignal.any([signal]).addEventListener("abort", () => {});
    for (let i = 0; i < 10000; i++) listen();
    check.throws(listen, "RangeError");
    check.throws(() => AbortSignal.any(Array.from({ length: 10001 }, () => new AbortController().signal)), "RangeError");
  },

  "a listener's signal is looked at even without a listener"() {
    check.throws(() => new EventTarget().addEventListener("a", null, { signal: null }), "TypeError");
  },
})
