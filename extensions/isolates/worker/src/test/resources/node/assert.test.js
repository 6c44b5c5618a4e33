import assert, { AssertionError, strict } from "node:assert";
import same from "node:assert/strict";

const fails = (call, pattern) => {
  try {
    call();
  } catch (error) {
    if (!(error instanceof AssertionError) || error.code !== "ERR_ASSERTION" || !pattern.test(error.message)) throw error;
    return error;
  }
  throw new Error(`${call} did not fail`);
};

export default {
  "loose and strict are two things"() {
    assert.equal(1, "1");
    assert.deepEqual({ a: 1 }, { a: "1" });
    fails(() => assert.strictEqual(1, "1"), /strictly equal/);
    fails(() => same.equal(1, "1"), /strictly equal/);
    fails(() => strict.deepEqual({ a: 1 }, { a: "1" }), /strictly deep-equal/);
    assert.equal(NaN, NaN);
    assert.notStrictEqual(0, -0);
    fails(() => assert(0), /./);
    fails(() => assert.ok(null, "my words"), /^my words$/);
    assert.throws(() => assert.ok(false, new RangeError("own")), RangeError);
  },
  "deep equality looks into everything"() {
    assert.deepStrictEqual(new Map([[{ k: 1 }, new Set([1, [2]])]]), new Map([[{ k: 1 }, new Set([1, [2]])]]));
    assert.deepStrictEqual(new Uint8Array([1, 2]), new Uint8Array([1, 2]));
    assert.deepStrictEqual(new Date(5), new Date(5));
    assert.deepStrictEqual([1, , 3], [1, , 3]);
    const a = { x: 1 }, b = { x: 1 };
    a.self = a;
    b.self = b;
    assert.deepStrictEqual(a, b);
    for (const [one, other] of [[new Date(5), new Date(6)], [/a/g, /a/i], [[1], { 0: 1 }], [new Set([1]), new Set([2])], [new Map([[1, 2]]), new Map([[1, 3]])],
      [new Error("a"), new Error("b")], [{ a: undefined }, {}], [Object(1), Object(2)], [new (class A {})(), {}], [[1, undefined], [1]]]) {
      fails(() => assert.deepStrictEqual(one, other), /./);
      assert.notDeepStrictEqual(one, other);
    }
  },
  "what throws is looked at"() {
    const thrown = () => { throw Object.assign(new TypeError("bad input"), { code: "E_BAD" }); };
    assert.throws(thrown, TypeError);
    assert.throws(thrown, /bad/);
    assert.throws(thrown, { name: "TypeError", code: "E_BAD", message: /input/ });
    assert.throws(thrown, (error) => error.code === "E_BAD");
    fails(() => assert.throws(() => {}), /Missing expected exception/);
    fails(() => assert.throws(thrown, RangeError), /./);
    fails(() => assert.throws(thrown, { code: "E_OTHER" }), /./);
    assert.doesNotThrow(() => {});
    fails(() => assert.doesNotThrow(thrown), /unwanted exception/);
  },
  async "and so is what rejects"() {
    await assert.rejects(Promise.reject(new Error("no")), /no/);
    await assert.rejects(async () => { throw new RangeError("r"); }, RangeError);
    await assert.doesNotReject(async () => 1);
    await assert.rejects(assert.rejects(async () => 1), /Missing expected rejection/);
  },
  "the error says what was there and what should have been"() {
    const error = fails(() => assert.strictEqual(1, 2), /1 !== 2/);
    assert.deepEqual([error.actual, error.expected, error.operator, error.generatedMessage, error.name], [1, 2, "strictEqual", true, "AssertionError"]);
    fails(() => assert.deepStrictEqual({ a: 1, b: [2] }, { a: 1, b: [3] }), /\n\+ {5}2\n-? {5,7}3|\+\s+2[^]*-\s+3/);
    fails(() => assert.match("abc", /x/), /regular expression/);
    fails(() => assert.fail("boom"), /^boom$/);
    assert.throws(() => assert.ifError(new Error("e")), /ifError got unwanted exception: e/);
    assert.ifError(null);
  },
  "and nothing that does not matter"() {
    const bad = () => { throw Object.assign(new TypeError("bad"), { code: "X", other: 1 }); };
    const error = fails(() => assert.throws(bad, { code: "Y", message: /ba/ }), /^[^]*Comparison \{\n\+ {3}code: 'X',\n- {3}code: 'Y',\n {4}message: 'bad'\n {2}\}\n?$/);
    assert.deepEqual([error.actual.code, error.expected.code, error.operator], ["X", "Y", "throws"]);
    fails(() => assert.throws(() => { throw "text"; }, { message: "text" }), /\+ 'text'\n- \{/);
    fails(() => assert.throws(bad, { missing: undefined }), /missing: undefined/);
    assert.throws(() => assert.throws(bad, {}), { code: "ERR_INVALID_ARG_VALUE" });
    fails(() => assert.throws(bad, () => false), /Received false\n\nCaught error:\n\nTypeError: bad$/);
    fails(() => assert.deepStrictEqual(new Error("a"), new Error("b")), /\n\+ \[Error: a\]\n- \[Error: b\]/);
    fails(() => assert.strictEqual([1], [1]), /^Values have same structure but are not reference-equal:\n\n\[\n {2}1\n\]\n$/);
    fails(() => assert.deepStrictEqual(new Date(0), new Date(1)), /\n\+ 1970[^]*\n- 1970/);
    fails(() => assert.notStrictEqual(1, 1), /unequal to: 1$/);
    const same = { a: 1 };
    fails(() => assert.notStrictEqual(same, same), /not to be reference-equal to "expected":\n\n\{/);
  },
  async "a function that gives no promise is told so"() {
    await assert.rejects(assert.rejects(() => 1), { code: "ERR_INVALID_RETURN_VALUE", message: /but got type number \(1\)\.$/ });
    await assert.rejects(assert.rejects(1), { code: "ERR_INVALID_ARG_TYPE" });
  },
};
