({
  "targets call their listeners in order"() {
    const target = new EventTarget(), log = [];
    const first = () => log.push("first");
    target.addEventListener("x", first);
    target.addEventListener("x", first);
    target.addEventListener("x", { handleEvent(event) { log.push(event.type); } });
    target.addEventListener("x", () => log.push("once"), { once: true });
    target.addEventListener("y", () => log.push("other"));
    target.addEventListener("x", null);
    target.dispatchEvent(new Event("x"));
    target.removeEventListener("x", first);
    target.dispatchEvent(new Event("x"));
    check.same(log, ["first", "x", "once", "x"]);
  },

  "events can be stopped and prevented"() {
    const target = new EventTarget();
    let late = false;
    target.addEventListener("x", (event) => { event.preventDefault(); event.stopImmediatePropagation(); });
    target.addEventListener("x", () => { late = true; });
    const event = new Event("x", { cancelable: true });
    check.equal(target.dispatchEvent(event), false);
    check.ok(event.defaultPrevented && !late);
    check.equal(target.dispatchEvent(new Event("x")), true);
    const passive = new EventTarget();
    passive.addEventListener("x", (e) => e.preventDefault(), { passive: true });
    check.equal(passive.dispatchEvent(new Event("x", { cancelable: true })), true);
  },

  "events know where they are"() {
    const target = new EventTarget(), event = new CustomEvent("x", { detail: 5, bubbles: true });
    check.same([event.detail, event.bubbles, event.eventPhase, event.currentTarget], [5, true, 0, null]);
    target.addEventListener("x", (e) => check.ok(e.currentTarget === target && e.eventPhase === Event.AT_TARGET && e.composedPath()[0] === target));
    target.dispatchEvent(event);
    check.ok(event.target === target && event.currentTarget === null);
    check.same([new CustomEvent("y").detail], [null]);
  },

  "a signal removes a listener, and subclasses work"() {
    class Bus extends EventTarget {}
    const bus = new Bus(), controller = new AbortController();
    let count = 0;
    bus.addEventListener("x", () => count++, { signal: controller.signal });
    bus.dispatchEvent(new Event("x"));
    controller.abort();
    bus.dispatchEvent(new Event("x"));
    check.equal(count, 1);
  },

  "refuses wrong use"() {
    const target = new EventTarget();
    check.throws(() => new Event(), "TypeError");
    check.throws(() => target.dispatchEvent({}), "TypeError");
    check.throws(() => target.addEventListener("x", 5), "TypeError");
    const event = new Event("x");
    target.addEventListener("x", () => check.throws(() => target.dispatchEvent(event), "InvalidStateError"));
    target.dispatchEvent(event);
  },

  "DOMException is an Error with a name and code"() {
    const error = new DOMException("text", "NotFoundError");
    check.ok(error instanceof Error && error.name === "NotFoundError" && error.code === 8 && error.message === "text");
    check.equal(String(error), "NotFoundError: text");
    check.equal(new DOMException().name, "Error");
    check.equal(new DOMException("x", "Custom").code, 0);
    check.equal(DOMException.ABORT_ERR, 20);
    check.equal(new DOMException("x", { name: "A", cause: 5 }).cause, 5);
    check.ok(error.stack.startsWith("NotFoundError: text"));
  },

  "isTrusted is each event's own"() {
    const event = new Event("x"), described = Object.getOwnPropertyDescriptor(event, "isTrusted");
    check.same([Object.keys(event), event.isTrusted, described.configurable, described.get === Object.getOwnPropertyDescriptor(new Event("y"), "isTrusted").get],
      [["isTrusted"], false, false, true]);
    check.throws(() => Object.defineProperty(event, "isTrusted", { value: true }), "TypeError");
  },

  "returnValue and initEvent, as old code has them"() {
    const target = new EventTarget(), event = new Event("x", { cancelable: true });
    target.addEventListener("x", (e) => { e.returnValue = true; check.ok(!e.defaultPrevented); e.initEvent("z"); e.returnValue = false; });
    check.ok(!target.dispatchEvent(event) && event.type === "x" && event.returnValue === false);
    event.initEvent("y", true);
    check.same([event.type, event.bubbles, event.cancelable, event.defaultPrevented, event.target], ["y", true, false, false, null]);
    check.throws(() => event.initEvent(), "TypeError");
    const passive = new EventTarget();
    passive.addEventListener("x", (e) => { e.returnValue = false; }, { passive: true });
    check.ok(passive.dispatchEvent(new Event("x", { cancelable: true })));
  },

  "options are read whether or not there is a listener"() {
    const seen = [];
    const options = { get passive() { seen.push("passive"); return true; }, get once() { seen.push("once"); return true; } };
    new EventTarget().addEventListener("x", null, options);
    new EventTarget().removeEventListener("x", null, options);
    check.same(seen.sort(), ["once", "passive"]);
  },
})
