// node:assert
//= AssertionError, ok, equal, notEqual, strictEqual, notStrictEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, partialDeepStrictEqual
//= throws, doesNotThrow, rejects, doesNotReject, match, doesNotMatch, fail, ifError, strict
(kit) => {
  "use strict";
  const { coded, received, TypeFailure } = kit.part("node/errors");
  const { same } = kit.part("node/equality");
  const { inspect } = kit.part("inspect");
  const show = (value) => inspect(value, { depth: 1000, maxArrayLength: Infinity, sorted: true, compact: false, customInspect: false });

  class AssertionError extends Error {
    constructor(options) {
      const { message, actual, expected, operator } = options;
      super(message === undefined ? told(actual, expected, operator) : String(message));
      Object.defineProperty(this, "name", { __proto__: null, value: "AssertionError", writable: true, configurable: true });
      this.generatedMessage = message === undefined;
      this.code = "ERR_ASSERTION";
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
      this.stack = `AssertionError [ERR_ASSERTION]: ${this.message}${String(this.stack).replace(/^[^]*?(?=\n    at |$)/, "")}`;
    }
    toString() { return `${this.name} [${this.code}]: ${this.message}`; }
  }

  const WORDS = {
    __proto__: null, strictEqual: "Expected values to be strictly equal:", deepStrictEqual: "Expected values to be strictly deep-equal:",
    deepEqual: "Expected values to be loosely deep-equal:", notStrictEqual: 'Expected "actual" to be strictly unequal to:',
    notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:', notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
    partialDeepStrictEqual: "Expected values to be partially and strictly deep-equal:",
  };

  function told(actual, expected, operator) {
    if (operator === "==" || operator === "!=") return `${inspect(actual)} ${operator} ${inspect(expected)}`;
    const words = WORDS[operator];
    if (words === undefined) return "Failed";
    if (operator.startsWith("not")) return unwanted(operator === "notStrictEqual" && isObject(expected) ? SAME_OBJECT : words, show(expected), operator);
    const objects = isObject(actual) && isObject(expected), one = show(plain(actual)), other = show(plain(expected));
    if (operator === "strictEqual" && objects && one === other) return `Values have same structure but are not reference-equal:\n\n${one}\n`;
    if (!objects && !one.includes("\n") && !other.includes("\n") && one.length + other.length < 80 && one !== other) return `${words}\n\n${one} !== ${other}\n`;
    const head = operator === "strictEqual" && objects ? 'Expected "actual" to be reference-equal to "expected":' : words;
    return `${head}\n+ actual - expected\n\n${difference(one.split("\n"), other.split("\n"))}\n`;
  }

  const SAME_OBJECT = 'Expected "actual" not to be reference-equal to "expected":';
  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";

  function unwanted(words, text, operator) {
    if (operator === "notDeepEqual") return `${words}\n\n${text}`;
    return text.includes("\n") ? `${words}\n\n${text}\n` : `${words}${text.length > 5 ? "\n\n" : " "}${text}`;
  }

  // An error without the places where it was made, which are never those of the other one.
  function plain(value) {
    if (!(value instanceof Error)) return value;
    const { message } = value;
    return Object.defineProperty(Object.assign(Object.create(Object.getPrototypeOf(value)), value), "message", { __proto__: null, value: message });
  }

  // What an object of properties asks for, of an error or of itself: only that is told.
  class Comparison {
    constructor(source, keys, fitting) {
      for (const key of keys) {
        if (!(key in source)) continue;
        const fits = source[key] instanceof RegExp && typeof fitting?.[key] === "string" && source[key].test(fitting[key]);
        this[key] = fits ? fitting[key] : source[key];
      }
    }
  }

  // Lines that only one side has, among what both have; by their common beginning and end, which is enough to read.
  function difference(one, other) {
    let start = 0, end = 0;
    while (start < one.length && start < other.length && one[start] === other[start]) start++;
    while (end < one.length - start && end < other.length - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
    return [
      ...one.slice(0, start).map((line) => `  ${line}`),
      ...one.slice(start, one.length - end).map((line) => `+ ${line}`),
      ...other.slice(start, other.length - end).map((line) => `- ${line}`),
      ...one.slice(one.length - end).map((line) => `  ${line}`),
    ].join("\n");
  }

  function check(holds, message, actual, expected, operator) {
    if (holds) return;
    if (message instanceof Error) throw message;
    throw new AssertionError({ message, actual, expected, operator });
  }

  function ok(...values) {
    const [value, message] = values;
    check(value, values.length === 0 ? "No value argument passed to `assert.ok()`" : message ?? "The expression evaluated to a falsy value", value, true, "==");
  }

  function assert(...values) { ok(...values); }

  // Whether an error is what was expected: a class, a pattern, an object of properties, a function that says so.
  function matches(error, expected, message, operator) {
    if (expected === undefined) return;
    if (typeof expected === "function") {
      if (expected.prototype !== undefined && error instanceof expected) return;
      if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
        check(false, message ?? `The error is expected to be an instance of "${expected.name}". Received "${error?.constructor?.name ?? error}"\n\nError message:\n\n${error?.message}`, error, expected, operator);
      }
      const said = expected.call({}, error);
      check(said === true, message ?? `The ${expected.name === "" ? "validation function" : `"${expected.name}" validation function`} is expected to return "true". Received ${inspect(said)}${error instanceof Error ? `\n\nCaught error:\n\n${error}` : ""}`, error, expected, operator);
    } else if (expected instanceof RegExp) {
      check(expected.test(String(error)), message ?? `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(error))}\n`, error, expected, operator);
    } else if (typeof expected === "object" && expected !== null) {
      const keys = Object.keys(expected);
      if (expected instanceof Error) keys.push("name", "message");
      else if (keys.length === 0) throw coded(TypeError, "ERR_INVALID_ARG_VALUE", "The argument 'error' may not be an empty object. Received {}");
      const differs = keys.some((key) => !(isObject(error) && key in error
        && (expected[key] instanceof RegExp && typeof error[key] === "string" ? expected[key].test(error[key]) : same(error[key], expected[key], true))));
      if (!differs) return;
      if (message instanceof Error) throw message;
      const sides = isObject(error) ? { actual: new Comparison(error, keys), expected: new Comparison(expected, keys, error) } : { actual: error, expected };
      throw Object.assign(new AssertionError({ ...sides, message, operator: "deepStrictEqual" }), { actual: error, expected, operator });
    } else {
      throw new TypeFailure("expected", "of type function or an instance of Error, RegExp, or Object", expected);
    }
  }

  const NOTHING = Symbol("nothing was thrown");

  function thrownBy(call) {
    if (typeof call !== "function") throw new TypeFailure("fn", "of type function", call);
    try {
      call();
    } catch (error) {
      return error;
    }
    return NOTHING;
  }

  async function rejectionOf(given) {
    const promise = typeof given === "function" ? given() : given;
    if (typeof promise?.then !== "function") {
      if (typeof given !== "function") throw new TypeFailure("promiseFn", "of type function or an instance of Promise", given);
      throw coded(TypeError, "ERR_INVALID_RETURN_VALUE", `Expected instance of Promise to be returned from the "promiseFn" function but got${received(promise).slice(" Received".length)}.`);
    }
    try {
      await promise;
    } catch (error) {
      return error;
    }
    return NOTHING;
  }

  function mustFail(error, expected, message, operator) {
    const [wanted, text] = typeof expected === "string" ? [undefined, expected] : [expected, message];
    const what = operator === "rejects" ? "rejection" : "exception";
    check(error !== NOTHING, text instanceof Error ? text : `Missing expected ${what}${wanted?.name ? ` (${wanted.name})` : ""}${text === undefined ? "." : `: ${text}`}`, undefined, wanted, operator);
    matches(error, wanted, text, operator);
  }

  function mustNotFail(error, message, operator) {
    const what = operator === "doesNotReject" ? "rejection" : "exception";
    check(error === NOTHING, `Got unwanted ${what}${typeof message === "string" ? `: ${message}` : "."}\nActual message: "${error?.message}"`, error, undefined, operator);
  }

  function within(actual, expected) {
    if (typeof expected !== "object" || expected === null || typeof actual !== "object" || actual === null) return same(actual, expected, true);
    if (Array.isArray(expected)) return Array.isArray(actual) && expected.every((item) => actual.some((one) => within(one, item)));
    return Object.getPrototypeOf(actual) === Object.getPrototypeOf(expected) && Reflect.ownKeys(expected).every((key) => within(actual[key], expected[key]));
  }

  Object.assign(assert, {
    AssertionError, ok,
    equal: (a, b, message) => check(a == b || (a !== a && b !== b), message, a, b, "=="),
    notEqual: (a, b, message) => check(!(a == b || (a !== a && b !== b)), message, a, b, "!="),
    strictEqual: (a, b, message) => check(Object.is(a, b), message, a, b, "strictEqual"),
    notStrictEqual: (a, b, message) => check(!Object.is(a, b), message, a, b, "notStrictEqual"),
    deepEqual: (a, b, message) => check(same(a, b, false), message, a, b, "deepEqual"),
    notDeepEqual: (a, b, message) => check(!same(a, b, false), message, a, b, "notDeepEqual"),
    deepStrictEqual: (a, b, message) => check(same(a, b, true), message, a, b, "deepStrictEqual"),
    notDeepStrictEqual: (a, b, message) => check(!same(a, b, true), message, a, b, "notDeepStrictEqual"),
    partialDeepStrictEqual: (a, b, message) => check(within(a, b), message, a, b, "partialDeepStrictEqual"),
    throws: (call, expected, message) => mustFail(thrownBy(call), expected, message, "throws"),
    doesNotThrow: (call, expected, message) => mustNotFail(thrownBy(call), typeof expected === "string" ? expected : message, "doesNotThrow"),
    rejects: async (given, expected, message) => mustFail(await rejectionOf(given), expected, message, "rejects"),
    doesNotReject: async (given, expected, message) => mustNotFail(await rejectionOf(given), typeof expected === "string" ? expected : message, "doesNotReject"),
    match: (text, pattern, message) => check(pattern.test(text), message ?? `The input did not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`, text, pattern, "match"),
    doesNotMatch: (text, pattern, message) => check(!pattern.test(text), message ?? `The input was expected to not match the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`, text, pattern, "doesNotMatch"),
    fail(message = "Failed") { check(false, message, undefined, undefined, "fail"); },
    ifError(value) {
      if (value !== null && value !== undefined) throw coded(Error, "ERR_ASSERTION", `ifError got unwanted exception: ${value instanceof Error ? value.message : inspect(value)}`, { name: "AssertionError", actual: value, operator: "ifError" });
    },
  });

  function strict(...values) { ok(...values); }
  Object.assign(strict, assert, {
    equal: assert.strictEqual, notEqual: assert.notStrictEqual, deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual, strict,
  });
  return Object.assign(assert, { strict });
}
