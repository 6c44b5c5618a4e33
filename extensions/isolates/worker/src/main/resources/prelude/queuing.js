// Queuing strategies, and how streams read the objects that authors give them.
(kit) => {
  "use strict";
  const { STATE, apply } = kit;

  function stateOf(object, key) {
    const state = typeof object === "object" && object !== null ? object[STATE] : undefined;
    if (state === undefined || state[key] === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  // A method of an author's object, bound to it; undefined if there is none.
  function methodOf(object, name) {
    const method = object[name];
    if (method === undefined) return undefined;
    if (typeof method !== "function") throw new TypeError(`${name} must be a function`);
    return (...values) => apply(method, object, values);
  }

  function objectOf(given, what) {
    if (given === undefined) return {};
    if (given === null || (typeof given !== "object" && typeof given !== "function")) throw new TypeError(`${what} must be an object`);
    return given;
  }

  function optionsOf(given, what) {
    return given === null ? {} : objectOf(given, what);
  }

  // The two members of a strategy, read as the standard reads them; the mark is looked at only by markOf.
  function strategyOf(given) {
    const { highWaterMark, size } = optionsOf(given, "A queuing strategy");
    const mark = highWaterMark === undefined ? undefined : Number(highWaterMark);
    if (size !== undefined && typeof size !== "function") throw new TypeError("size must be a function");
    return { mark, size };
  }

  function markOf({ mark }, otherwise) {
    if (mark === undefined) return otherwise;
    if (!(mark >= 0)) throw new RangeError("highWaterMark must be a number that is not negative");
    return mark;
  }

  function sizeOf(size, chunk) {
    return size === undefined ? 1 : Number(apply(size, undefined, [chunk]));
  }

  function finite(size) {
    if (!(size >= 0) || size === Infinity) throw new RangeError("The size of a chunk must be finite and not negative");
    return size;
  }

  function given(init) {
    const { highWaterMark } = objectOf(init === undefined ? null : init, "What a queuing strategy is made from");
    if (highWaterMark === undefined) throw new TypeError("A queuing strategy needs a highWaterMark");
    return Number(highWaterMark);
  }

  const sizes = { count: { size() { return 1; } }.size, bytes: { size(chunk) { return chunk.byteLength; } }.size };

  class CountQueuingStrategy {
    constructor(init) { this[STATE] = { counting: given(init) }; }
    get highWaterMark() { return stateOf(this, "counting").counting; }
    get size() { stateOf(this, "counting"); return sizes.count; }
    get [Symbol.toStringTag]() { return "CountQueuingStrategy"; }
  }

  class ByteLengthQueuingStrategy {
    constructor(init) { this[STATE] = { weighing: given(init) }; }
    get highWaterMark() { return stateOf(this, "weighing").weighing; }
    get size() { stateOf(this, "weighing"); return sizes.bytes; }
    get [Symbol.toStringTag]() { return "ByteLengthQueuingStrategy"; }
  }

  return { stateOf, methodOf, objectOf, optionsOf, strategyOf, markOf, sizeOf, finite, CountQueuingStrategy, ByteLengthQueuingStrategy };
}
