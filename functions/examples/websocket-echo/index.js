const PROTOCOL = "echo";

/** Says again what each client says, and counts. Text and binary messages alike; "bye" closes. */
export default {
  fetch(request) {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return new Response("Connect with a WebSocket.\n", { status: 426, headers: { upgrade: "websocket" } });
    }
    const [client, server] = new WebSocketPair();
    converse(server);
    return new Response(null, { status: 101, webSocket: client, headers: chosen(request) });
  },
};

function converse(socket) {
  let heard = 0;
  socket.accept();
  socket.addEventListener("message", ({ data }) => {
    heard += 1;
    if (data === "bye") socket.close(1000, `heard ${heard}`);
    else socket.send(data);
  });
  socket.addEventListener("close", ({ code }) => console.log(`closed with ${code} after ${heard} messages`));
}

/** A client that offers the protocol is told that it is spoken. */
function chosen(request) {
  const offered = (request.headers.get("sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  return offered.includes(PROTOCOL) ? { "sec-websocket-protocol": PROTOCOL } : {};
}
