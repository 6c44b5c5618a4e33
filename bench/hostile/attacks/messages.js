// Message ports, and structuredClone with transfers.

/// port-storm: cpu error heap
const { port1, port2 } = new MessageChannel();
port2.onmessage = () => { port1.postMessage(0); port1.postMessage(0); };
port1.postMessage(0);
await new Promise(() => {});

/// ping-pong: cpu
const { port1: ping, port2: pong } = new MessageChannel();
ping.onmessage = () => ping.postMessage(0);
pong.onmessage = () => pong.postMessage(0);
ping.postMessage(0);
await new Promise(() => {});

/// port-queue: heap error cpu
const { port1: full } = new MessageChannel();
for (;;) full.postMessage(new Uint8Array(1e5));

/// channels-held: heap cpu
const channels = [];
for (;;) channels.push(new MessageChannel());

/// port-relay: cpu heap error
let { port1: end } = new MessageChannel();
for (;;) end = structuredClone(end, { transfer: [end] });

/// stream-relay: cpu heap error
let stream = new ReadableStream({ pull(c) { c.enqueue(1); } }, { highWaterMark: 0 });
for (let i = 0; i < 1e5; i++) stream = structuredClone(stream, { transfer: [stream] });
await stream.getReader().read();

/// transfer-list: error cpu heap
structuredClone(1, { transfer: Array.from({ length: 1e6 }, () => new ArrayBuffer(1)) });

/// clone-wide: cpu heap
const wide = Array.from({ length: 1e6 }, (_, i) => ({ i }));
for (;;) structuredClone(wide);

/// clone-deep: error cpu heap
let deep = {};
for (let i = 0; i < 1e6; i++) deep = { deep };
structuredClone(deep);

/// clone-resizable: heap error cpu
const views = [];
for (;;) views.push(structuredClone(new Uint8Array(new ArrayBuffer(8, { maxByteLength: 5e7 }))));
