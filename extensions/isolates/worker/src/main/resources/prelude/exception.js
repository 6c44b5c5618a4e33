// DOMException: an Error with one of the web platform's names.
(kit) => {
  "use strict";
  const CODES = {
    __proto__: null, IndexSizeError: 1, InvalidCharacterError: 5, NotFoundError: 8, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12,
    InvalidModificationError: 13, NamespaceError: 14, InvalidAccessError: 15, SecurityError: 18, NetworkError: 19, AbortError: 20,
    URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
  };

  class DOMException extends Error {
    constructor(message = "", name = "Error") {
      super();
      const given = typeof name === "object" && name !== null ? name : { name };
      const define = (key, value) => Object.defineProperty(this, key, { __proto__: null, value, writable: true, configurable: true });
      define("message", `${message}`);
      define("name", given.name === undefined ? "Error" : `${given.name}`);
      if ("cause" in given) define("cause", given.cause);
      define("stack", `${this.name}: ${this.message}${String(this.stack).replace(/^[^\n]*/, "")}`);
    }
    get code() { return CODES[this.name] ?? 0; }
    get [Symbol.toStringTag]() { return "DOMException"; }
  }

  const constants = {
    INDEX_SIZE_ERR: 1, INVALID_CHARACTER_ERR: 5, NOT_FOUND_ERR: 8, NOT_SUPPORTED_ERR: 9, INVALID_STATE_ERR: 11, SYNTAX_ERR: 12, INVALID_MODIFICATION_ERR: 13,
    NAMESPACE_ERR: 14, INVALID_ACCESS_ERR: 15, SECURITY_ERR: 18, NETWORK_ERR: 19, ABORT_ERR: 20, URL_MISMATCH_ERR: 21,
    QUOTA_EXCEEDED_ERR: 22, TIMEOUT_ERR: 23, INVALID_NODE_TYPE_ERR: 24, DATA_CLONE_ERR: 25,
  };
  for (const name in constants) {
    const constant = { __proto__: null, value: constants[name], enumerable: true };
    Object.defineProperty(DOMException, name, constant);
    Object.defineProperty(DOMException.prototype, name, constant);
  }

  return { DOMException };
}
