// MessageChannel and its ports. Both ends of a channel lie in the same isolate; a message is copied when it is sent, and arrives in a turn
// of its own.
(kit) => {
  "use strict";
  const { STATE, host, part } = kit;
  const { Event, EventTarget, TRUSTED } = part("events");
  const { defineProperty } = Object;
  const NO_PORTS = Object.freeze([]);
  const { copied, listOf } = part("clone");
  // Messages that wait at a port.
  const MOST = 10000;
  let making = false;

  class MessageEvent extends Event {
    constructor(type, init = undefined) {
      if (arguments.length < 1) throw kit.few("MessageEvent", 1);
      super(type, init);
      const { data, lastEventId, origin, ports, source } = init ?? {};
      if (source !== undefined && source !== null && !isPort(source)) throw new TypeError("The source of a message is a MessagePort");
      const list = ports === undefined ? [] : [...ports];
      for (const port of list) if (!isPort(port)) throw new TypeError("ports is a list of MessagePorts");
      this[STATE] = {
        ...this[STATE], data: data === undefined ? null : data, origin: origin === undefined ? "" : `${origin}`.toWellFormed(),
        lastEventId: lastEventId === undefined ? "" : `${lastEventId}`, source: source ?? null, ports: Object.freeze(list),
      };
    }
    get data() { return messageOf(this).data; }
    get origin() { return messageOf(this).origin; }
    get lastEventId() { return messageOf(this).lastEventId; }
    get source() { return messageOf(this).source; }
    get ports() { return messageOf(this).ports; }
    get [Symbol.toStringTag]() { return "MessageEvent"; }
  }

  function messageOf(event) {
    const state = event[STATE];
    if (state === undefined || state.lastEventId === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function isPort(value) {
    return typeof value === "object" && value !== null && value[STATE] !== undefined && value[STATE].end !== undefined;
  }

  function portOf(object) {
    if (!isPort(object)) throw new TypeError("Illegal invocation");
    return object[STATE];
  }

  class MessagePort extends EventTarget {
    constructor() {
      super();
      if (!making) throw new TypeError("Illegal constructor");
      this[STATE] = { ...this[STATE], end: null, open: false, handlers: { __proto__: null } };
    }
    postMessage(message, options = undefined) {
      const { end } = portOf(this);
      if (arguments.length < 1) throw kit.few("postMessage", 1);
      const iterable = typeof options === "object" && options !== null && options[Symbol.iterator] !== undefined && options[Symbol.iterator] !== null;
      const list = [...(iterable ? options : listOf(options))];
      if (list.includes(this)) throw kit.fail("DataCloneError", "A port cannot be sent through itself");
      const peer = end === null ? null : end.peer;
      const lost = peer !== null && peer.port !== null && list.includes(peer.port);
      if (peer !== null && peer.queue.length >= MOST) throw new (part("exception").QuotaExceededError)(`More than ${MOST} messages wait at the other port`, { __proto__: null, quota: MOST });
      const { made, received } = copied(message, list);
      if (peer === null || lost) return;
      peer.queue.push({ data: made, ports: received.filter(isPort) });
      deliver(peer);
    }
    start() {
      const state = portOf(this);
      state.open = true;
      if (state.end !== null) deliver(state.end);
    }
    close() {
      const state = portOf(this), { end } = state;
      if (end === null) return;
      state.end = null;
      end.port = null;
      end.queue = [];
      const { peer } = end;
      if (peer === null) return;
      peer.peer = end.peer = null;
      peer.closing = true;
      deliver(peer);
    }
    get onmessage() { return portOf(this).handlers.message ?? null; }
    set onmessage(value) { handle(this, "message", value); this.start(); }
    get onmessageerror() { return portOf(this).handlers.messageerror ?? null; }
    set onmessageerror(value) { handle(this, "messageerror", value); }
    get onclose() { return portOf(this).handlers.close ?? null; }
    set onclose(value) { handle(this, "close", value); }
    get [Symbol.toStringTag]() { return "MessagePort"; }
  }

  // The handler of a type stands where it was first set among the listeners.
  function handle(port, type, value) {
    const { handlers } = portOf(port);
    if (handlers[type] === undefined) {
      port.addEventListener(type, (event) => { if (handlers[type] !== null) handlers[type].call(port, event); });
    }
    handlers[type] = typeof value === "function" ? value : null;
  }

  // What waits at an end goes to its port, one message a turn, while that is open; that the other end was closed comes last.
  function deliver(end) {
    if (end.busy || !isDue(end)) return;
    end.busy = true;
    host.setTimer(0, () => {
      end.busy = false;
      if (!isDue(end)) return;
      const { port } = end;
      if (end.queue.length > 0) {
        const { data, ports } = end.queue.shift();
        say(port, new MessageEvent("message", { __proto__: null, data, ports }));
      } else {
        end.closing = false;
        say(port, new Event("close"));
      }
      deliver(end);
    });
  }

  function isDue(end) {
    if (end.port === null) return false;
    return end.queue.length > 0 ? end.port[STATE].open : end.closing;
  }

  function say(port, event) {
    event[STATE].trusted = true;
    port.dispatchEvent(event);
  }

  function newPort() {
    making = true;
    try {
      return new MessagePort();
    } finally {
      making = false;
    }
  }

  function put(port, end) {
    port[STATE].end = end;
    end.port = port;
  }

  const newEnd = () => ({ peer: null, port: null, queue: [], busy: false, closing: false });

  // Two ports that are each other's.
  function entangled() {
    const one = newPort(), other = newPort(), first = newEnd(), second = newEnd();
    first.peer = second;
    second.peer = first;
    put(one, first);
    put(other, second);
    return [one, other];
  }

  class MessageChannel {
    constructor() {
      const [port1, port2] = entangled();
      this[STATE] = { port1, port2 };
    }
    get port1() { return channelOf(this).port1; }
    get port2() { return channelOf(this).port2; }
    get [Symbol.toStringTag]() { return "MessageChannel"; }
  }

  function channelOf(object) {
    const state = object[STATE];
    if (state === undefined || state.port1 === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  return {
    MessageChannel, MessagePort, MessageEvent,

    // The event of a message that came from outside, without an author's options to look at.
    arrived(data, origin) {
      const event = { __proto__: MessageEvent.prototype };
      event[STATE] = {
        type: "message", bubbles: false, cancelable: false, composed: false, target: null, prevented: false, stopped: false, stoppedNow: false,
        passive: false, trusted: true, phase: 0, time: host.performanceNow(), detail: null, data, origin, lastEventId: "", source: null, ports: NO_PORTS,
      };
      defineProperty(event, "isTrusted", TRUSTED);
      return event;
    },

    // A port goes with all that waits at it; what stays behind is closed.
    transfer(port) {
      const state = portOf(port), made = newPort();
      return {
        made,
        check() { if (state.end === null) throw kit.fail("DataCloneError", "A port that is closed or was transferred could not be cloned"); },
        go() {
          put(made, state.end);
          state.end = null;
        },
      };
    },
  };
}
