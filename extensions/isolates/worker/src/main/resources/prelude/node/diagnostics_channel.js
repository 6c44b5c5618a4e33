// node:diagnostics_channel
//= channel, hasSubscribers, subscribe, unsubscribe, tracingChannel, Channel
(kit) => {
  "use strict";
  const { callable, coded, RangeFailure } = kit.part("node/errors");
  const CHANNELS_MAX = 1000;
  const channels = new Map();

  class Channel {
    constructor(name) {
      this.name = name;
      this._subscribers = [];
      this._stores = new Map();
    }
    get hasSubscribers() { return this._subscribers.length > 0 || this._stores.size > 0; }
    subscribe(subscriber) {
      callable(subscriber, "subscription");
      this._subscribers = [...this._subscribers, subscriber];
    }
    unsubscribe(subscriber) {
      const at = this._subscribers.indexOf(subscriber);
      if (at < 0) return false;
      this._subscribers = this._subscribers.toSpliced(at, 1);
      return true;
    }
    publish(message) {
      for (const subscriber of this._subscribers) kit.run(() => subscriber(message, this.name));
    }
    bindStore(store, transform = (data) => data) { this._stores.set(store, transform); }
    unbindStore(store) { return this._stores.delete(store); }
    runStores(message, callback, self = undefined, ...parameters) {
      let run = () => {
        this.publish(message);
        return callback.apply(self, parameters);
      };
      for (const [store, transform] of this._stores) {
        const inner = run;
        run = () => store.run(transform(message), inner);
      }
      return run();
    }
  }

  function channel(name) {
    if (typeof name !== "string" && typeof name !== "symbol") throw coded(TypeError, "ERR_INVALID_ARG_TYPE", 'The "channel" argument must be one of type string or symbol.');
    const known = channels.get(name);
    if (known !== undefined) return known;
    if (channels.size >= CHANNELS_MAX) throw new RangeFailure("channel", `<= ${CHANNELS_MAX} of them in an invocation`, channels.size + 1);
    const made = new Channel(name);
    channels.set(name, made);
    return made;
  }

  const STEPS = ["start", "end", "asyncStart", "asyncEnd", "error"];

  class TracingChannel {
    constructor(names) { for (const step of STEPS) this[step] = typeof names === "string" ? channel(`tracing:${names}:${step}`) : names[step]; }
    get hasSubscribers() { return STEPS.some((step) => this[step].hasSubscribers); }
    subscribe(handlers) { for (const step of STEPS) if (handlers[step] !== undefined) this[step].subscribe(handlers[step]); }
    unsubscribe(handlers) { return STEPS.every((step) => handlers[step] === undefined || this[step].unsubscribe(handlers[step])); }
    traceSync(call, context = {}, self = undefined, ...parameters) {
      return this.start.runStores(context, () => {
        try {
          return (context.result = call.apply(self, parameters));
        } catch (error) {
          context.error = error;
          this.error.publish(context);
          throw error;
        } finally {
          this.end.publish(context);
        }
      });
    }
    tracePromise(call, context = {}, self = undefined, ...parameters) {
      const settled = (key, value) => {
        context[key] = value;
        if (key === "error") this.error.publish(context);
        this.asyncStart.publish(context);
        this.asyncEnd.publish(context);
      };
      return this.start.runStores(context, () => {
        try {
          return Promise.resolve(call.apply(self, parameters)).then(
            (value) => { settled("result", value); return value; },
            (error) => { settled("error", error); throw error; },
          );
        } catch (error) {
          context.error = error;
          this.error.publish(context);
          throw error;
        } finally {
          this.end.publish(context);
        }
      });
    }
    traceCallback(call, position = -1, context = {}, self = undefined, ...parameters) {
      const original = parameters.at(position);
      callable(original, "callback");
      const trace = this;
      const wrapped = function wrapped(error, value) {
        if (error) {
          context.error = error;
          trace.error.publish(context);
        } else context.result = value;
        return trace.asyncStart.runStores(context, () => {
          try {
            return original.apply(this, arguments);
          } finally {
            trace.asyncEnd.publish(context);
          }
        });
      };
      parameters.splice(position, 1, wrapped);
      return this.start.runStores(context, () => {
        try {
          return call.apply(self, parameters);
        } finally {
          this.end.publish(context);
        }
      });
    }
  }

  return {
    channel, Channel, tracingChannel: (names) => new TracingChannel(names),
    hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
    subscribe: (name, subscriber) => channel(name).subscribe(subscriber),
    unsubscribe: (name, subscriber) => channels.get(name)?.unsubscribe(subscriber) ?? false,
  };
}
