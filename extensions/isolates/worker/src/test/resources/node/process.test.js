import assert from "node:assert";
import process, { env, nextTick } from "node:process";

export default {
  "env has texts, and what is written becomes one"() {
    env.MADE = 5;
    assert.strictEqual(process.env.MADE, "5");
    assert.equal("MADE" in process.env, true);
    delete process.env.MADE;
    assert.equal(process.env.MADE, undefined);
    assert.equal(globalThis.process, process);
  },
  async "nextTick runs in order behind this turn"() {
    const seen = [];
    await new Promise((resolve) => {
      nextTick((x) => seen.push(x), 1);
      nextTick(() => { seen.push(2); nextTick(() => { seen.push(4); resolve(); }); });
      nextTick(() => seen.push(3));
      seen.push(0);
    });
    assert.deepEqual(seen, [0, 1, 2, 3, 4]);
    assert.throws(() => nextTick(5), { code: "ERR_INVALID_ARG_TYPE" });
  },
  "says where it is"() {
    assert.match(process.version, /^v\d+\.\d+\.\d+$/);
    assert.equal(typeof process.cwd(), "string");
    assert.equal(process.platform, "linux");
    assert.equal(process.hrtime().length, 2);
    assert.equal(typeof process.hrtime.bigint(), "bigint");
    assert.equal(typeof process.memoryUsage().rss, "number");
    assert.equal(Object.prototype.toString.call(process), "[object process]");
    process.once("mine", () => {});
    assert.equal(process.emit("mine"), true);
  },
  async "has setImmediate as a global"() {
    assert.equal(await new Promise((resolve) => setImmediate(resolve, 7)), 7);
    clearImmediate(setImmediate(() => { throw new Error("cleared"); }));
    assert.equal(global, globalThis);
  },
};
