// ReadableStream.from: a stream of what an iterable gives.
(kit) => {
  "use strict";
  const { part, apply } = kit;
  const { resolved, react, promised } = part("promises");

  function isObject(value) {
    return (typeof value === "object" && value !== null) || typeof value === "function";
  }

  function methodOf(object, name) {
    const method = object[name];
    if (method === undefined || method === null) return undefined;
    if (typeof method !== "function") throw new TypeError(`${String(name)} must be a function`);
    return method;
  }

  function resultOf(result, what) {
    if (!isObject(result)) throw new TypeError(`The iterator's ${what} gave no object`);
    return result;
  }

  return {
    from(iterable) {
      if (iterable === undefined || iterable === null) throw new TypeError("ReadableStream.from takes something iterable");
      const async = methodOf(iterable, Symbol.asyncIterator);
      const method = async ?? methodOf(iterable, Symbol.iterator);
      if (method === undefined) throw new TypeError("ReadableStream.from takes something iterable");
      const iterator = apply(method, iterable, []);
      if (!isObject(iterator)) throw new TypeError("The iterable gave no iterator");
      const { next } = iterator;
      const { readable, closeWhenEmpty, enqueue } = part("streams");
      const { STATE } = kit;
      const stream = readable(() => react(promised(() => apply(next, iterator, [])), (given) => {
        const result = resultOf(given, "next()");
        const state = stream[STATE];
        if (result.done) return closeWhenEmpty(state);
        const { value } = result;
        return async === undefined ? react(resolved(value), (chunk) => enqueue(state, chunk)) : enqueue(state, value);
      }), (reason) => {
        const leave = methodOf(iterator, "return");
        if (leave === undefined) return undefined;
        return react(promised(() => apply(leave, iterator, [reason])), (given) => { resultOf(given, "return()"); });
      });
      return stream;
    },
  };
}
