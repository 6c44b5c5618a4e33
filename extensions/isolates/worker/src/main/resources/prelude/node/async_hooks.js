// node:async_hooks: what goes along with a piece of code through all that it begins. The engine hands it to each reaction of a promise;
// timers and the rest take it along when they are set.
//= AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId, asyncWrapProviders
(kit) => {
  "use strict";
  const { host } = kit;
  const { callable, RangeFailure, TypeFailure } = kit.part("node/errors");
  // Each takes room in every set of values that goes along with anything.
  const STORES_MAX = 256;
  let stores = 0;

  function within(values, call, self, parameters) {
    const before = host.contextSwap(values);
    try {
      return kit.apply(call, self, parameters);
    } finally {
      host.contextSwap(before);
    }
  }

  // All values of this moment.
  function current() {
    const values = host.contextSwap(null);
    host.contextSwap(values);
    return values;
  }

  function bind(callback) {
    const values = current();
    return function bound(...parameters) { return within(values, callback, this, parameters); };
  }

  // From now on timers and their like take along what goes along.
  kit.bind = bind;

  class AsyncLocalStorage {
    constructor(options = undefined) {
      if (stores >= STORES_MAX) throw new RangeFailure("AsyncLocalStorage", `<= ${STORES_MAX} of them in an invocation`, stores + 1);
      stores++;
      this._enabled = true;
      this._name = `${options?.name ?? ""}`;
      this._key = Symbol("AsyncLocalStorage");
      this._fallback = options?.defaultValue;
    }

    get name() { return this._name; }

    getStore() {
      if (!this._enabled) return undefined;
      const held = host.contextGet(this._key);
      return held === undefined ? this._fallback : held.store;
    }

    run(store, callback, ...parameters) {
      callable(callback, "callback");
      this._enabled = true;
      return within(host.contextWith(this._key, { __proto__: null, store }), callback, null, parameters);
    }

    exit(callback, ...parameters) { return this.run(undefined, callback, ...parameters); }

    enterWith(store) {
      this._enabled = true;
      host.contextSwap(host.contextWith(this._key, { __proto__: null, store }));
    }

    disable() { this._enabled = false; }

    static bind(callback) {
      callable(callback, "fn");
      return bind(callback);
    }

    static snapshot() {
      const values = current();
      return (callback, ...parameters) => within(values, callback, null, parameters);
    }
  }

  let ids = 1;

  class AsyncResource {
    constructor(type) {
      if (typeof type !== "string") throw new TypeFailure("type", "of type string", type);
      this._values = current();
      this._id = ++ids;
    }

    runInAsyncScope(callback, self = undefined, ...parameters) { return within(this._values, callback, self, parameters); }
    bind(callback, self = undefined) {
      callable(callback, "fn");
      const resource = this;
      return function bound(...parameters) { return resource.runInAsyncScope(callback, self ?? this, ...parameters); };
    }
    emitDestroy() { return this; }
    asyncId() { return this._id; }
    triggerAsyncId() { return 1; }
    static bind(callback, type = undefined, self = undefined) { return new AsyncResource(type ?? (callback.name || "bound-anonymous-fn")).bind(callback, self); }
  }

  // Hooks are told of nothing: whoever asks for them wants them for tracing, and runs without.
  const hook = { enable() { return hook; }, disable() { return hook; } };

  return {
    AsyncLocalStorage, AsyncResource, createHook: () => hook, executionAsyncId: () => 1, executionAsyncResource: () => ({}), triggerAsyncId: () => 0,
    asyncWrapProviders: Object.freeze({ __proto__: null }),
  };
}
