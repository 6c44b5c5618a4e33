// Events that tell of errors.
(kit) => {
  "use strict";
  const { STATE, part } = kit;
  const { Event } = part("events");

  class ErrorEvent extends Event {
    constructor(type, init = undefined) {
      if (arguments.length < 1) throw kit.few("ErrorEvent", 1);
      super(type, init);
      const { colno, error, filename, lineno, message } = init ?? {};
      this[STATE].failure = {
        message: message === undefined ? "" : `${message}`, filename: filename === undefined ? "" : `${filename}`.toWellFormed(),
        lineno: Number(lineno) >>> 0, colno: Number(colno) >>> 0, error,
      };
    }
    get message() { return failureOf(this).message; }
    get filename() { return failureOf(this).filename; }
    get lineno() { return failureOf(this).lineno; }
    get colno() { return failureOf(this).colno; }
    get error() { return failureOf(this).error; }
    get [Symbol.toStringTag]() { return "ErrorEvent"; }
  }

  function failureOf(event) {
    const failure = event[STATE]?.failure;
    if (failure === undefined) throw new TypeError("Illegal invocation");
    return failure;
  }

  class PromiseRejectionEvent extends Event {
    constructor(type, init) {
      if (arguments.length < 2) throw kit.few("PromiseRejectionEvent", 2);
      const { promise, reason } = init ?? {};
      if (promise === null || (typeof promise !== "object" && typeof promise !== "function")) throw new TypeError("A PromiseRejectionEvent needs a promise");
      super(type, init);
      this[STATE].rejection = { promise, reason };
    }
    get promise() { return rejectionOf(this).promise; }
    get reason() { return rejectionOf(this).reason; }
    get [Symbol.toStringTag]() { return "PromiseRejectionEvent"; }
  }

  function rejectionOf(event) {
    const rejection = event[STATE]?.rejection;
    if (rejection === undefined) throw new TypeError("Illegal invocation");
    return rejection;
  }

  return { ErrorEvent, PromiseRejectionEvent };
}
