// Assertions for the scripts of this folder. They are kept in one frozen global, so that cases may spoil everything else.
globalThis.check = (() => {
  const stringify = JSON.stringify, is = Object.is, keys = Object.keys;
  const show = (value) => {
    try {
      return typeof value === "object" ? stringify(value) : String(value);
    } catch {
      return "(something)";
    }
  };
  function fail(text) {
    throw new Error(text);
  }
  function equal(actual, expected, about = "") {
    if (!is(actual, expected)) fail(`${about} expected ${show(expected)}, got ${show(actual)}`);
  }
  function same(actual, expected, about = "") {
    const a = stringify(actual), b = stringify(expected);
    if (a !== b) fail(`${about} expected ${b}, got ${a}`);
  }
  function ok(value, about = "") {
    if (!value) fail(`${about} expected something true, got ${show(value)}`);
  }
  function matches(error, expected, about) {
    const wanted = typeof expected === "string" ? { name: expected } : expected instanceof RegExp ? { message: expected } : expected;
    for (const key of keys(wanted)) {
      const got = error?.[key];
      const fits = wanted[key] instanceof RegExp ? wanted[key].test(String(got)) : got === wanted[key];
      if (!fits) fail(`${about} expected an error with ${key} ${wanted[key]}, got ${show(got)} (${error})`);
    }
    return error;
  }
  function throws(call, expected, about = "") {
    try {
      call();
    } catch (error) {
      return matches(error, expected, about);
    }
    return fail(`${about} expected ${show(expected)}, but nothing was thrown`);
  }
  async function rejects(promise, expected, about = "") {
    try {
      await promise;
    } catch (error) {
      return matches(error, expected, about);
    }
    return fail(`${about} expected ${show(expected)}, but nothing was thrown`);
  }
  async function turns(count = 30) {
    for (let i = 0; i < count; i++) await null;
  }
  const bytes = (...values) => new Uint8Array(values);
  const list = (view) => Array.prototype.slice.call(view);
  async function all(stream) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    return chunks;
  }
  return Object.freeze({ equal, same, ok, throws, rejects, turns, bytes, list, all });
})();
// What a text or bytes become in a format of CompressionStream, as hex.
globalThis.hexOf = async (format, content) => {
  const packed = new Response(new Response(content).body.pipeThrough(new CompressionStream(format)));
  return (await packed.bytes()).toHex();
};
