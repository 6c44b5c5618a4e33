// EventSource: events that a server sends, over fetch, or out of a stream. Each connection is a subrequest, which bounds how often a source
// comes back.
(kit) => {
  "use strict";
  const { STATE, host, web, part, apply, Later } = kit;
  const { EventTarget, Event, attribute, newSignal, abort } = part("events");
  const { slice, indexOf, split } = String.prototype;
  const { isView } = ArrayBuffer;
  const CONNECTING = 0, OPEN = 1, CLOSED = 2;
  const RETRY_MS = 3000, RETRY_MOST_MS = 3600000;
  // Characters of a line, and of what one event carries.
  const MOST = 1048576;

  function stateOf(object) {
    const source = typeof object === "object" && object !== null ? object[STATE]?.source : undefined;
    if (source === undefined) throw new TypeError("Illegal invocation");
    return source;
  }

  // ---- the format ----

  // What is between two line ends goes to line(), however the text is cut.
  function lines(line) {
    let held = "", returned = false;
    return (text) => {
      let at = returned && text[0] === "\n" ? 1 : 0, feed = apply(indexOf, text, ["\n", at]), back = apply(indexOf, text, ["\r", at]);
      if (text !== "") returned = false;
      while (feed >= 0 || back >= 0) {
        const end = back < 0 || (feed >= 0 && feed < back) ? feed : back;
        line(held + apply(slice, text, [at, end]));
        held = "";
        at = end + 1;
        if (end === back) {
          if (at === text.length) returned = true;
          else if (text[at] === "\n") at++;
          back = apply(indexOf, text, ["\r", at]);
        }
        if (feed >= 0 && feed < at) feed = apply(indexOf, text, ["\n", at]);
      }
      held += apply(slice, text, [at]);
      if (held.length > MOST) throw new RangeError(`A line of an event stream has at most ${MOST} characters`);
    };
  }

  function isDigits(text) {
    for (let i = 0; i < text.length; i++) if (text[i] < "0" || text[i] > "9") return false;
    return text !== "";
  }

  // Makes events of lines.
  function reader(source, tell) {
    let data = null, type = "", id = source.lastEventId;
    return lines((line) => {
      if (source.state === CLOSED) return;
      if (line === "") {
        source.lastEventId = id;
        if (data !== null) tell(type === "" ? "message" : type, data, id);
        data = null;
        type = "";
        return;
      }
      const colon = apply(indexOf, line, [":"]);
      if (colon === 0) return;
      const field = colon < 0 ? line : apply(slice, line, [0, colon]);
      const value = colon < 0 ? "" : apply(slice, line, [line[colon + 1] === " " ? colon + 2 : colon + 1]);
      if (field === "data") {
        data = data === null ? value : `${data}\n${value}`;
        if (data.length > MOST) throw new RangeError(`An event carries at most ${MOST} characters`);
      } else if (field === "event") {
        type = value;
      } else if (field === "id") {
        if (apply(indexOf, value, ["\0"]) < 0) id = value;
      } else if (field === "retry" && isDigits(value)) {
        source.retry = Math.min(Number(value), RETRY_MOST_MS);
      }
    });
  }

  // ---- a source ----

  function dispatch(target, event) {
    event[STATE].trusted = true;
    target.dispatchEvent(event);
  }

  function told(target, error) {
    dispatch(target, new (part("errorevents").ErrorEvent)("error", { message: `${error?.message ?? error}`, error }));
  }

  function fail(target, source, error) {
    if (source.state === CLOSED) return;
    source.state = CLOSED;
    told(target, error);
  }

  // Reads one stream to its end; answers why it ended. What is wrong in it is thrown.
  async function read(target, source, stream) {
    const decoder = new (part("encoding").TextDecoder)();
    const { next, cancel } = part("streams").reader(stream);
    const feed = reader(source, (type, data, lastEventId) => {
      dispatch(target, new (part("messages").MessageEvent)(type, { data, lastEventId, origin: source.origin }));
    });
    source.cancel = cancel;
    for (;;) {
      let boxed;
      try {
        boxed = await next();
      } catch (error) {
        return error;
      }
      if (boxed === null) return new TypeError("The stream of events ended");
      if (source.state === CLOSED) return null;
      try {
        if (!isView(boxed.value) && !(boxed.value instanceof ArrayBuffer)) throw new TypeError("A stream of events carries bytes");
        feed(decoder.decode(boxed.value, { stream: true }));
      } catch (error) {
        cancel(error);
        throw error;
      }
    }
  }

  const TYPE = /^\s*text\/event-stream\s*(?:;|$)/i;

  function headersOf({ lastEventId }) {
    const headers = { accept: "text/event-stream", "cache-control": "no-cache" };
    if (lastEventId !== "") {
      const bytes = kit.bytes(web.encode(lastEventId));
      headers["last-event-id"] = web.latin1(bytes, 0, bytes.byteLength);
    }
    return headers;
  }

  // One connection, to its end; answers why it ended.
  async function connection(target, source) {
    source.signal = newSignal();
    let response;
    try {
      response = await part("fetch").fetch(source.url, { headers: headersOf(source), signal: source.signal });
    } catch (error) {
      if (error?.code === "unreachable") return error;
      throw error;
    }
    if (response.status !== 200) throw new TypeError(`The server answered with status ${response.status}`);
    if (!TYPE.test(response.headers.get("content-type") ?? "")) throw new TypeError("The server answered with what is no text/event-stream");
    source.origin = originOf(response.url);
    source.state = OPEN;
    dispatch(target, new Event("open"));
    const { body } = response;
    return body === null ? new TypeError("The stream of events ended") : read(target, source, body);
  }

  // One after the other, until one fails for good or the author closes the source. Time and connections are bounded by the host.
  async function follow(target, source) {
    try {
      while (source.state !== CLOSED) {
        const gone = await connection(target, source);
        if (source.state === CLOSED) return;
        source.state = CONNECTING;
        told(target, gone);
        await new Later((resolve) => { host.setTimer(source.retry, resolve); });
      }
    } catch (error) {
      fail(target, source, error);
    }
  }

  async function readOnce(target, source, stream) {
    try {
      await undefined; // Its author has yet to listen.
      if (source.state !== CLOSED) fail(target, source, await read(target, source, stream));
    } catch (error) {
      fail(target, source, error);
    }
  }

  const ORIGIN = 9;

  function originOf(url) {
    const fields = web.url(url);
    return fields === null ? "" : apply(split, fields, ["\n"])[ORIGIN];
  }

  function begin(target, url, state) {
    return (target[STATE].source = {
      url, state, origin: "", lastEventId: "", retry: RETRY_MS, signal: null, cancel: null,
    });
  }

  let making = null;

  class EventSource extends EventTarget {
    constructor(url, init = undefined) {
      if (making === null && arguments.length < 1) throw kit.few("EventSource", 1);
      super();
      if (making !== null) {
        readOnce(this, begin(this, null, OPEN), making);
        return;
      }
      const fields = web.url(`${url}`.toWellFormed());
      if (fields === null) throw kit.fail("SyntaxError", "The URL of an EventSource cannot be used");
      if (init?.withCredentials) throw kit.fail("NotSupportedError", "withCredentials means nothing in a function: there is no cookie jar");
      follow(this, begin(this, apply(split, fields, ["\n"])[0], CONNECTING));
    }
    get url() { return stateOf(this).url; }
    get withCredentials() { stateOf(this); return false; }
    get readyState() { return stateOf(this).state; }
    close() {
      const source = stateOf(this);
      if (source.state === CLOSED) return;
      source.state = CLOSED;
      const reason = kit.fail("AbortError", "The EventSource was closed");
      if (source.cancel !== null) source.cancel(reason);
      if (source.signal !== null) abort(source.signal, reason);
    }
    get [Symbol.toStringTag]() { return "EventSource"; }
    // From Workers: the events of a stream that is there already. It is over when the stream is.
    static from(stream) {
      const state = typeof stream === "object" && stream !== null ? stream[STATE] : undefined;
      if (state === undefined || state.queue === undefined) throw new TypeError("EventSource.from takes a ReadableStream");
      if (state.reader !== null) throw new TypeError("The stream is locked to a reader");
      making = stream;
      try {
        return new EventSource();
      } finally {
        making = null;
      }
    }
  }
  for (const type of ["open", "message", "error"]) attribute(EventSource, type);
  ["CONNECTING", "OPEN", "CLOSED"].forEach((name, value) => {
    Object.defineProperty(EventSource, name, { __proto__: null, value, enumerable: true });
    Object.defineProperty(EventSource.prototype, name, { __proto__: null, value, enumerable: true });
  });

  return { EventSource };
}
