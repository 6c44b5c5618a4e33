const encoder = new TextEncoder();
const streamOf = (...pieces) => new ReadableStream({
  pull(c) {
    if (pieces.length === 0) return c.close();
    const piece = pieces.shift();
    c.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
  },
});
// All that a source tells until it is closed.
function told(source, ...types) {
  return new Promise((resolve) => {
    const log = [];
    for (const type of ["open", "message", ...types]) {
      source.addEventListener(type, (e) => { log.push(type === "open" ? "open" : `${type}:${e.data}${e.lastEventId === "" ? "" : `#${e.lastEventId}`}`); });
    }
    source.addEventListener("error", (e) => {
      log.push(`error ${source.readyState} ${e.message}`);
      if (source.readyState === EventSource.CLOSED) resolve(log);
    });
  });
}
const eventsOf = (pieces, ...types) => told(EventSource.from(streamOf(...pieces)), ...types);
const END = "error 2 The stream of events ended";

({
  async "the format"() {
    check.same(await eventsOf(["data: a\n\n"]), ["message:a", END]);
    check.same(await eventsOf(["\ufeffdata:a\rdata: b\r\ndata\n\ndata: c"]), ["message:a\nb\n", END]);
    check.same(await eventsOf([": comment\nevent: ping\ndata:  x\nunknown: y\n\nevent: ping\n\n"], "ping"), ["ping: x", END]);
    check.same(await eventsOf(["id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\nid: x\0\ndata: d\n\n"]), ["message:a#1", "message:b#1", "message:c", "message:d", END]);
    check.same(await eventsOf(["data\n\n", "data\ndata\n\n", "data:test"]), ["message:", "message:\n", END]);
    check.same(await eventsOf(["id: 7\n\ndata: a\n\n"]), ["message:a#7", END]);
  },

  async "pieces of any size"() {
    const bytes = encoder.encode("data: ä€😀\r\n\r\nevent: x\rdata: 1\r\rdata: 2\r\n\ndata: 3\n\n\n");
    const whole = await eventsOf([bytes], "x");
    check.same(whole, ["message:ä€😀", "x:1", "message:2", "message:3", END]);
    for (const size of [1, 2, 3]) {
      const pieces = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
      check.same(await eventsOf(pieces, "x"), whole, `pieces of ${size}`);
    }
  },

  async "a source over fetch comes back where it was"() {
    const source = new EventSource("http://upstream/events?until=2");
    check.same([source.url, source.readyState, source.withCredentials], ["http://upstream/events?until=2", 0, false]);
    const log = told(source);
    const message = await new Promise((resolve) => { source.onmessage = resolve; });
    check.ok(message instanceof MessageEvent && message.isTrusted);
    check.same([message.origin, message.data, source.readyState], ["http://upstream", "after ", 1]);
    check.same(await log, ["open", "message:after #1é", "error 0 The stream of events ended", "open", "message:after 1Ã©#1é", "error 0 The stream of events ended", "error 2 The server answered with status 204"]);
  },

  async "what is no stream of events fails for good"() {
    check.same(await told(new EventSource("http://upstream/echo")), ["error 2 The server answered with what is no text/event-stream"]);
    check.same(await told(new EventSource("http://upstream/refused")), ["error 2 upstream is private"]);
    check.same(await told(new EventSource("ftp://upstream/")), ["error 2 fetch() takes http and https URLs, not ftp://upstream/"]);
    check.throws(() => new EventSource("nonsense"), "SyntaxError");
    check.throws(() => new EventSource("http://h/", { withCredentials: true }), "NotSupportedError");
    check.throws(() => new EventSource(), "TypeError");
    for (const wrong of [undefined, null, {}, "x"]) check.throws(() => EventSource.from(wrong), "TypeError");
    const locked = streamOf("");
    locked.getReader();
    check.throws(() => EventSource.from(locked), /locked/);
  },

  async "close ends it"() {
    let cancelled = null, count = 0;
    const endless = new ReadableStream({ pull(c) { c.enqueue(encoder.encode("data: x\n\ndata: y\n\n")); }, cancel(reason) { cancelled = reason; } });
    const source = EventSource.from(endless);
    check.same([source.url, source.readyState], [null, 1]);
    await new Promise((resolve) => { source.onmessage = () => { count++; source.close(); resolve(); }; });
    await check.turns();
    check.same([count, source.readyState, cancelled.name], [1, 2, "AbortError"]);
    source.close();
    const early = new EventSource("http://upstream/endless");
    early.onerror = () => { throw new Error("closing is no error"); };
    early.close();
    await check.turns();
    check.equal(early.readyState, 2);
  },

  async "lines and events are bounded"() {
    const long = "x".repeat(1 << 20);
    check.same(await eventsOf([`:${long}`]), ["error 2 A line of an event stream has at most 1048576 characters"]);
    check.same(await eventsOf([`data:${long.slice(10)}\ndata:${long.slice(10)}\n\n`]), ["error 2 An event carries at most 1048576 characters"]);
    check.same(await eventsOf([7]), ["error 2 A stream of events carries bytes"]);
  },

  "errors as events"() {
    const reason = new Error("x"), promise = Promise.resolve();
    const event = new ErrorEvent("error", { message: "m", filename: "f", lineno: 1, colno: "2", error: reason });
    check.same([event.type, event.message, event.filename, event.lineno, event.colno, event.error === reason], ["error", "m", "f", 1, 2, true]);
    check.same([new ErrorEvent("e").message, new ErrorEvent("e").error], ["", undefined]);
    const rejected = new PromiseRejectionEvent("unhandledrejection", { promise, reason });
    check.ok(rejected.promise === promise && rejected.reason === reason && rejected instanceof Event);
    check.throws(() => new PromiseRejectionEvent("x"), "TypeError");
    check.throws(() => new PromiseRejectionEvent("x", {}), "TypeError");
    check.throws(() => new ErrorEvent(), "TypeError");
  },
})
