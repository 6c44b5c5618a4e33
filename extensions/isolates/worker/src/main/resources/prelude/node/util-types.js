// node:util/types. What a value is, by what the engine says of it where it says it.
//= isAnyArrayBuffer, isArgumentsObject, isArrayBuffer, isArrayBufferView, isAsyncFunction, isBigInt64Array, isBigIntObject, isBigUint64Array
//= isBooleanObject, isBoxedPrimitive, isCryptoKey, isDataView, isDate, isExternal, isFloat32Array, isFloat64Array, isGeneratorFunction, isGeneratorObject
//= isInt16Array, isInt32Array, isInt8Array, isKeyObject, isMap, isMapIterator, isModuleNamespaceObject, isNativeError, isNumberObject, isPromise, isProxy
//= isRegExp, isSet, isSetIterator, isSharedArrayBuffer, isStringObject, isSymbolObject, isTypedArray, isUint16Array, isUint32Array, isUint8Array
//= isUint8ClampedArray, isWeakMap, isWeakSet
(kit) => {
  "use strict";
  const isObject = (value) => (typeof value === "object" && value !== null) || typeof value === "function";
  const brand = (value) => Object.prototype.toString.call(value).slice(8, -1);
  const typed = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;

  // Whether a method or accessor of a kind works on a value: only its own kind has what it asks for.
  function works(method, ...values) {
    return (value) => {
      if (!isObject(value)) return false;
      try {
        kit.apply(method, value, values);
        return true;
      } catch {
        return false;
      }
    };
  }
  const getter = (kind, name) => Object.getOwnPropertyDescriptor(kind.prototype, name).get;

  const types = {
    isArrayBuffer: works(getter(ArrayBuffer, "byteLength")),
    isSharedArrayBuffer: typeof SharedArrayBuffer === "function" ? works(getter(SharedArrayBuffer, "byteLength")) : () => false,
    isArrayBufferView: ArrayBuffer.isView,
    isArgumentsObject: (value) => isObject(value) && brand(value) === "Arguments" && value[Symbol.toStringTag] === undefined,
    isAsyncFunction: (value) => typeof value === "function" && /^Async(Generator)?Function$/.test(brand(value)),
    isGeneratorFunction: (value) => typeof value === "function" && /GeneratorFunction$/.test(brand(value)),
    isGeneratorObject: (value) => isObject(value) && /^(Async )?Generator$/.test(brand(value)),
    isDataView: works(getter(DataView, "byteLength")),
    isDate: works(Date.prototype.getTime),
    isMap: works(getter(Map, "size")),
    isSet: works(getter(Set, "size")),
    isWeakMap: works(WeakMap.prototype.has, {}),
    isWeakSet: works(WeakSet.prototype.has, {}),
    isMapIterator: (value) => isObject(value) && brand(value) === "Map Iterator",
    isSetIterator: (value) => isObject(value) && brand(value) === "Set Iterator",
    isModuleNamespaceObject: (value) => isObject(value) && brand(value) === "Module" && Object.isSealed(value) && Object.getPrototypeOf(value) === null,
    isNativeError: (value) => isObject(value) && (typeof Error.isError === "function" ? Error.isError(value) : brand(value) === "Error"),
    isPromise: (value) => value instanceof Promise,
    isRegExp: works(getter(RegExp, "source")),
    isNumberObject: works(Number.prototype.valueOf),
    isStringObject: works(String.prototype.valueOf),
    isBooleanObject: works(Boolean.prototype.valueOf),
    isBigIntObject: works(BigInt.prototype.valueOf),
    isSymbolObject: works(Symbol.prototype.valueOf),
    isTypedArray: (value) => kit.apply(typed, value, []) !== undefined,
    isCryptoKey: (value) => value instanceof kit.part("crypto").CryptoKey,
    isKeyObject: () => false,
    isExternal: () => false,
    // No language tells a proxy from what it stands for.
    isProxy: (value) => kit.host.isProxy(value),
  };
  types.isRegExp = (value) => isObject(value) && value !== RegExp.prototype && works(getter(RegExp, "source"))(value);
  types.isAnyArrayBuffer = (value) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value);
  types.isBoxedPrimitive = (value) => ["Number", "String", "Boolean", "BigInt", "Symbol"].some((kind) => types[`is${kind}Object`](value));
  for (const kind of ["Int8", "Uint8", "Uint8Clamped", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64", "BigInt64", "BigUint64"]) {
    types[`is${kind}Array`] = (value) => kit.apply(typed, value, []) === `${kind}Array`;
  }
  return types;
}
