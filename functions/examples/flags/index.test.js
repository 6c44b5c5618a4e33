import { test, assert } from "mayfly:test";
import worker from "./index.js";

/** Flags with these values; whatever is not among them has the caller's default. */
function flagsOf(values) {
  const details = async (flagKey, value) =>
    flagKey in values ? { flagKey, value: values[flagKey], variant: "on", reason: "STATIC" } : { flagKey, value, reason: "ERROR", errorCode: "FLAG_NOT_FOUND" };
  return { getStringValue: async (key, value) => (await details(key, value)).value, getBooleanDetails: details };
}

const ask = async (flags) => (await worker.fetch(new Request("http://shop/?name=Ada"), { FLAGS: flags })).json();

test("greets and searches as the flags say", async () => {
  assert.deepEqual(await ask(flagsOf({ greeting: "Hi", "new-search": true })), { greeting: "Hi, Ada!", search: "fuzzy", variant: "on", reason: "STATIC" });
});

test("works without any flag", async () => {
  assert.deepEqual(await ask(flagsOf({})), { greeting: "Hello, Ada!", search: "exact", reason: "ERROR" });
});
