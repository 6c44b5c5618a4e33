import assert from "node:assert";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export default {
  async "a store goes along through awaits, timers, promises and microtasks"() {
    const als = new AsyncLocalStorage();
    const seen = [];
    const note = (what) => seen.push([what, als.getStore()]);
    await als.run("A", async () => {
      note("sync");
      await null;
      note("await");
      await wait(1);
      note("timer awaited");
      await new Promise((resolve) => setTimeout(() => { note("in timer"); resolve(); }, 1));
      await new Promise((resolve) => queueMicrotask(() => { note("microtask"); resolve(); }));
      await new Promise((resolve) => process.nextTick(() => { note("tick"); resolve(); }));
      await new Promise((resolve) => setImmediate(() => { note("immediate"); resolve(); }));
      await Promise.resolve().then(() => note("then"));
      await Promise.reject(new Error("x")).catch(() => note("catch")).finally(() => note("finally"));
      await Promise.all([wait(1).then(() => note("all"))]);
      for await (const _ of (async function* () { note("generator"); yield 1; })()) note("for await");
    });
    assert.deepEqual(seen.map(([, store]) => store), seen.map(() => "A"), JSON.stringify(seen));
    assert.equal(seen.length, 13);
    assert.equal(als.getStore(), undefined);
  },
  async "those that run at once do not see each other's"() {
    const als = new AsyncLocalStorage();
    const run = (name) => als.run({ name }, async () => {
      const seen = [];
      for (let i = 0; i < 5; i++) {
        await wait(i % 3);
        seen.push(als.getStore().name);
      }
      return seen.every((one) => one === name);
    });
    assert.deepEqual(await Promise.all(["a", "b", "c", "d"].map(run)), [true, true, true, true]);
  },
  async "run nests, exit leaves, what throws restores"() {
    const als = new AsyncLocalStorage(), other = new AsyncLocalStorage();
    als.run(1, () => other.run("o", () => {
      assert.equal(als.run(2, (a, b) => [als.getStore(), other.getStore(), a, b].join(), "x", "y"), "2,o,x,y");
      assert.equal(als.getStore(), 1);
      assert.equal(als.exit(() => als.getStore()), undefined);
      assert.throws(() => als.run(3, () => { throw new Error("out"); }), /out/);
      assert.equal(als.getStore(), 1);
    }));
    assert.equal(als.getStore(), undefined);
  },
  async "enterWith holds for the rest"() {
    const als = new AsyncLocalStorage();
    await (async () => {
      als.run("outer", () => {});
      await null;
      als.enterWith("entered");
      assert.equal(als.getStore(), "entered");
      await wait(1);
      assert.equal(als.getStore(), "entered");
    })();
  },
  async "bind and snapshot take the moment along"() {
    const als = new AsyncLocalStorage();
    const bound = als.run("then", () => AsyncLocalStorage.bind(() => als.getStore()));
    const snapshot = als.run("snap", () => AsyncLocalStorage.snapshot());
    const resource = als.run("res", () => new AsyncResource("mine"));
    als.run("now", () => {
      assert.equal(bound(), "then");
      assert.equal(snapshot((x) => als.getStore() + x, 1), "snap1");
      assert.equal(resource.runInAsyncScope(() => als.getStore()), "res");
      assert.equal(als.getStore(), "now");
    });
    als.disable();
    als.run("again", () => assert.equal(als.getStore(), "again"));
  },
  async "whoever settles a promise does not change what its reactions see"() {
    const als = new AsyncLocalStorage();
    let settle;
    const promise = new Promise((resolve) => { settle = resolve; });
    const seen = als.run("listener", () => promise.then(() => als.getStore()));
    als.run("settler", () => settle());
    assert.equal(await seen, "listener");
  },
};
