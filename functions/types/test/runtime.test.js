import { test, assert } from "mayfly:test";
import declared from "./declared.json";

/** What tsc's newest library knows, and the engine does not have: `using`. */
const NEWER = ["AsyncDisposableStack", "DisposableStack", "SuppressedError"];

const sorted = (names) => [...new Set(names)].sort();
const without = (names, others) => sorted(names.filter((name) => !others.includes(name)));

/** Names of an object and of what it inherits, the language's own roots left out. */
function members(object, roots) {
  const names = [];
  for (let at = object; at !== null && !roots.includes(at); at = Object.getPrototypeOf(at)) {
    names.push(...Object.getOwnPropertyNames(at));
  }
  return names;
}

test("every global of the runtime is declared", () => {
  assert.deepEqual(without(Object.getOwnPropertyNames(globalThis), declared.all), []);
});

test("every declared global is there", () => {
  assert.deepEqual(without(declared.all.filter((name) => !(name in globalThis)), NEWER), []);
});

for (const [name, { statics, instance }] of Object.entries(declared.own)) {
  test(`${name} has the members that are declared, and no others`, () => {
    if (name === "self") return;
    const value = globalThis[name];
    const isClass = typeof value === "function" && Object.hasOwn(value, "prototype") && instance.length > 0;
    if (isClass) {
      const roots = [Object.prototype, Error.prototype];
      const isEvent = value === Event || value.prototype instanceof Event;
      const onEach = value.prototype instanceof Error ? ["name", "message", "stack", "cause"] : isEvent ? ["isTrusted"] : [];
      assert.deepEqual(without(members(value.prototype, roots), ["constructor"]), without(instance, onEach));
      assert.deepEqual(without(members(value, [Function.prototype, Error]), ["length", "name", "prototype"]), sorted(statics));
    } else if (typeof value === "object") {
      assert.deepEqual(without(members(value, [Object.prototype]), ["constructor"]), sorted(statics));
    }
  });
}
