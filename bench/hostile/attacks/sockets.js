// WebSockets within an isolate, forged states of them, and those to the outside.

/// pair-storm: cpu error heap
const [one, other] = new WebSocketPair();
one.accept();
other.accept();
other.onmessage = () => { one.send("x"); one.send("x"); };
one.send("x");
await new Promise(() => {});

/// pair-queue: error heap cpu
const [full] = new WebSocketPair();
full.accept();
for (;;) full.send(new Uint8Array(1e5));

/// pairs-held: heap cpu
const pairs = [];
for (;;) pairs.push(new WebSocketPair());

/// close-storm: cpu heap error
for (;;) {
  const [a, b] = new WebSocketPair();
  a.accept();
  b.accept();
  b.onclose = () => b.close();
  a.close(4000, "x".repeat(123));
}

/// open-storm: cpu heap error
for (;;) new WebSocket("ws://127.0.0.1:1/");

/// forged-wire: error answered
const [mine] = new WebSocketPair();
mine.accept();
const state = mine[Symbol.for("mayfly.state")];
state.peer = null;
for (const out of [0, 1, 2, 3, -1, 2 ** 31]) {
  state.wire = { in: out, out };
  try { mine.send(new Uint8Array([255, 255])); } catch { continue; }
}

/// forged-answer: error
const forged = new Response(new ReadableStream({ pull(c) { c.enqueue(new Uint8Array([255, 255])); } }));
forged[Symbol.for("mayfly.state")].status = 101;
forged[Symbol.for("mayfly.state")].socket = { [Symbol.for("mayfly.state")]: { ready: 1, given: false, accepted: false, peer: null, wire: { in: 0, out: 1 } } };
return forged;

/// list-of-protocols: cpu heap error
new WebSocket("ws://127.0.0.1:1/", Array.from({ length: 1e6 }, (_, i) => `p${i}`));
