// node:util
//= inspect, format, formatWithOptions, promisify, callbackify, inherits, deprecate, debuglog, debug, types, isDeepStrictEqual, isArray, TextEncoder
//= TextDecoder, stripVTControlCharacters, toUSVString, parseArgs, styleText, aborted, getSystemErrorName, getSystemErrorMap, parseEnv, MIMEType, MIMEParams
//= isBoolean, isNull, isNullOrUndefined, isNumber, isString, isSymbol, isUndefined, isRegExp, isObject, isDate, isError, isFunction, isPrimitive, isBuffer, _extend
(kit) => {
  "use strict";
  const { coded, TypeFailure, callable, unavailable } = kit.part("node/errors");
  const { inspect, format, isError } = kit.part("inspect");
  const types = kit.node("util/types");
  const PROMISIFY = Symbol.for("nodejs.util.promisify.custom");

  function promisify(original) {
    callable(original, "original");
    const own = original[PROMISIFY];
    if (own !== undefined) {
      callable(own, "util.promisify.custom");
      return Object.defineProperty(own, PROMISIFY, { __proto__: null, value: own, configurable: true });
    }
    function promised(...values) {
      return new Promise((resolve, reject) => {
        original.call(this, ...values, (error, value) => (error ? reject(error) : resolve(value)));
      });
    }
    Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
    Object.defineProperty(promised, PROMISIFY, { __proto__: null, value: promised, configurable: true });
    return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(original));
  }
  promisify.custom = PROMISIFY;

  function callbackify(original) {
    callable(original, "original");
    function called(...values) {
      const done = values.pop();
      callable(done, "last argument");
      original.apply(this, values).then(
        (value) => kit.node("process").nextTick(done, null, value),
        (error) => kit.node("process").nextTick(done, error || coded(Error, "ERR_FALSY_VALUE_REJECTION", "Promise was rejected with falsy value", { reason: error })),
      );
    }
    return Object.defineProperties(called, { ...Object.getOwnPropertyDescriptors(original), name: { value: `${original.name}Callbackified`, configurable: true } });
  }

  function inherits(constructor, parent) {
    callable(constructor, "ctor");
    callable(parent, "superCtor");
    if (parent.prototype === undefined) throw new TypeFailure("superCtor.prototype", "of type object", parent.prototype);
    Object.defineProperty(constructor, "super_", { __proto__: null, value: parent, writable: true, configurable: true });
    Object.setPrototypeOf(constructor.prototype, parent.prototype);
  }

  const told = new Set();

  function deprecate(original, message, code = undefined) {
    let warned = false;
    function deprecated(...values) {
      if (!warned && !(code !== undefined && told.has(code))) {
        warned = true;
        if (code !== undefined && told.size < 1000) told.add(code);
        kit.part("console").console.warn(`${code === undefined ? "" : `[${code}] `}DeprecationWarning: ${message}`);
      }
      return new.target ? Reflect.construct(original, values, new.target) : original.apply(this, values);
    }
    Object.setPrototypeOf(deprecated, original);
    if (original.prototype) deprecated.prototype = original.prototype;
    return deprecated;
  }

  function debuglog(set) {
    const wanted = `${kit.node("process").env.NODE_DEBUG ?? ""}`.toUpperCase().split(",");
    const enabled = wanted.includes(`${set}`.toUpperCase());
    const log = (...values) => { if (enabled) kit.part("console").console.error(`${`${set}`.toUpperCase()}: ${format(undefined, values)}`); };
    return Object.defineProperty(log, "enabled", { __proto__: null, get: () => enabled });
  }

  function styleText(style, text) {
    return [style].flat().reduceRight((inner, name) => {
      const codes = inspect.colors[name];
      if (codes === undefined) throw coded(TypeError, "ERR_INVALID_ARG_VALUE", `The argument 'format' must be one of: ${Object.keys(inspect.colors).join(", ")}.`);
      return `\u001b[${codes[0]}m${inner}\u001b[${codes[1]}m`;
    }, text);
  }

  function aborted(signal) {
    return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
  }

  function parseEnv(text) {
    const env = {};
    for (const line of `${text}`.split(/\r?\n/)) {
      const match = /^\s*(?:export\s+)?([\w.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`|([^#]*?))\s*(?:#.*)?$/.exec(line);
      if (match !== null) env[match[1]] = match[2]?.replace(/\\n/g, "\n") ?? match[3] ?? match[4] ?? match[5] ?? "";
    }
    return env;
  }

  const absent = (what) => function missing() { throw unavailable(`util.${what}`, "nothing in it asks for a command line or the operating system"); };
  const { TextEncoder, TextDecoder } = kit.part("encoding");

  return {
    inspect, promisify, callbackify, inherits, deprecate, debuglog, debug: debuglog, types, TextEncoder, TextDecoder, styleText, aborted, parseEnv,
    format: (...values) => format(undefined, values),
    formatWithOptions: (options, ...values) => format(options, values),
    isDeepStrictEqual: (one, other) => kit.part("node/equality").same(one, other, true),
    stripVTControlCharacters: (text) => `${text}`.replace(/[\u001b\u009b][[\]()#;?]*(?:\d{1,4}(?:;\d{0,4})*)?[\dA-PR-TZcf-nq-uy=><~]/g, ""),
    toUSVString: (text) => `${text}`.toWellFormed(),
    parseArgs: absent("parseArgs"), getSystemErrorName: absent("getSystemErrorName"), getSystemErrorMap: absent("getSystemErrorMap"),
    MIMEType: absent("MIMEType"), MIMEParams: absent("MIMEParams"),
    isArray: Array.isArray, isBoolean: (v) => typeof v === "boolean", isNull: (v) => v === null, isNullOrUndefined: (v) => v === null || v === undefined,
    isNumber: (v) => typeof v === "number", isString: (v) => typeof v === "string", isSymbol: (v) => typeof v === "symbol", isUndefined: (v) => v === undefined,
    isRegExp: types.isRegExp, isObject: (v) => v !== null && typeof v === "object", isDate: types.isDate, isError, isFunction: (v) => typeof v === "function",
    isPrimitive: (v) => v === null || (typeof v !== "object" && typeof v !== "function"), isBuffer: (v) => kit.node("buffer").Buffer.isBuffer(v),
    _extend: (target, source) => Object.assign(target, source),
  };
}
