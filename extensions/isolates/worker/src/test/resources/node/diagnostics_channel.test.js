import assert from "node:assert";
import { AsyncLocalStorage } from "node:async_hooks";
import { channel, hasSubscribers, subscribe, tracingChannel, unsubscribe } from "node:diagnostics_channel";

export default {
  "what is published reaches those that subscribed"() {
    const seen = [];
    const note = (message, name) => seen.push([message, name]);
    const mine = channel("mine");
    assert.equal(mine, channel("mine"));
    mine.publish("unheard");
    subscribe("mine", note);
    assert.equal(hasSubscribers("mine"), true);
    mine.publish({ a: 1 });
    assert.equal(unsubscribe("mine", note), true);
    mine.publish("gone");
    assert.deepEqual(seen, [[{ a: 1 }, "mine"]]);
  },
  async "tracing tells of beginning and end"() {
    const trace = tracingChannel("work");
    const seen = [];
    trace.subscribe(Object.fromEntries(["start", "end", "asyncStart", "asyncEnd", "error"].map((step) => [step, () => seen.push(step)])));
    assert.equal(trace.traceSync((x) => x + 1, {}, null, 1), 2);
    await trace.tracePromise(async () => {}, {});
    await assert.rejects(trace.tracePromise(async () => { throw new Error("x"); }, {}), /x/);
    assert.deepEqual(seen, ["start", "end", "start", "end", "asyncStart", "asyncEnd", "start", "end", "error", "asyncStart", "asyncEnd"]);
  },
  "a store can be bound"() {
    const als = new AsyncLocalStorage();
    const mine = channel("bound");
    mine.bindStore(als, (data) => data.id);
    assert.equal(mine.runStores({ id: 7 }, () => als.getStore()), 7);
  },
};
