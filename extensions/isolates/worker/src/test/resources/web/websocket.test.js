const next = (target, type) => new Promise((resolve) => target.addEventListener(type, resolve, { once: true }));
const accepted = () => {
  const [one, other] = new WebSocketPair();
  one.accept();
  other.accept();
  return [one, other];
};
({
  async "what is said at one end of a pair is heard at the other, in order, in turns of its own"() {
    const [one, other] = accepted(), heard = [];
    other.addEventListener("message", (event) => {
      heard.push(typeof event.data === "string" ? event.data : check.list(new Uint8Array(event.data)));
      Promise.resolve().then(() => heard.push("turn"));
    });
    const bytes = check.bytes(1, 2, 3, 4);
    one.send("first");
    one.send(bytes.subarray(1, 3));
    one.send(new Blob(["ab"]));
    one.send({ toString: () => "lone \ud800" });
    bytes.fill(9);
    check.same(heard, []);
    one.close();
    await next(other, "close");
    check.same(heard, ["first", "turn", [2, 3], "turn", [97, 98], "turn", "lone \ufffd", "turn"]);
  },

  async "a close is answered, and both ends hear of it"() {
    const [one, other] = accepted();
    check.same([one.readyState, other.readyState], [1, 1]);
    const both = [next(one, "close"), next(other, "close")];
    one.close(4001, "enough");
    check.equal(one.readyState, WebSocket.CLOSING);
    const [first, second] = await Promise.all(both);
    check.ok(first instanceof CloseEvent && first.isTrusted && first.target === one);
    check.same([first.code, first.reason, first.wasClean], [4001, "enough", true]);
    check.same([second.code, second.reason, second.wasClean], [4001, "enough", true]);
    check.same([one.readyState, other.readyState], [3, 3]);
    one.close();
    check.throws(() => one.send("x"), "TypeError");
  },

  async "a close without a code has none"() {
    const [one, other] = accepted();
    one.close();
    const { code, reason } = await next(other, "close");
    check.same([code, reason], [1005, ""]);
  },

  async "nothing is heard before accept, and nothing is said"() {
    const [one, other] = new WebSocketPair();
    check.throws(() => one.send("x"), { name: "TypeError", message: /accept/ });
    check.throws(() => one.close(), { name: "TypeError", message: /accept/ });
    one.accept();
    one.accept();
    one.send("early");
    let early = true;
    const arrived = next(other, "message").then((event) => [early, event.data]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    early = false;
    other.accept();
    check.same(await arrived, [false, "early"]);
  },

  "messages and closes that cannot be are refused"() {
    const [one] = accepted();
    check.throws(() => one.send(), "TypeError");
    check.throws(() => one.send("a".repeat((1 << 20) + 1)), { name: "TypeError", message: /too large/ });
    check.throws(() => one.send(new Uint8Array((1 << 20) + 1)), { name: "TypeError", message: /too large/ });
    for (const code of [0, 999, 1004, 1005, 1006, 1015, 2000, 5000, 65536 + 5000]) check.throws(() => one.close(code), "InvalidAccessError", code);
    check.throws(() => one.close(1000, "ä".repeat(62)), "SyntaxError");
    check.throws(() => one.close(undefined, "why"), "TypeError");
    one.close(1011, "ä".repeat(61));
  },

  async "more messages than may wait are refused"() {
    const [one] = new WebSocketPair();
    one.accept();
    for (let i = 0; i < 10000; i++) one.send("x");
    check.throws(() => one.send("x"), "RangeError");
  },

  async "on… and listeners, and what they throw"() {
    const [one, other] = accepted(), heard = [];
    other.onmessage = () => { throw new Error("logged"); };
    other.addEventListener("message", { handleEvent(event) { heard.push(event.data); } });
    check.ok(typeof other.onmessage === "function" && other.onclose === null);
    one.send("x");
    one.send("y");
    one.close();
    await next(other, "close");
    check.same(heard, ["x", "y"]);
  },

  "constants, tags and what is no WebSocket"() {
    check.same([WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED], [0, 1, 2, 3]);
    const [one] = new WebSocketPair();
    check.same([one.CONNECTING, one.OPEN, one.CLOSING, one.CLOSED, WebSocket.READY_STATE_CLOSED], [0, 1, 2, 3, 3]);
    check.equal(String(one), "[object WebSocket]");
    check.ok(one instanceof WebSocket && one instanceof EventTarget);
    check.same([one.url, one.protocol, one.extensions, one.binaryType, one.bufferedAmount], [null, "", "", "arraybuffer", 0]);
    one.binaryType = "nonsense";
    check.equal(one.binaryType, "arraybuffer");
    one.binaryType = "blob";
    check.equal(one.binaryType, "blob");
    for (const name of ["url", "readyState", "protocol", "extensions", "binaryType", "bufferedAmount"]) {
      check.throws(() => Object.getOwnPropertyDescriptor(WebSocket.prototype, name).get.call(new EventTarget()), "TypeError", name);
    }
    for (const name of ["accept", "send", "close"]) check.throws(() => WebSocket.prototype[name].call({}, "x"), "TypeError", name);
    const pair = new WebSocketPair();
    check.ok(Object.values(pair).length === 2 && pair[0] !== pair[1]);
  },

  "events that authors make"() {
    const close = new CloseEvent("close", { wasClean: true, code: 65537, reason: "r", bubbles: true });
    check.same([close.type, close.wasClean, close.code, close.reason, close.bubbles], ["close", true, 1, "r", true]);
    const plain = new CloseEvent("close");
    check.same([plain.wasClean, plain.code, plain.reason], [false, 0, ""]);
    const error = new ErrorEvent("error", { message: "m", filename: "f", lineno: 3, colno: -1, error: 7 });
    check.same([error.message, error.filename, error.lineno, error.colno, error.error], ["m", "f", 3, 4294967295, 7]);
    check.throws(() => new CloseEvent(), "TypeError");
    check.throws(() => Object.getOwnPropertyDescriptor(CloseEvent.prototype, "code").get.call(error), "TypeError");
    check.throws(() => Object.getOwnPropertyDescriptor(ErrorEvent.prototype, "message").get.call(close), "TypeError");
  },

  "a response with a socket has status 101 and no body"() {
    const [one] = new WebSocketPair();
    const response = new Response(null, { status: 101, webSocket: one, headers: { "x-own": "1" } });
    check.ok(response.webSocket === one && response.status === 101 && response.body === null && response.headers.get("x-own") === "1");
    check.equal(new Response("x").webSocket, null);
    check.throws(() => response.clone(), "TypeError");
    check.throws(() => new Response(null, { status: 101 }), { name: "RangeError", message: /webSocket/ });
    check.throws(() => new Response(null, { status: 101, webSocket: {} }), "TypeError");
    check.throws(() => new Response("x", { status: 101, webSocket: one }), "TypeError");
  },

  "addresses and protocols that cannot be are refused"() {
    check.throws(() => new WebSocket(), "TypeError");
    for (const url of ["", "relative", "ftp://upstream/", "ws://upstream/#part", "ws://"]) check.throws(() => new WebSocket(url), "SyntaxError", url);
    for (const names of ["", "a b", ["a", "A"], ["a,b"], "ä"]) check.throws(() => new WebSocket("ws://upstream/", names), "SyntaxError", names);
    check.equal(new WebSocket("https://upstream/nobody").url, "wss://upstream/nobody");
  },

  async "a connection by the standard"() {
    const ws = new WebSocket("ws://upstream/socket", ["a", "b"]);
    check.same([ws.readyState, ws.binaryType, ws.url], [0, "blob", "ws://upstream/socket"]);
    check.throws(() => ws.send("x"), "InvalidStateError");
    check.throws(() => ws.close(1001), "InvalidAccessError");
    const opened = await next(ws, "open");
    check.ok(opened.target === ws && ws.readyState === 1);
    check.equal(ws.protocol, "b");
    ws.send("hello");
    const event = await next(ws, "message");
    check.same([event.data, event.origin, event instanceof MessageEvent], ["hello", "ws://upstream", true]);
    ws.send(check.bytes(1, 2));
    const blob = (await next(ws, "message")).data;
    check.ok(blob instanceof Blob);
    check.same(check.list(await blob.bytes()), [1, 2]);
    ws.binaryType = "arraybuffer";
    ws.send(check.bytes(3).buffer);
    check.same(check.list(new Uint8Array((await next(ws, "message")).data)), [3]);
    ws.close(3000, "done");
    ws.send("lost");
    check.equal(ws.bufferedAmount, 4);
    const { code, reason, wasClean } = await next(ws, "close");
    check.same([code, reason, wasClean, ws.readyState], [3000, "done", true, 3]);
  },

  async "a connection that cannot be made"() {
    for (const path of ["refused", "echo"]) {
      const ws = new WebSocket(`ws://upstream/${path}`), told = [];
      ws.onerror = (event) => told.push(event instanceof ErrorEvent && event.message);
      ws.onopen = () => told.push("opened");
      const { code, wasClean } = await next(ws, "close");
      check.same([code, wasClean, ws.readyState], [1006, false, 3], path);
      check.ok(told.length === 1 && told[0] !== "", path);
    }
  },

  async "a connection that is closed before it is made"() {
    const ws = new WebSocket("ws://upstream/nobody");
    ws.close();
    check.equal(ws.readyState, 2);
    check.equal((await next(ws, "close")).code, 1006);
  },

  async "a connection that breaks"() {
    const ws = new WebSocket("ws://upstream/socket");
    await next(ws, "open");
    const told = [];
    ws.onerror = () => told.push("error");
    ws.send("break");
    const { code, wasClean } = await next(ws, "close");
    check.same([told, code, wasClean], [["error"], 1006, false]);
  },

  async "a fetch that brings a socket"() {
    const { webSocket: ws, status, body } = await fetch("http://upstream/socket", { headers: { Upgrade: "websocket" } });
    check.same([status, body], [101, null]);
    ws.accept();
    ws.send("x");
    check.equal((await next(ws, "message")).data, "x");
    ws.close(1001, "leaving");
    check.equal((await next(ws, "close")).code, 1001);
  },

  async "goes its way whatever becomes of prototypes"() {
    const [one, other] = accepted();
    ArrayBuffer.prototype.slice = () => { throw new Error("spoiled"); };
    Object.defineProperty(Object.prototype, "peer", { set() { throw new Error("spoiled"); }, configurable: true });
    Object.defineProperty(Object.prototype, "data", { get() { return "forged"; }, configurable: true });
    try {
      const heard = next(other, "message");
      one.send(check.bytes(5));
      check.same(check.list(new Uint8Array((await heard).data)), [5]);
    } finally {
      delete Object.prototype.peer;
      delete Object.prototype.data;
    }
  },
});
