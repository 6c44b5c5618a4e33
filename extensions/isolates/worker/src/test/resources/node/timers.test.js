import assert from "node:assert";
import { setTimeout as wait, setInterval as every } from "node:timers/promises";
import timers from "node:timers";

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
  async "the module has the platform's"() {
    await new Promise((resolve) => timers.setTimeout(resolve, 1));
    timers.clearTimeout(timers.setTimeout(() => {}, 100000));
  },
};
