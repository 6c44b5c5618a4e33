// What every isolate evaluates first: the lazy globals, Request and Response, and the entry that runs a handler.
// The value of this file is install(host, ready, taken); it answers the entry object. All else lies in parts, loaded on first use.
// It runs once in a worker: isolates are copies of what it leaves. So it asks the host for nothing that is one invocation's, nor do the
// parts that ready names: they are evaluated here and given away in taken, to be copied when an isolate first asks for them.
// Rules of the house: no private fields; `host` never leaves prelude code; objects that carry it have no prototype;
// state objects are born with all their fields, so that no setter on Object.prototype ever sees them.
(function install(host, ready, taken) {
  "use strict";
  const STATE = Symbol.for("mayfly.state");
  const WORKERS = Symbol.for("mayfly.workers");
  const CLEANUP_MS = 1000;
  const WAIT_UNTIL_MS = 30000;
  const NONE = 0, TEXT = 1, BYTES = 2, PIPE = 3, STREAM = 4;
  const { defineProperty, defineProperties, getOwnPropertyDescriptors } = Object;
  const setPrototypeOf = Object.setPrototypeOf;
  const getPrototypeOf = Object.getPrototypeOf;
  const { ownKeys, getOwnPropertyDescriptor, apply } = Reflect;
  const Later = Promise;
  const { resolve } = Later;
  const { then } = Later.prototype;
  const plainPrototype = Object.prototype;
  const iterator = Symbol.iterator;
  const HostedBuffer = ArrayBuffer;
  const parts = { __proto__: null };

  const kit = {
    __proto__: null, host, get web() { return host.web; }, STATE, NONE, TEXT, BYTES, PIPE, STREAM,
    part, bytes, headerList, apply, Later, resolve, then, Request: null, Response: null, fail: exception, run, few, node,
    // Gives a callback what goes along with the code that hands it over; null until somebody uses AsyncLocalStorage.
    bind: null,
    environment,
  };

  function part(name) {
    const known = parts[name];
    if (known !== undefined) return known;
    const given = host.part(name);
    return (parts[name] = typeof given === "function" ? evaluated(given(kit), name) : given);
  }

  // Members of the classes that a part brings as globals are enumerable, as those of interfaces are.
  function evaluated(made, part) {
    const names = ownKeys(PART_OF);
    for (let i = 0; i < names.length; i++) if (PART_OF[names[i]] === part && typeof made[names[i]] === "function") host.expose(made[names[i]]);
    return made;
  }

  // Bytes from the host as an ArrayBuffer that is the guest's own.
  function bytes(buffer) {
    return buffer instanceof HostedBuffer ? buffer : new HostedBuffer(buffer);
  }

  function exception(name, message) {
    return new (part("exception").DOMException)(message, name);
  }

  // What a call with fewer arguments than it needs throws.
  function few(name, needed) {
    return new TypeError(`${name} needs ${needed} argument${needed === 1 ? "" : "s"}`);
  }

  // ---- globals that load on first use ----

  // The part that brings a global. Each name is a property of globalThis that the engine asks for when it is first used (LazyGlobal).
  const PART_OF = {
    __proto__: null, fetch: "fetch", Headers: "headers", URL: "url", URLSearchParams: "url", URLPattern: "urlpattern",
    ReadableStream: "streams", ReadableStreamDefaultReader: "streams", ReadableStreamDefaultController: "streams",
    ReadableStreamBYOBReader: "byob", ReadableStreamBYOBRequest: "byob", ReadableByteStreamController: "byob",
    WritableStream: "writable", WritableStreamDefaultWriter: "writable", WritableStreamDefaultController: "writable",
    TransformStream: "transform", TransformStreamDefaultController: "transform", IdentityTransformStream: "transform",
    FixedLengthStream: "transform", CountQueuingStrategy: "queuing", ByteLengthQueuingStrategy: "queuing",
    TextEncoder: "encoding", TextDecoder: "encoding", TextEncoderStream: "encoding", TextDecoderStream: "encoding",
    atob: "encoding", btoa: "encoding", console: "console", reportError: "console",
    setTimeout: "timers", clearTimeout: "timers", setInterval: "timers", clearInterval: "timers", queueMicrotask: "timers",
    scheduler: "timers", navigator: "timers", performance: "performance", Performance: "performance",
    crypto: "crypto", Crypto: "crypto", SubtleCrypto: "subtle", CryptoKey: "subtle", structuredClone: "clone",
    MessageChannel: "messages", MessagePort: "messages", MessageEvent: "messages",
    Event: "events", CustomEvent: "events", EventTarget: "events", AbortController: "events", AbortSignal: "events",
    DOMException: "exception", QuotaExceededError: "exception", Blob: "blob", File: "blob", FormData: "formdata",
    FileReader: "filereader", ProgressEvent: "filereader", CompressionStream: "compression", DecompressionStream: "compression",
    WebSocket: "websocket", WebSocketPair: "websocket", CloseEvent: "websocket",
    HTMLRewriter: "htmlrewriter", EventSource: "eventsource", ErrorEvent: "errorevents", PromiseRejectionEvent: "errorevents",
    addEventListener: "globalevents", removeEventListener: "globalevents", dispatchEvent: "globalevents",
    onerror: "globalevents", onunhandledrejection: "globalevents", onrejectionhandled: "globalevents",
    DisposableStack: "disposal", AsyncDisposableStack: "disposal", SuppressedError: "disposal",
  };

  // The same, where the deployment asks for Node.js.
  const NODE_PART_OF = {
    __proto__: null, Buffer: "node/buffer", process: "node/process", global: "node/process",
    setImmediate: "node/timers", clearImmediate: "node/timers", setTimeout: "node/timers", clearTimeout: "node/timers",
    setInterval: "node/timers", clearInterval: "node/timers",
  };

  // A module of Node.js by its name; undefined where there is none.
  function node(name) {
    const where = host.web.nodePart(name);
    if (where === null) return undefined;
    const made = part(where);
    return where === "node/absent" ? made.module(name) : made;
  }

  // Stands behind globalThis and answers the module mayfly:workers.
  const behind = {
    __proto__: null,
    get(target, name) { return name === WORKERS ? { env: environment(), waitUntil } : target[name]; },
  };
  setPrototypeOf(globalThis, new Proxy({}, behind));

  function global(name, value) {
    defineProperty(globalThis, name, { __proto__: null, value, writable: true, configurable: true, enumerable: false });
  }

  // ---- Request and Response ----

  function stateOf(object) {
    const state = object[STATE];
    if (state === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  // What both are made of: the mixin Body, whose members lie on either prototype.
  const body = getOwnPropertyDescriptors({
    get body() { return part("body").stream(stateOf(this)); },
    get bodyUsed() { return part("body").used(stateOf(this)); },
    text() { return part("body").text(this[STATE]); },
    json() { return part("body").json(this[STATE]); },
    arrayBuffer() { return part("body").arrayBuffer(this[STATE]); },
    bytes() { return part("body").bytes(this[STATE]); },
    blob() { return part("body").blob(this[STATE]); },
    formData() { return part("body").formData(this[STATE]); },
  });

  function headersOf(state) {
    return state.headers === null ? (state.headers = part("headers").of(state)) : state.headers;
  }

  function headerList(state) {
    if (state.headers !== null) return part("headers").list(state.headers);
    if (state.mime === "") return state.list;
    return state.list === "" ? "content-type\n" + state.mime : state.list + "\ncontent-type\n" + state.mime;
  }

  function answer(status, kind, value, mime) {
    return {
      status, statusText: "", type: "default", url: "", redirected: false, headers: null, list: "", mime,
      fixed: false, kind, value, offset: 0, length: 0, used: false, socket: null, coding: "", manual: false, expected: -1,
    };
  }

  // What nearly all authors give: text, a plain status, headers as an object. Java looks at the headers, and no Headers are made of them
  // until somebody asks. The rest goes the standard's long way.
  function fill(state, content, init) {
    if (typeof init !== "object" || init === null) return part("body").fillResponse(state, content, init);
    const { status, statusText, headers, encodeBody } = init;
    if (encodeBody !== undefined) part("body").fillEncoding(state, encodeBody);
    const plain = statusText === undefined && (state.kind === TEXT || content === null)
      && (status === undefined || (status >= 200 && status <= 599 && (status | 0) === status && status !== 204 && status !== 205 && status !== 304));
    if (status === 101) return part("websocket").fillResponse(state, content, init);
    if (!plain) return part("body").fillParts(state, content, status, statusText, headers);
    if (status !== undefined) state.status = status;
    if (headers !== undefined && !lines(state, headers)) part("body").fillHeaders(state, headers);
    return undefined;
  }

  function lines(state, headers) {
    if (typeof headers !== "object" || headers === null || getPrototypeOf(headers) !== plainPrototype || headers[iterator] !== undefined) return false;
    let text = "", count = 0;
    for (const name of ownKeys(headers)) {
      const own = getOwnPropertyDescriptor(headers, name);
      if (typeof name !== "string" || own === undefined || !own.enumerable || typeof own.value !== "string") return false;
      text += `${name}\0${own.value}\0`;
      count++;
    }
    const list = count === 0 ? "" : host.web.headerLines(text, count, state.mime);
    if (list === null) return false;
    if (count > 0) {
      state.list = list;
      state.mime = "";
    }
    return true;
  }

  function responseFrom(state) {
    const response = { __proto__: Response.prototype };
    response[STATE] = state;
    return response;
  }

  class Response {
    constructor(content = null, init = undefined) {
      const state = typeof content === "string"
        ? answer(200, TEXT, content, "text/plain;charset=UTF-8")
        : answer(200, NONE, null, "");
      this[STATE] = state;
      if (init !== undefined || (content !== null && state.kind === NONE)) fill(state, content, init);
    }
    get status() { return stateOf(this).status; }
    get statusText() { return stateOf(this).statusText; }
    get ok() { const s = stateOf(this).status; return s >= 200 && s <= 299; }
    get type() { return stateOf(this).type; }
    get url() { return stateOf(this).url; }
    get redirected() { return stateOf(this).redirected; }
    get headers() { return headersOf(stateOf(this)); }
    get webSocket() { return stateOf(this).socket; }
    clone() { return responseFrom(part("body").cloneResponse(stateOf(this))); }
    get [Symbol.toStringTag]() { return "Response"; }
    static json(data, init = undefined) {
      const text = JSON.stringify(data);
      if (text === undefined) throw new TypeError("The data cannot be written as JSON");
      const state = answer(200, TEXT, text, "application/json");
      if (init !== undefined) fill(state, text, init);
      return responseFrom(state);
    }
    static redirect(url, status = 302) {
      if (arguments.length < 1) throw few("Response.redirect", 1);
      return responseFrom(part("body").redirect(answer(302, NONE, null, ""), url, status));
    }
    static error() {
      const state = answer(0, NONE, null, "");
      state.type = "error";
      state.fixed = true;
      return responseFrom(state);
    }
  }
  defineProperties(Response.prototype, body);

  function policyOf(request) {
    const { policy } = stateOf(request);
    return policy === null || policy === undefined ? part("request").PLAIN : policy;
  }

  class Request {
    constructor(input, init = undefined) { this[STATE] = part("request").make(input, init); }
    get method() { return stateOf(this).method; }
    get url() { return part("request").url(stateOf(this)); }
    get headers() { return headersOf(stateOf(this)); }
    get redirect() { return stateOf(this).redirect; }
    get signal() { return part("request").signal(stateOf(this)); }
    get destination() { stateOf(this); return ""; }
    get referrer() { return policyOf(this).referrer; }
    get referrerPolicy() { return policyOf(this).referrerPolicy; }
    get mode() { return policyOf(this).mode; }
    get credentials() { return policyOf(this).credentials; }
    get cache() { return policyOf(this).cache; }
    get integrity() { return policyOf(this).integrity; }
    get keepalive() { return policyOf(this).keepalive; }
    get isReloadNavigation() { stateOf(this); return false; }
    get isHistoryNavigation() { stateOf(this); return false; }
    get duplex() { stateOf(this); return "half"; }
    get cf() { return part("request").cf(stateOf(this)); }
    clone() { return part("request").clone(stateOf(this)); }
    get [Symbol.toStringTag]() { return "Request"; }
  }
  defineProperties(Request.prototype, body);

  host.expose(Request);
  host.expose(Response);
  kit.Request = Request;
  kit.Response = Response;
  kit.stateOf = stateOf;
  kit.answer = answer;
  kit.responseFrom = responseFrom;
  kit.incoming = null;
  kit.gone = undefined;

  // The engine's command line, which no author asks for: only functions have arguments.
  delete globalThis.arguments;
  global("Request", Request);
  global("Response", Response);
  global("self", globalThis);
  if (ready !== undefined) {
    for (const name of ready.split(",")) part(name);
    for (const name of ownKeys(parts)) {
      taken[name] = parts[name];
      parts[name] = undefined;
    }
  }

  // ---- one invocation ----

  let env;
  let pending = 0;
  let answered = false;
  let over = false;
  let cutTimer = 0;
  let stopResponse = null;
  let broken = null;

  function environment() {
    if (env !== undefined) return env;
    const spec = host.env();
    return (env = spec === "" ? {} : part("env").build(spec));
  }

  // Runs a callback of the guest for the host; what it throws is logged and goes no further.
  function run(callback) {
    try {
      callback();
    } catch (error) {
      part("console").uncaught(error);
    }
  }

  function waitUntil(promise) {
    pending++;
    awaited(promise);
  }

  async function awaited(promise) {
    try {
      await promise;
    } catch (error) {
      part("console").uncaught(error);
    }
    pending--;
    if (answered && pending === 0) finish();
  }

  function finish() {
    if (over) return;
    over = true;
    if (cutTimer !== 0) host.clearTimer(cutTimer);
    if (broken === null) host.finished();
    else host.failed("stream-failed", broken.error);
  }

  function failed(code, error) {
    if (over) return;
    if (answered) return part("console").uncaught(error);
    over = true;
    host.failed(code, error);
  }

  // The client has all that it will get of its answer; what is left may use waitUntil's time.
  function closed(failure = null) {
    answered = true;
    broken = failure;
    stopResponse = null;
    if (over) return;
    if (pending === 0) finish();
    else if (kit.gone === undefined) cutTimer = host.setTimer(WAIT_UNTIL_MS, cut);
  }

  function cut() {
    cutTimer = 0;
    if (pending > 0) host.log(3, "waitUntil() work was cut: it may go on for 30 s after the answer");
    finish();
  }

  // A handler whose client went away has a moment to notice and to hand work to waitUntil.
  function cleanedUp() {
    if (pending === 0) return finish();
    cutTimer = host.setTimer(WAIT_UNTIL_MS - CLEANUP_MS, cut);
    return undefined;
  }

  async function settle(promise) {
    let response;
    try {
      response = await promise;
    } catch (error) {
      return settled(() => failed("threw", error));
    }
    settled(() => respond(response));
  }

  function settled(go) {
    if (kit.gone !== undefined) return pending === 0 ? finish() : undefined;
    try {
      go();
    } catch (error) {
      failed("threw", error);
    }
  }

  function refusal(response) {
    const what = response === null ? "null" : typeof response === "object" ? "an object that is no Response" : typeof response;
    return new TypeError("fetch() must answer with a Response, but it answered with " + what);
  }

  function respond(response) {
    const state = typeof response === "object" && response !== null ? response[STATE] : undefined;
    if (state === undefined || state.statusText === undefined) return failed("bad-response", refusal(response));
    if (state.socket !== null) return upgrade(state);
    if (state.status < 200) return failed("bad-response", new TypeError("Response.error() cannot be sent to a client"));
    if (state.used || (state.kind === STREAM && part("body").taken(state))) {
      return failed("bad-response", new TypeError("The body of the response has already been used, or is locked by a reader"));
    }
    let list = headerList(state);
    const told = state.headers !== null || state.list !== "";
    if (told && list.includes("content-encoding")) list = part("coding").outgoing(state, list);
    const { kind } = state;
    state.used = true;
    if (kind === TEXT) {
      host.respond(state.status, state.statusText, list, 1, state.value, 0, 0);
    } else if (kind === NONE) {
      host.respond(state.status, state.statusText, list, 0, null, 0, 0);
    } else if (kind === BYTES) {
      host.respond(state.status, state.statusText, list, 1, state.value, state.offset, state.length);
    } else {
      if (kind === STREAM) list = part("pump").measured(state, list);
      host.respond(state.status, state.statusText, list, 2, null, 0, 0);
      stopResponse = part("pump").start(state, 1, closed);
      return undefined;
    }
    return closed();
  }

  // The answer is a socket: it is over when that is.
  function upgrade(state) {
    try {
      stopResponse = part("websocket").give(state.socket, () => host.respond(101, "", headerList(state), 2, null, 0, 0), closed);
    } catch (error) {
      failed("bad-response", error);
    }
  }

  function handlerOf(namespace) {
    const exported = namespace.default;
    if (typeof exported === "function" && exported.prototype !== undefined && typeof exported.prototype.fetch === "function") {
      return new exported(context, environment());
    }
    return exported;
  }

  const context = {
    waitUntil,
    passThroughOnException() {},
    props: {},
  };

  return {
    __proto__: null,
    globals: PART_OF,

    nodeGlobals: NODE_PART_OF,
    node,

    // A global that is first asked for: the web's, or that which a deployment for Node.js has of the name.
    global(name, ofNode) {
      if (!ofNode) return part(PART_OF[name])[name];
      if (name === "global") return globalThis;
      return name === "process" ? node(name) : part(NODE_PART_OF[name])[name];
    },

    fetch(namespace, method, url, list, kind, buffer) {
      const request = { __proto__: Request.prototype };
      request[STATE] = kit.incoming = {
        method, url, checked: false, redirect: "manual", policy: null, signal: null, cf: null, incoming: true, headers: null, list, mime: "", fixed: true,
        kind: kind === 0 ? NONE : kind === 1 ? BYTES : PIPE, value: kind === 1 ? bytes(buffer) : 0, offset: 0, length: -1, used: false, coding: "", expected: -1,
      };
      let result;
      try {
        const handler = handlerOf(namespace);
        if (handler === undefined || handler === null || typeof handler.fetch !== "function") {
          return failed("no-handler", new TypeError("The main module must have a default export with a fetch(request, env, ctx) method"));
        }
        result = handler.fetch(request, environment(), context);
      } catch (error) {
        return failed("threw", error);
      }
      if (typeof result === "object" && result !== null && result[STATE] !== undefined) settled(() => respond(result));
      else settle(result);
      return undefined;
    },

    abort() {
      if (kit.gone !== undefined || over) return;
      kit.gone = exception("AbortError", "The client went away");
      answered = true;
      if (cutTimer === 0) cutTimer = host.setTimer(CLEANUP_MS, cleanedUp);
      if (kit.incoming !== null && kit.incoming.signal !== null) run(() => part("events").abort(kit.incoming.signal, kit.gone));
      if (stopResponse !== null) stopResponse(kit.gone);
    },

    rejected(promise, reason) { part("console").rejected(promise, reason); },
    rejectionHandled(promise, reason) { run(() => part("globalevents").handled(promise, reason)); },

    handlers(namespace) {
      const exported = namespace.default;
      // A class has them in its prototype; a function that was made by a library may have them itself.
      const places = [exported, typeof exported === "function" ? exported.prototype : undefined];
      const names = [];
      for (const name of ["fetch", "scheduled", "queue", "email", "tail", "connect"]) {
        if (places.some((place) => place !== undefined && place !== null && typeof place[name] === "function")) names.push(name);
      }
      return JSON.stringify({ handlers: names });
    },
  };
})
