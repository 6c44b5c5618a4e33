// DisposableStack, AsyncDisposableStack, SuppressedError: what is to be given back, in the opposite order of how it was taken.
(kit) => {
  "use strict";
  const { STATE } = kit;

  class SuppressedError extends Error {
    constructor(error, suppressed, message = undefined) {
      super(message);
      const define = (name, value) => Object.defineProperty(this, name, { __proto__: null, value, writable: true, configurable: true });
      define("error", error);
      define("suppressed", suppressed);
    }
  }
  Object.defineProperty(SuppressedError.prototype, "name", { __proto__: null, value: "SuppressedError", writable: true, configurable: true });

  function open(stack, Kind) {
    const state = stack?.[STATE];
    if (state === undefined || state.kind !== Kind) throw new TypeError(`This is no ${Kind}`);
    if (state.disposed) throw new ReferenceError(`The ${Kind} has been disposed of`);
    return state;
  }

  function methodOf(value, async) {
    let method = async ? value[Symbol.asyncDispose] : undefined;
    if (method === undefined || method === null) method = value[Symbol.dispose];
    if (typeof method !== "function") throw new TypeError(`The value has no method ${async ? "Symbol.asyncDispose or " : ""}Symbol.dispose`);
    return method;
  }

  const failed = (before, error) => ({ error: before === null ? error : new SuppressedError(error, before.error) });

  function shared(Kind, async) {
    return {
      get disposed() {
        const state = this?.[STATE];
        if (state === undefined || state.kind !== Kind) throw new TypeError(`This is no ${Kind}`);
        return state.disposed;
      },
      use(value) {
        const { items } = open(this, Kind);
        if (value === null || value === undefined) {
          if (async) items.push(() => undefined);
          return value;
        }
        const method = methodOf(value, async);
        items.push(() => method.call(value));
        return value;
      },
      adopt(value, give) {
        const { items } = open(this, Kind);
        if (typeof give !== "function") throw new TypeError("adopt takes a value and a function");
        items.push(() => give(value));
        return value;
      },
      defer(give) {
        const { items } = open(this, Kind);
        if (typeof give !== "function") throw new TypeError("defer takes a function");
        items.push(() => give());
      },
      move() {
        const state = open(this, Kind);
        const moved = new (async ? AsyncDisposableStack : DisposableStack)();
        moved[STATE].items = state.items;
        state.items = [];
        state.disposed = true;
        return moved;
      },
    };
  }

  const state = (kind) => ({ kind, disposed: false, items: [] });

  class DisposableStack {
    constructor() { Object.defineProperty(this, STATE, { __proto__: null, value: state("DisposableStack") }); }
    dispose() {
      const own = this?.[STATE];
      if (own === undefined || own.kind !== "DisposableStack") throw new TypeError("This is no DisposableStack");
      if (own.disposed) return;
      own.disposed = true;
      let failure = null;
      while (own.items.length > 0) {
        try {
          own.items.pop()();
        } catch (error) {
          failure = failed(failure, error);
        }
      }
      if (failure !== null) throw failure.error;
    }
  }

  class AsyncDisposableStack {
    constructor() { Object.defineProperty(this, STATE, { __proto__: null, value: state("AsyncDisposableStack") }); }
    async disposeAsync() {
      const own = this?.[STATE];
      if (own === undefined || own.kind !== "AsyncDisposableStack") throw new TypeError("This is no AsyncDisposableStack");
      if (own.disposed) return;
      own.disposed = true;
      let failure = null;
      while (own.items.length > 0) {
        try {
          await own.items.pop()();
        } catch (error) {
          failure = failed(failure, error);
        }
      }
      if (failure !== null) throw failure.error;
    }
  }

  for (const [Kind, async, name] of [[DisposableStack, false, "dispose"], [AsyncDisposableStack, true, "disposeAsync"]]) {
    const methods = shared(Kind.name, async);
    for (const key of Object.keys(methods)) Object.defineProperty(Kind.prototype, key, { __proto__: null, ...Object.getOwnPropertyDescriptor(methods, key), enumerable: false });
    const symbol = async ? Symbol.asyncDispose : Symbol.dispose;
    Object.defineProperty(Kind.prototype, symbol, { __proto__: null, value: Kind.prototype[name], writable: true, configurable: true });
    Object.defineProperty(Kind.prototype, Symbol.toStringTag, { __proto__: null, value: Kind.name, configurable: true });
  }

  return { DisposableStack, AsyncDisposableStack, SuppressedError };
}
