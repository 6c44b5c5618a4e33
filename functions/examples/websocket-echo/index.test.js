import { test, assert } from "mayfly:test";
import worker from "./index.js";

const ask = (headers) => worker.fetch(new Request("http://websocket-echo/", { headers }));

function connect(headers = {}) {
  const { webSocket } = ask({ upgrade: "websocket", ...headers });
  webSocket.accept();
  return webSocket;
}

const next = (socket, type) => new Promise((resolve) => socket.addEventListener(type, resolve, { once: true }));

test("says again what it hears", async () => {
  const socket = connect();
  socket.send("hello");
  assert.equal((await next(socket, "message")).data, "hello");
  socket.send(new Uint8Array([1, 2, 3]));
  assert.deepEqual([...new Uint8Array((await next(socket, "message")).data)], [1, 2, 3]);
});

test("closes when it is told bye", async () => {
  const socket = connect();
  socket.send("one");
  socket.send("bye");
  const { code, reason, wasClean } = await next(socket, "close");
  assert.deepEqual([code, reason, wasClean], [1000, "heard 2", true]);
});

test("speaks the protocol that is offered", () => {
  assert.equal(ask({ upgrade: "websocket", "sec-websocket-protocol": "chat, echo" }).headers.get("sec-websocket-protocol"), "echo");
  assert.equal(ask({ upgrade: "websocket" }).headers.get("sec-websocket-protocol"), null);
});

test("asks others to come with a WebSocket", async () => {
  const response = ask({});
  assert.equal(response.status, 426);
  assert.equal(response.webSocket, null);
});
