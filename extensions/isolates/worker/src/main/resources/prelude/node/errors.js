// Errors as Node throws them: with a code, which its name shows, and what was given instead.
(kit) => {
  "use strict";

  function coded(Kind, code, message, more = undefined) {
    const error = new Kind(message);
    Object.defineProperty(error, "code", { __proto__: null, value: code, enumerable: true, writable: true, configurable: true });
    const { stack } = error;
    if (typeof stack === "string") {
      Object.defineProperty(error, "stack", { __proto__: null, value: stack.replace(error.name, `${error.name} [${code}]`), writable: true, configurable: true });
    }
    return more === undefined ? error : Object.assign(error, more);
  }

  function received(value) {
    if (value === undefined || value === null) return ` Received ${value}`;
    if (typeof value === "function") return ` Received function ${value.name}`;
    if (typeof value === "object") {
      const name = value.constructor?.name;
      return typeof name === "string" && name !== "" ? ` Received an instance of ${name}` : " Received an object";
    }
    const shown = typeof value === "string" ? `'${value.slice(0, 25)}${value.length > 25 ? "..." : ""}'` : typeof value === "bigint" ? `${value}n` : String(value);
    return ` Received type ${typeof value} (${shown})`;
  }

  // An argument of the wrong type; `wanted` goes on behind "must be".
  function TypeFailure(name, wanted, value) {
    return coded(TypeError, "ERR_INVALID_ARG_TYPE", `The "${name}" ${name.includes(".") ? "property" : "argument"} must be ${wanted}.${received(value)}`);
  }

  function RangeFailure(name, wanted, value) {
    const shown = typeof value === "bigint" ? `${value}n` : typeof value === "number" ? `${value}` : String(value).slice(0, 100);
    return coded(RangeError, "ERR_OUT_OF_RANGE", `The value of "${name}" is out of range. It must be ${wanted}. Received ${shown}`);
  }

  function callable(value, name) {
    if (typeof value !== "function") throw new TypeFailure(name, "of type function", value);
  }

  // An error for what functions cannot have, which names it.
  function unavailable(what, why) {
    return coded(Error, "ERR_METHOD_NOT_IMPLEMENTED", `${what} is not available in a function: ${why}`);
  }

  return { coded, received, TypeFailure, RangeFailure, callable, unavailable };
}
