// DOMException: an Error with one of the web platform's names.
(kit) => {
  "use strict";
  // Names of the web platform in the order of their codes; a constant without a name is history.
  const LEGACY = [
    ["INDEX_SIZE_ERR", "IndexSizeError"], ["DOMSTRING_SIZE_ERR"], ["HIERARCHY_REQUEST_ERR", "HierarchyRequestError"],
    ["WRONG_DOCUMENT_ERR", "WrongDocumentError"], ["INVALID_CHARACTER_ERR", "InvalidCharacterError"], ["NO_DATA_ALLOWED_ERR"],
    ["NO_MODIFICATION_ALLOWED_ERR", "NoModificationAllowedError"], ["NOT_FOUND_ERR", "NotFoundError"], ["NOT_SUPPORTED_ERR", "NotSupportedError"],
    ["INUSE_ATTRIBUTE_ERR", "InUseAttributeError"], ["INVALID_STATE_ERR", "InvalidStateError"], ["SYNTAX_ERR", "SyntaxError"],
    ["INVALID_MODIFICATION_ERR", "InvalidModificationError"], ["NAMESPACE_ERR", "NamespaceError"], ["INVALID_ACCESS_ERR", "InvalidAccessError"],
    ["VALIDATION_ERR"], ["TYPE_MISMATCH_ERR", "TypeMismatchError"], ["SECURITY_ERR", "SecurityError"], ["NETWORK_ERR", "NetworkError"],
    ["ABORT_ERR", "AbortError"], ["URL_MISMATCH_ERR", "URLMismatchError"], ["QUOTA_EXCEEDED_ERR", "QuotaExceededError"],
    ["TIMEOUT_ERR", "TimeoutError"], ["INVALID_NODE_TYPE_ERR", "InvalidNodeTypeError"], ["DATA_CLONE_ERR", "DataCloneError"],
  ];
  const CODES = { __proto__: null };

  class DOMException extends Error {
    constructor(message = "", name = "Error") {
      super();
      const given = typeof name === "object" && name !== null ? name : { name };
      const define = (key, value) => Object.defineProperty(this, key, { __proto__: null, value, writable: true, configurable: true });
      define("message", `${message}`);
      define("name", given.name === undefined ? "Error" : `${given.name}`);
      if ("cause" in given) define("cause", given.cause);
      // What super() captured has no places: it leaves out all frames up to this constructor's, and those of the platform are in no stack.
      define("stack", `${this.name}: ${this.message}${String(new Error().stack).replace(/^[^\n]*/, "")}`);
    }
    get code() {
      if (!Object.hasOwn(this, "name")) throw new TypeError("Illegal invocation");
      return CODES[this.name] ?? 0;
    }
    get [Symbol.toStringTag]() { return "DOMException"; }
  }

  LEGACY.forEach(([constant, name], i) => {
    const described = { __proto__: null, value: i + 1, enumerable: true };
    Object.defineProperty(DOMException, constant, described);
    Object.defineProperty(DOMException.prototype, constant, described);
    if (name !== undefined) CODES[name] = i + 1;
  });

  // How much there was, and how much was asked for, where that is told.
  class QuotaExceededError extends DOMException {
    constructor(message = "", options = undefined) {
      super(message, "QuotaExceededError");
      const amount = (name) => {
        const value = options?.[name];
        if (value === undefined) return null;
        const number = Number(value);
        if (!Number.isFinite(number)) throw new TypeError(`${name} must be a number`);
        if (number < 0) throw new RangeError(`${name} must not be negative`);
        return number;
      };
      const quota = amount("quota"), requested = amount("requested");
      if (quota !== null && requested !== null && requested < quota) throw new RangeError("What was requested is within the quota");
      this[kit.STATE] = { quota, requested };
    }
    get quota() { return this[kit.STATE].quota; }
    get requested() { return this[kit.STATE].requested; }
  }

  return { DOMException, QuotaExceededError };
}
