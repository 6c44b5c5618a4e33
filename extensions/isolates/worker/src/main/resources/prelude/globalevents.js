// The global object as an EventTarget: it is told of errors that nobody caught and of rejections that nobody handled. What no listener
// prevents is logged.
(kit) => {
  "use strict";
  const { STATE, part, apply } = kit;
  const { EventTarget } = part("events");
  const { addEventListener: add, removeEventListener: remove, dispatchEvent: dispatch } = EventTarget.prototype;
  let telling = false;

  Object.defineProperty(globalThis, STATE, { __proto__: null, value: new EventTarget()[STATE] });

  // A global on… is a plain variable, read when there is something to tell; it comes before the listeners.
  function attribute(type, prevents) {
    apply(add, globalThis, [type, (event) => {
      const handler = globalThis[`on${type}`];
      if (typeof handler === "function" && prevents(handler, event)) event[STATE].prevented = true;
    }]);
  }
  attribute("error", (handler, event) => {
    if (event[STATE].failure === undefined) return apply(handler, globalThis, [event]) === false;
    const { message, filename, lineno, colno, error } = event[STATE].failure;
    return apply(handler, globalThis, [message, filename, lineno, colno, error]) === true;
  });
  for (const type of ["unhandledrejection", "rejectionhandled"]) {
    attribute(type, (handler, event) => apply(handler, globalThis, [event]) === false);
  }

  // Whether a listener said that it has seen to it. What listeners throw meanwhile is only logged.
  function tell(make) {
    if (telling) return false;
    telling = true;
    try {
      const event = make();
      event[STATE].trusted = true;
      apply(dispatch, globalThis, [event]);
      return event[STATE].prevented;
    } finally {
      telling = false;
    }
  }

  function messageOf(error) {
    try {
      return `Uncaught ${error}`;
    } catch {
      return "Uncaught";
    }
  }

  function rejection(type, promise, reason, cancelable) {
    return tell(() => new (part("errorevents").PromiseRejectionEvent)(type, { promise, reason, cancelable }));
  }

  return {
    addEventListener() { return apply(add, globalThis, arguments); },
    removeEventListener() { return apply(remove, globalThis, arguments); },
    dispatchEvent() { return apply(dispatch, globalThis, arguments); },
    onerror: null, onunhandledrejection: null, onrejectionhandled: null,

    error: (error) => tell(() => new (part("errorevents").ErrorEvent)("error", { message: messageOf(error), error, cancelable: true })),
    rejected: (promise, reason) => rejection("unhandledrejection", promise, reason, true),
    handled: (promise, reason) => rejection("rejectionhandled", promise, reason, false),
  };
}
