import assert from "node:assert";
import EventEmitter, { once, on, errorMonitor } from "node:events";

export default {
  "tells listeners in order, with the emitter as this"() {
    const emitter = new EventEmitter();
    const told = [];
    emitter.on("a", function first(...values) { told.push([this === emitter, values]); });
    emitter.prependListener("a", () => told.push("before"));
    emitter.once("a", () => told.push("once"));
    assert.equal(emitter.emit("a", 1, 2), true);
    emitter.emit("a");
    assert.deepEqual(told, ["before", [true, [1, 2]], "once", "before", [true, []]]);
    assert.equal(emitter.emit("b"), false);
    assert.equal(emitter.listenerCount("a"), 2);
    assert.deepEqual(emitter.eventNames(), ["a"]);
  },
  "forgets listeners, and says so"() {
    const emitter = new EventEmitter();
    const gone = [], fn = () => {};
    emitter.on("removeListener", (name, listener) => gone.push([name, listener === fn]));
    emitter.once("x", fn);
    assert.deepEqual(emitter.listeners("x"), [fn]);
    assert.notEqual(emitter.rawListeners("x")[0], fn);
    emitter.off("x", fn);
    assert.deepEqual(gone, [["x", true]]);
    emitter.on("x", fn).on("y", fn);
    emitter.removeAllListeners();
    assert.deepEqual(emitter.eventNames(), []);
    assert.throws(() => emitter.on("x", 5), { code: "ERR_INVALID_ARG_TYPE" });
  },
  "throws an error that nobody listens to"() {
    const emitter = new EventEmitter();
    assert.throws(() => emitter.emit("error", new RangeError("mine")), { name: "RangeError", message: "mine" });
    assert.throws(() => emitter.emit("error", { odd: 1 }), { code: "ERR_UNHANDLED_ERROR", message: "Unhandled error. ({ odd: 1 })" });
    const seen = [];
    emitter.on(errorMonitor, (error) => seen.push(error.message));
    emitter.on("error", () => seen.push("handled"));
    emitter.emit("error", new Error("e"));
    assert.deepEqual(seen, ["e", "handled"]);
  },
  "works for classes of old and new"() {
    class New extends EventEmitter {}
    function Old() { EventEmitter.call(this); }
    Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
    for (const emitter of [new New(), new Old(), Object.assign({}, EventEmitter.prototype)]) {
      let heard = 0;
      emitter.on("e", () => heard++);
      emitter.emit("e");
      assert.equal(heard, 1);
    }
    const one = new New(), other = new New();
    one.on("e", () => {});
    assert.equal(other.listenerCount("e"), 0);
  },
  async "once() is a promise of the next event"() {
    const emitter = new EventEmitter();
    queueMicrotask(() => emitter.emit("x", 1, 2));
    assert.deepEqual(await once(emitter, "x"), [1, 2]);
    queueMicrotask(() => emitter.emit("error", new Error("broke")));
    await assert.rejects(once(emitter, "x"), /broke/);
    assert.equal(emitter.listenerCount("x"), 0);
    const target = new EventTarget();
    queueMicrotask(() => target.dispatchEvent(new Event("t")));
    assert.equal((await once(target, "t"))[0].type, "t");
    await assert.rejects(once(emitter, "x", { signal: AbortSignal.abort() }), { name: "AbortError" });
  },
  async "on() iterates events"() {
    const emitter = new EventEmitter();
    queueMicrotask(() => { for (let i = 0; i < 3; i++) emitter.emit("n", i); });
    const seen = [];
    for await (const [n] of on(emitter, "n")) {
      seen.push(n);
      if (n === 2) break;
    }
    assert.deepEqual(seen, [0, 1, 2]);
    assert.equal(emitter.listenerCount("n"), 0);
  },
};
