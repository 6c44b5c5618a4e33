// CompressionStream and DecompressionStream. The work is done by the host, a small piece at a time; what a piece becomes waits for readers
// once there is much of it, so that little that becomes a lot is held by nobody.
(kit) => {
  "use strict";
  const { STATE, host, part, bytes: hosted } = kit;
  const PIECE = 65536;
  const AHEAD = 16;
  const FORMATS = ["deflate", "deflate-raw", "gzip"];
  const { isView } = ArrayBuffer;
  const Bytes = Uint8Array;
  const Shared = globalThis.SharedArrayBuffer;

  function stateOf(object, way) {
    const state = typeof object === "object" && object !== null ? object[STATE] : undefined;
    if (state === undefined || state.way !== way) throw new TypeError("Illegal invocation");
    return state;
  }

  function viewOf(chunk) {
    const view = isView(chunk) ? new Bytes(chunk.buffer, chunk.byteOffset, chunk.byteLength) : chunk instanceof ArrayBuffer ? new Bytes(chunk) : null;
    if (view === null || (Shared !== undefined && view.buffer instanceof Shared)) {
      throw new TypeError("This stream takes bytes: an ArrayBuffer or a view of one");
    }
    return view;
  }

  // Hands on all that comes out until more must go in.
  async function drain(codec, controller) {
    for (let pieces = 1; ; pieces++) {
      const buffer = host.codecNext(codec);
      if (buffer === null) return;
      controller.enqueue(new Bytes(hosted(buffer)));
      if (pieces % AHEAD === 0) await part("transform").relief(controller);
    }
  }

  // Whatever ends the stream frees what the host holds for it.
  async function held(codec, action) {
    try {
      await action();
    } catch (error) {
      host.codecClose(codec);
      throw error;
    }
  }

  async function feed(codec, view, controller) {
    // A long chunk is on its way for some time, in which its author may write over it.
    const all = view.byteLength > PIECE ? view.slice() : view;
    for (let at = 0; at < all.byteLength; at += PIECE) {
      host.codecFeed(codec, all.buffer, all.byteOffset + at, Math.min(PIECE, all.byteLength - at));
      await drain(codec, controller);
    }
  }

  function streamOf(format, way) {
    const name = `${format}`;
    if (!FORMATS.includes(name)) throw new TypeError(`A format is one of ${FORMATS.join(", ")}, not ${JSON.stringify(name.slice(0, 40))}`);
    const codec = host.codecOpen(name, way);
    const { readable, writable } = part("transform").sides({
      transform: (chunk, controller) => held(codec, () => feed(codec, viewOf(chunk), controller)),
      flush: (controller) => held(codec, async () => {
        // Bytes that are missing are only missed here; what a packer holds back comes out only now.
        host.codecFinish(codec);
        await drain(codec, controller);
        host.codecClose(codec);
      }),
      cancel() { host.codecClose(codec); },
    });
    return { way, readable, writable };
  }

  class CompressionStream {
    constructor(format) { this[STATE] = streamOf(format, "pack"); }
    get readable() { return stateOf(this, "pack").readable; }
    get writable() { return stateOf(this, "pack").writable; }
    get [Symbol.toStringTag]() { return "CompressionStream"; }
  }

  class DecompressionStream {
    constructor(format) { this[STATE] = streamOf(format, "unpack"); }
    get readable() { return stateOf(this, "unpack").readable; }
    get writable() { return stateOf(this, "unpack").writable; }
    get [Symbol.toStringTag]() { return "DecompressionStream"; }
  }

  return { CompressionStream, DecompressionStream };
}
