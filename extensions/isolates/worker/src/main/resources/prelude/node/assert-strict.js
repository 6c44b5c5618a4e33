// node:assert/strict
//= AssertionError, ok, equal, notEqual, strictEqual, notStrictEqual, deepEqual, notDeepEqual, deepStrictEqual, notDeepStrictEqual, partialDeepStrictEqual
//= throws, doesNotThrow, rejects, doesNotReject, match, doesNotMatch, fail, ifError, strict
(kit) => kit.node("assert").strict
