// WebSockets: pairs of them, those that a fetch brings, and those of the standard's constructor. The other end of a socket is one in the
// same isolate (peer), or the host's (wire: the numbers of the streams that its messages come and go by).
(kit) => {
  "use strict";
  const { STATE, NONE, host, web, part } = kit;
  const { Event, EventTarget, attribute } = part("events");
  const { arrived } = part("messages");
  const CONNECTING = 0, OPEN = 1, CLOSING = 2, CLOSED = 3;
  const BROKEN = 0, TEXT = 1, BYTES = 2, CLOSE = 8;
  const NO_CODE = 1005, ABNORMAL = 1006;
  const MESSAGE_MOST = 1 << 20;
  const REASON_MOST = 123;
  // Messages that wait at a socket of a pair.
  const MOST = 10000;
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const { isView } = ArrayBuffer;
  const { slice } = ArrayBuffer.prototype;
  let making = null;

  // ---- events ----

  class CloseEvent extends Event {
    constructor(type, init = undefined) {
      if (arguments.length < 1) throw kit.few("CloseEvent", 1);
      super(type, init);
      const { wasClean, code, reason } = init ?? {};
      this[STATE] = {
        ...this[STATE], wasClean: Boolean(wasClean), code: code === undefined ? 0 : Number(code) & 0xffff,
        reason: reason === undefined ? "" : `${reason}`.toWellFormed(),
      };
    }
    get wasClean() { return closeOf(this).wasClean; }
    get code() { return closeOf(this).code; }
    get reason() { return closeOf(this).reason; }
    get [Symbol.toStringTag]() { return "CloseEvent"; }
  }

  function closeOf(event) {
    const state = event[STATE];
    if (state === undefined || state.wasClean === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function say(socket, event) {
    event[STATE].trusted = true;
    socket.dispatchEvent(event);
  }

  // ---- sockets ----

  function stateOf(object) {
    const state = typeof object === "object" && object !== null ? object[STATE] : undefined;
    if (state === undefined || state.ready === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  class WebSocket extends EventTarget {
    constructor(url, protocols = undefined) {
      if (making === null && arguments.length < 1) throw kit.few("WebSocket", 1);
      super();
      this[STATE] = {
        ...this[STATE], handlers: { __proto__: null }, socket: this, ready: OPEN, accepted: false, given: false, standard: false, binaryType: "arraybuffer",
        url: null, origin: "", protocol: "", extensions: "", peer: null, wire: null, queue: [], busy: false, call: 0, buffered: 0, left: 0, saidClose: false,
        over: null,
      };
      if (making === null) connect(this[STATE], url, protocols);
    }
    get url() { return stateOf(this).url; }
    get readyState() { return stateOf(this).ready; }
    get protocol() { return stateOf(this).protocol; }
    get extensions() { return stateOf(this).extensions; }
    get bufferedAmount() {
      const { left, buffered } = stateOf(this);
      return buffered + (left < 0 ? -left : 0);
    }
    get binaryType() { return stateOf(this).binaryType; }
    set binaryType(value) {
      const state = stateOf(this), type = `${value}`;
      if (type === "blob" || type === "arraybuffer") state.binaryType = type;
    }
    accept() {
      const state = stateOf(this);
      if (state.given) throw new TypeError("A WebSocket that was given to a response cannot be accepted");
      if (state.accepted) return;
      state.accepted = true;
      if (state.wire !== null) listen(state);
      else deliver(state);
    }
    send(data) {
      const state = stateOf(this);
      if (arguments.length < 1) throw kit.few("send", 1);
      send(state, data);
    }
    close(code = undefined, reason = undefined) { close(stateOf(this), code, reason); }
    get [Symbol.toStringTag]() { return "WebSocket"; }
  }
  for (const type of ["open", "message", "error", "close"]) attribute(WebSocket, type);
  for (const [name, value] of [["CONNECTING", CONNECTING], ["OPEN", OPEN], ["CLOSING", CLOSING], ["CLOSED", CLOSED]]) {
    const described = { __proto__: null, value, enumerable: true };
    Object.defineProperty(WebSocket, name, described);
    Object.defineProperty(WebSocket.prototype, name, described);
  }
  for (const [name, value] of [["READY_STATE_CONNECTING", CONNECTING], ["READY_STATE_OPEN", OPEN], ["READY_STATE_CLOSING", CLOSING], ["READY_STATE_CLOSED", CLOSED]]) {
    Object.defineProperty(WebSocket, name, { __proto__: null, value, enumerable: true });
  }

  function newSocket() {
    making = true;
    try {
      return new WebSocket("");
    } finally {
      making = null;
    }
  }

  // ---- what the function says ----

  function send(state, data) {
    if (state.given) throw new TypeError("A WebSocket that was given to a response cannot be used");
    if (state.ready === CONNECTING) throw kit.fail("InvalidStateError", "The WebSocket is still connecting");
    if (!state.accepted) throw new TypeError("accept() must be called before anything is sent");
    const message = messageOf(data);
    if (message.length > MESSAGE_MOST) throw new TypeError(`A message of ${message.length} bytes is too large for a WebSocket; it takes at most ${MESSAGE_MOST}`);
    if (state.ready === OPEN && !state.saidClose) return transmit(state, message);
    if (!state.standard) throw new TypeError("Nothing can be sent behind close()");
    state.buffered += message.length;
    return undefined;
  }

  function messageOf(data) {
    if (typeof data === "object" && data !== null) {
      if (isView(data)) return { kind: BYTES, content: data.buffer, offset: data.byteOffset, length: data.byteLength, code: 0 };
      if (data instanceof ArrayBuffer) return { kind: BYTES, content: data, offset: 0, length: data.byteLength, code: 0 };
      const inner = data[STATE];
      if (inner !== undefined && inner.content !== undefined && inner.start !== undefined) {
        return { kind: BYTES, content: inner.content, offset: inner.start, length: inner.size, code: 0 };
      }
    }
    const text = `${data}`.toWellFormed();
    return { kind: TEXT, content: text, offset: 0, length: text.length, code: 0 };
  }

  function closing(code, reason) {
    return { kind: CLOSE, content: reason, offset: 0, length: 0, code };
  }

  function transmit(state, message) {
    const { peer, wire } = state;
    if (wire !== null) return put(state, message);
    if (peer.queue.length >= MOST) throw new RangeError(`More than ${MOST} messages wait at the other WebSocket`);
    const { kind, content, offset, length, code } = message;
    const kept = kind === BYTES ? { kind, content: kit.apply(slice, content, [offset, offset + length]), offset: 0, length, code } : message;
    peer.queue.push(kept);
    return deliver(peer);
  }

  function put(state, message) {
    const { kind, content, offset, length, code } = message;
    if (kind === CLOSE) host.socketClose(state.wire.out, code, content);
    else state.left = host.socketSend(state.wire.out, content, offset, length);
  }

  function close(state, code, reason) {
    const text = reason === undefined ? "" : `${reason}`.toWellFormed();
    const number = code === undefined ? NO_CODE : Number(code) & 0xffff;
    checkClose(state, code, number, text);
    if (state.given) throw new TypeError("A WebSocket that was given to a response cannot be used");
    if (state.ready >= CLOSING || state.saidClose) return;
    if (state.ready === CONNECTING) {
      state.ready = CLOSING;
      host.hangUp(state.call);
      host.setTimer(0, () => failed(state, "The WebSocket was closed before it was open"));
      return;
    }
    if (!state.accepted) throw new TypeError("accept() must be called before close()");
    state.ready = CLOSING;
    sayClose(state, number, text);
  }

  function checkClose(state, code, number, text) {
    const own = number === 1000 || (number >= 3000 && number <= 4999);
    const servers = !state.standard && ((number >= 1001 && number <= 1003) || (number >= 1007 && number <= 1014));
    if (code !== undefined && !own && !servers) {
      const what = state.standard ? "1000 or 3000 to 4999" : "1000 to 1003, 1007 to 1014 or 3000 to 4999";
      throw kit.fail("InvalidAccessError", `A WebSocket is closed with ${what}, not with ${String(code).slice(0, 40)}`);
    }
    if (text !== "" && kit.bytes(web.encode(text)).byteLength > REASON_MOST) throw kit.fail("SyntaxError", `The reason of a close has at most ${REASON_MOST} bytes`);
    if (text !== "" && code === undefined) throw new TypeError("A reason goes with a code");
  }

  function sayClose(state, code, reason) {
    if (state.saidClose) return;
    state.saidClose = true;
    transmit(state, closing(code, reason));
  }

  // ---- what the function hears ----

  function listen(state) {
    host.socketNext(state.wire.in, (kind, content, code) => {
      if (state.ready === CLOSED) return;
      const made = kind === BYTES ? kit.bytes(content) : content;
      hear(state, { kind, content: made, offset: 0, length: 0, code });
      if (state.ready !== CLOSED) listen(state);
    });
  }

  function hear(state, { kind, content, code }) {
    if (kind === BROKEN) return broken(state, "The connection was lost");
    if (kind === CLOSE) return closed(state, code, content, true);
    if (state.ready !== OPEN) return undefined;
    const data = kind === TEXT || state.binaryType === "arraybuffer" ? content : part("blob").of(new Uint8Array(content), "");
    state.socket.dispatchEvent(arrived(data, state.origin));
    return undefined;
  }

  // The messages that wait at a socket of a pair, one a turn.
  function deliver(state) {
    if (state.busy || !state.accepted || state.wire !== null || state.queue.length === 0) return;
    state.busy = true;
    host.setTimer(0, () => {
      state.busy = false;
      if (state.ready === CLOSED || state.wire !== null || state.queue.length === 0) return;
      hear(state, state.queue.shift());
      deliver(state);
    });
  }

  function broken(state, message) {
    if (state.ready === CLOSED) return;
    say(state.socket, new (part("errorevents").ErrorEvent)("error", { __proto__: null, message }));
    closed(state, ABNORMAL, "", false);
  }

  // The last that happens to a socket.
  function closed(state, code, reason, wasClean) {
    if (state.ready === CLOSED) return;
    if (wasClean) {
      state.ready = CLOSING;
      sayClose(state, code, reason);
    }
    state.ready = CLOSED;
    if (state.wire !== null) {
      host.stopReading(state.wire.in);
      if (!wasClean) host.fail(state.wire.out);
    }
    say(state.socket, new CloseEvent("close", { __proto__: null, wasClean, code, reason }));
    if (state.over !== null) host.setTimer(0, state.over);
  }

  // ---- pairs ----

  class WebSocketPair {
    constructor() {
      const one = newSocket(), other = newSocket();
      one[STATE].peer = other[STATE];
      other[STATE].peer = one[STATE];
      for (const [at, value] of [[0, one], [1, other]]) {
        Object.defineProperty(this, at, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
      }
    }
    *[Symbol.iterator]() {
      yield this[0];
      yield this[1];
    }
    get [Symbol.toStringTag]() { return "WebSocketPair"; }
  }

  function socketOf(value) {
    if (typeof value !== "object" || value === null || value[STATE] === undefined || value[STATE].ready === undefined) {
      throw new TypeError("A response with status 101 needs a webSocket: one of a WebSocketPair, or one that a fetch brought");
    }
    return value;
  }

  // ---- connections to the outside ----

  function connect(state, url, protocols) {
    const asked = protocols === undefined ? [] : typeof protocols === "string" ? [protocols] : sequence(protocols);
    state.url = wsUrl(`${url}`.toWellFormed());
    const names = new Set();
    for (const name of asked) {
      const lower = name.toLowerCase();
      if (!TOKEN.test(name) || names.has(lower)) throw kit.fail("SyntaxError", `Not a list of different protocols: ${JSON.stringify(name.slice(0, 40))}`);
      names.add(lower);
    }
    state.standard = true;
    state.accepted = true;
    state.binaryType = "blob";
    state.ready = CONNECTING;
    state.origin = originOf(state.url);
    const list = "upgrade\nwebsocket" + (asked.length === 0 ? "" : `\nsec-websocket-protocol\n${asked.join(", ")}`);
    state.call = host.fetch("GET", state.url.replace(/^ws/, "http"), "error", list, 0, null, 0, 0, (error, status, statusText, found, redirected, answered) => {
      if (state.ready !== CONNECTING) return;
      if (error !== null && error !== undefined) return failed(state, `${error.message}`);
      if (status !== 101) {
        host.hangUp(state.call);
        return failed(state, `The server answered with ${status} and opened no WebSocket`);
      }
      state.ready = OPEN;
      state.wire = { in: 2 * state.call + 1, out: 2 * state.call };
      state.protocol = header(answered, "sec-websocket-protocol");
      say(state.socket, new Event("open"));
      return listen(state);
    });
  }

  function sequence(protocols) {
    if (typeof protocols === "object" && protocols !== null && protocols[Symbol.iterator] !== undefined) return [...protocols].map((name) => `${name}`);
    return [`${protocols}`];
  }

  function wsUrl(text) {
    const fields = web.url(text);
    if (fields === null) throw kit.fail("SyntaxError", `Invalid URL: ${text.slice(0, 40)}`);
    const href = fields.slice(0, fields.indexOf("\n")).replace(/^http/, "ws");
    if (!/^wss?:/.test(href)) throw kit.fail("SyntaxError", `A WebSocket has a ws or wss URL, not ${href.slice(0, 40)}`);
    if (href.includes("#")) throw kit.fail("SyntaxError", "The URL of a WebSocket has no fragment");
    return href;
  }

  function originOf(href) {
    return /^[^/]*\/\/[^/?]*/.exec(href)[0];
  }

  function header(list, name) {
    const lines = list.split("\n");
    for (let i = 0; i + 1 < lines.length; i += 2) if (lines[i].toLowerCase() === name) return lines[i + 1];
    return "";
  }

  function failed(state, message) {
    if (state.ready === CLOSED) return;
    state.ready = CLOSED;
    say(state.socket, new (part("errorevents").ErrorEvent)("error", { __proto__: null, message }));
    say(state.socket, new CloseEvent("close", { __proto__: null, wasClean: false, code: ABNORMAL, reason: "" }));
  }

  // ---- from one to the other, without the function ----

  // Passes on what comes by one wire to another, no faster than that takes it.
  function pass(from, to, done) {
    const next = () => host.socketNext(from.in, (kind, content, code) => {
      if (kind === CLOSE) host.socketClose(to.out, code, content);
      if (kind === BROKEN) host.fail(to.out);
      if (kind === CLOSE || kind === BROKEN) return done();
      const left = kind === TEXT ? host.socketSend(to.out, content, 0, 0) : host.socketSend(to.out, kit.bytes(content), 0, kit.bytes(content).byteLength);
      if (left > 0) return next();
      return host.onWritable(to.out, (credit) => {
        if (credit >= 0) return next();
        host.socketClose(from.out, NO_CODE, "");
        return done();
      });
    });
    next();
  }

  return {
    WebSocket, WebSocketPair, CloseEvent,

    fillResponse(state, content, init) {
      const { statusText, headers, webSocket } = init;
      if (webSocket === undefined || webSocket === null) throw new RangeError("The status of a response is 200 to 599, or 101 with a webSocket");
      const socket = socketOf(webSocket);
      if (content !== null && content !== undefined) throw new TypeError("A response with status 101 has no body");
      part("body").fillParts(state, null, undefined, statusText, headers);
      state.status = 101;
      state.socket = socket;
    },

    // What a fetch brought is a socket.
    fetched(state, call) {
      state.kind = NONE;
      const socket = newSocket(), own = socket[STATE];
      own.wire = { in: 2 * call + 1, out: 2 * call };
      own.protocol = header(state.list, "sec-websocket-protocol");
      state.socket = socket;
    },

    // The client's end of the answer: what stands behind the socket speaks to the client from now on. Answers a function that breaks that off.
    give(socket, respond, over) {
      const state = stateOf(socket), { peer } = state;
      if (state.given || state.accepted) throw new TypeError("A WebSocket that was accepted, or given to another response, cannot answer a request");
      if (peer === null && state.wire === null) throw new TypeError("The WebSocket has no other end");
      state.given = true;
      respond();
      const wire = { in: 0, out: 1 };
      if (peer !== null) {
        peer.wire = wire;
        peer.over = over;
        for (const message of state.queue.splice(0)) put(peer, message);
        if (peer.accepted) listen(peer);
        return () => broken(peer, "The client went away");
      }
      let ways = 2;
      const end = () => { if (--ways === 0) over(); };
      pass(wire, state.wire, end);
      pass(state.wire, wire, end);
      return () => {
        ways = 0;
        host.fail(state.wire.out);
        over();
      };
    },
  };
}
