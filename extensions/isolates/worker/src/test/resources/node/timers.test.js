import assert from "node:assert";
import { setTimeout as wait, setInterval as every } from "node:timers/promises";
import timers from "node:timers";
import { promisify } from "node:util";

export default {
  async "promises of timers"() {
    assert.equal(await wait(1, "value"), "value");
    const control = new AbortController();
    const waiting = wait(100000, undefined, { signal: control.signal });
    control.abort();
    await assert.rejects(waiting, { name: "AbortError", code: "ABORT_ERR" });
    let count = 0;
    for await (const value of every(1, "x")) {
      assert.equal(value, "x");
      if (++count === 3) break;
    }
  },
  async "timers are objects that may be numbers"() {
    const timer = timers.setTimeout(() => assert.fail("cleared"), 1);
    assert.ok(timer.hasRef() && !timer.unref().hasRef() && timer.ref().hasRef() && timer.refresh() === timer);
    assert.equal(typeof +timer, "number");
    clearTimeout(timer);
    timers.clearTimeout(+timers.setTimeout(() => assert.fail("cleared"), 1));
    timers.clearImmediate(timers.setImmediate(() => assert.fail("cleared")));
    await wait(5);
    assert.equal(await new Promise((resolve) => timers.setImmediate(resolve, "now")), "now");
  },
  async "global timers are objects too"() {
    assert.equal(setTimeout, timers.setTimeout);
    const [timer, again] = [setTimeout(() => assert.fail("cleared"), 1).unref(), setInterval(() => assert.fail("cleared"), 1).ref()];
    clearTimeout(timer);
    clearInterval(`${+again}`);
    await wait(5);
    assert.throws(() => setTimeout("code", 1), { code: "ERR_INVALID_ARG_TYPE" });
    assert.equal(await new Promise((resolve) => setTimeout(resolve, 1, "value")), "value");
  },
  async "timers are promisified by their value"() {
    assert.equal(await promisify(setTimeout)(1, "global"), "global");
    assert.equal(await promisify(timers.setTimeout)(1, "module"), "module");
    assert.equal(await promisify(timers.setImmediate)("now"), "now");
  },
  async "the module has the platform's"() {
    await new Promise((resolve) => timers.setTimeout(resolve, 1));
    timers.clearTimeout(timers.setTimeout(() => {}, 100000));
  },
};
