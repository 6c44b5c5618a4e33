// Whether two values are the same all the way down, as assert.deepEqual and deepStrictEqual have it.
(kit) => {
  "use strict";
  const types = kit.node("util/types");

  function same(one, other, strict) {
    return equal(one, other, strict, []);
  }

  function equal(one, other, strict, seen) {
    if (one === other) return one !== 0 || !strict || Object.is(one, other);
    if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
      if (strict) return Object.is(one, other);
      if ((typeof one === "object" && one !== null) || (typeof other === "object" && other !== null)) return false;
      return one == other || (one !== one && other !== other);
    }
    if (strict && Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
    if (Array.isArray(one) !== Array.isArray(other) || !sameKind(one, other, strict)) return false;
    if (seen.some(([a, b]) => a === one && b === other)) return true;
    seen.push([one, other]);
    try {
      return contents(one, other, strict, seen);
    } finally {
      seen.pop();
    }
  }

  function sameKind(one, other, strict) {
    const tag = (value) => Object.prototype.toString.call(value);
    if (tag(one) !== tag(other)) return false;
    if (types.isDate(one)) return types.isDate(other) && one.getTime() === other.getTime();
    if (types.isRegExp(one)) return types.isRegExp(other) && String(one) === String(other) && one.lastIndex === other.lastIndex;
    if (types.isNativeError(one) || one instanceof Error) {
      return one.message === other.message && one.name === other.name && (!strict || equal(one.cause, other.cause, strict, [])) && equal(one.errors, other.errors, strict, []);
    }
    if (types.isBoxedPrimitive(one)) return types.isBoxedPrimitive(other) && Object.is(one.valueOf(), other.valueOf());
    if (types.isAnyArrayBuffer(one)) return bytes(new Uint8Array(one), new Uint8Array(other));
    if (ArrayBuffer.isView(one)) {
      if (!strict && /Float/.test(tag(one))) return one.length === other.length && one.every((value, i) => value === other[i]);
      const view = (value) => new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return ArrayBuffer.isView(other) && bytes(view(one), view(other));
    }
    return !(types.isWeakMap(one) || types.isWeakSet(one) || one instanceof Promise);
  }

  const bytes = (one, other) => one.length === other.length && one.every((byte, i) => byte === other[i]);

  function contents(one, other, strict, seen) {
    if (types.isSet(one) !== types.isSet(other) || types.isMap(one) !== types.isMap(other)) return false;
    if (types.isSet(one) && !sets(one, other, strict, seen)) return false;
    if (types.isMap(one) && !maps(one, other, strict, seen)) return false;
    const view = ArrayBuffer.isView(one);
    const keys = keysOf(one, strict, view), others = keysOf(other, strict, view);
    if (keys.length !== others.length) return false;
    if (Array.isArray(one) && one.length !== other.length) return false;
    return keys.every((key) => Object.prototype.propertyIsEnumerable.call(other, key) && equal(one[key], other[key], strict, seen));
  }

  function keysOf(value, strict, view) {
    const keys = view ? Object.keys(value).filter((key) => !/^\d+$/.test(key)) : Object.keys(value);
    return strict ? keys.concat(Object.getOwnPropertySymbols(value).filter((key) => key !== kit.STATE && Object.prototype.propertyIsEnumerable.call(value, key))) : keys;
  }

  function sets(one, other, strict, seen) {
    if (one.size !== other.size) return false;
    const left = [...other];
    return [...one].every((item) => take(left, (candidate) => equal(item, candidate, strict, seen)));
  }

  function maps(one, other, strict, seen) {
    if (one.size !== other.size) return false;
    const left = [...other];
    return [...one].every(([key, item]) => take(left, ([candidate, value]) => equal(key, candidate, strict, seen) && equal(item, value, strict, seen)));
  }

  function take(list, fits) {
    const at = list.findIndex(fits);
    if (at < 0) return false;
    list.splice(at, 1);
    return true;
  }

  return { same };
}
