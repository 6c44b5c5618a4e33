/** `mayfly:test`: what a function's tests import. */
const tests = [];

/** Declares a test: a name that reads as a sentence, and what it does. */
export function test(name, run) {
  if (typeof run !== "function") throw new TypeError(`test "${name}" has nothing to run`);
  tests.push({ name, run });
}

/** Runs what was declared, in order, each with its own failure: `[{name, ok, message?}]`. */
export async function runTests() {
  const results = [];
  for (const { name, run } of tests) {
    try {
      await run();
      results.push({ name, ok: true });
    } catch (error) {
      results.push({ name, ok: false, message: String(error?.stack ?? error) });
    }
  }
  return results;
}

export class AssertionError extends Error {}

const show = (value) => (typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value)));

export const assert = {
  ok(value, message = `${show(value)} is not truthy`) {
    if (!value) throw new AssertionError(message);
  },
  equal(actual, expected) {
    if (!Object.is(actual, expected)) throw new AssertionError(`expected ${show(expected)}, got ${show(actual)}`);
  },
  deepEqual(actual, expected) {
    if (!same(actual, expected)) throw new AssertionError(`expected ${show(expected)}, got ${show(actual)}`);
  },
  async rejects(promise, pattern = /(?:)/) {
    let error;
    try {
      await promise;
    } catch (thrown) {
      error = thrown;
    }
    if (error === undefined) throw new AssertionError("expected a rejection, and there was none");
    if (!pattern.test(String(error))) throw new AssertionError(`${error} does not match ${pattern}`);
  },
};

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
