((counting) => ({
  async "fills the reader's own buffer"() {
    const reader = counting([1, 2, 3]).getReader({ mode: "byob" });
    const buffer = new ArrayBuffer(2);
    const { value, done } = await reader.read(new Uint8Array(buffer));
    check.same([check.list(value), done], [[1, 2], false]);
    check.ok(buffer.detached, "the buffer has moved");
    check.same(check.list((await reader.read(new Uint8Array(value.buffer))).value), [3]);
    const end = await reader.read(new Uint8Array(2));
    check.same([end.done, end.value.byteLength], [true, 0]);
    await reader.closed;
  },

  async "waits for at least so many"() {
    const reader = counting([1], [2], [3, 4]).getReader({ mode: "byob" });
    check.same(check.list((await reader.read(new Uint8Array(5), { min: 3 })).value), [1, 2, 3, 4]);
    await check.rejects(reader.read(new Uint8Array(2), { min: 3 }), "RangeError");
    await check.rejects(reader.read(new Uint8Array(2), { min: 0 }), "TypeError");
  },

  async "gives whole elements and keeps the rest"() {
    const reader = counting([1, 0, 2], [0]).getReader({ mode: "byob" });
    check.same(check.list((await reader.read(new Uint16Array(2))).value), [1]);
    check.same(check.list((await reader.read(new Uint16Array(2))).value), [2]);
  },

  async "a stream that ends within an element breaks"() {
    const stream = new ReadableStream({ type: "bytes", start(c) { c.enqueue(check.bytes(1)); c.close(); } });
    await check.rejects(stream.getReader({ mode: "byob" }).read(new Uint16Array(1)), "TypeError");
  },

  async "the source writes into the view that waits"() {
    const stream = new ReadableStream({ type: "bytes", pull(c) { c.byobRequest.view[0] = 7; c.byobRequest.respond(1); } });
    check.same(check.list((await stream.getReader({ mode: "byob" }).read(new Uint8Array(3))).value), [7]);
  },

  async "room is made for readers without a buffer"() {
    const stream = new ReadableStream({
      type: "bytes", autoAllocateChunkSize: 8,
      pull(c) { check.equal(c.byobRequest.view.byteLength, 8); c.byobRequest.view.set([1, 2]); c.byobRequest.respond(2); },
    });
    check.same(check.list((await stream.getReader().read()).value), [1, 2]);
    check.throws(() => new ReadableStream({ type: "bytes", autoAllocateChunkSize: 0 }), "TypeError");
  },

  async "what was asked for and released is the next reader's"() {
    let controller;
    const stream = new ReadableStream({ type: "bytes", start(c) { controller = c; } });
    const first = stream.getReader({ mode: "byob" });
    const lost = first.read(new Uint8Array(4));
    first.releaseLock();
    await check.rejects(lost, "TypeError");
    const second = stream.getReader().read();
    controller.enqueue(check.bytes(5));
    check.same(check.list((await second).value), [5]);
  },

  async "answers that do not fit are refused"() {
    let request;
    const stream = new ReadableStream({ type: "bytes", pull(c) { request = c.byobRequest; } });
    stream.getReader({ mode: "byob" }).read(new Uint8Array(4));
    await check.turns();
    check.throws(() => request.respond(5), "RangeError");
    check.throws(() => request.respond(0), "TypeError");
    check.throws(() => request.respond(-1), "TypeError");
    check.throws(() => request.respondWithNewView(new Uint8Array(2)), "RangeError");
    request.respond(1);
    check.throws(() => request.respond(1), "TypeError");
    check.equal(request.view, null);
  },

  async "chunks that are empty, moved or no bytes are refused"() {
    let controller;
    new ReadableStream({ type: "bytes", start(c) { controller = c; } });
    const moved = check.bytes(1);
    moved.buffer.transfer();
    for (const chunk of ["text", {}, new Uint8Array(0), moved]) check.throws(() => controller.enqueue(chunk), "TypeError");
    controller.close();
    check.throws(() => controller.enqueue(check.bytes(1)), "TypeError");
  },

  async "only byte streams have such readers"() {
    check.throws(() => new ReadableStream().getReader({ mode: "byob" }), "TypeError");
    check.throws(() => new ReadableStream().getReader({ mode: "other" }), "TypeError");
    check.throws(() => new ReadableStream({ type: "bytes" }, { size() { return 1; } }), "RangeError");
  },

  async "both branches of a tee get all, whoever brings a buffer"() {
    const [one, other] = counting([1, 2], [3]).tee();
    const reader = one.getReader({ mode: "byob" });
    check.same(check.list((await reader.read(new Uint8Array(8))).value), [1, 2]);
    check.same((await check.all(other)).flatMap(check.list), [1, 2, 3]);
    check.same(check.list((await reader.read(new Uint8Array(8))).value), [3]);
    check.equal((await reader.read(new Uint8Array(8))).done, true);
  },

  async "a branch that was cancelled leaves the other whole"() {
    const [one, other] = counting([1], [2]).tee();
    const over = one.cancel("enough");
    check.same((await check.all(other)).flatMap(check.list), [1, 2]);
    await over;
  },

  async "bodies bring their bytes into a buffer"(request) {
    const reader = request.body.getReader({ mode: "byob" });
    check.equal(new TextDecoder().decode((await reader.read(new Uint8Array(4))).value), "sent");
    const upstream = (await fetch("http://upstream/stream")).body.getReader({ mode: "byob" });
    let text = "", piece;
    while (!(piece = await upstream.read(new Uint8Array(2))).done) text += new TextDecoder().decode(piece.value);
    check.equal(text, "onetwothree");
    check.equal((await upstream.read(new Uint8Array(2))).done, true);
  },

  async "FixedLengthStream takes exactly its length"() {
    const through = (length, ...chunks) => new Response(ReadableStream.from(chunks).pipeThrough(new FixedLengthStream(length))).bytes();
    check.same(check.list(await through(3, check.bytes(1, 2), check.bytes(3))), [1, 2, 3]);
    check.same(check.list(await through(0n)), []);
    await check.rejects(through(1, check.bytes(1, 2)), /more than the 1 bytes/);
    await check.rejects(through(3, check.bytes(1, 2)), /2 of the 3 bytes/);
    await check.rejects(through(1, "text"), "TypeError");
    for (const length of [-1, 1.5, NaN, "x", undefined]) check.throws(() => new FixedLengthStream(length), "TypeError");
  },
}))((...chunks) => new ReadableStream({
  type: "bytes",
  pull(c) {
    if (chunks.length > 0) return c.enqueue(check.bytes(...chunks.shift()));
    c.close();
    return c.byobRequest?.respond(0);
  },
  async "streams that pass bytes on have readers with a view, and a reader says how much it needs"() {
    for (const stream of [new IdentityTransformStream(), new FixedLengthStream(6)]) {
      check.ok(stream instanceof TransformStream);
      const writer = stream.writable.getWriter(), reader = stream.readable.getReader({ mode: "byob" });
      const written = check.bytes(1, 2, 3, 4);
      const first = writer.write(written), last = writer.write(check.bytes(5, 6)).then(() => writer.close());
      await check.turns();
      written.fill(9);
      check.same(check.list((await reader.read(new Uint8Array(2))).value), [1, 2]);
      check.same(check.list((await reader.readAtLeast(3, new Uint8Array(8))).value), [3, 4, 5, 6]);
      await Promise.all([first, last]);
      check.ok((await reader.read(new Uint8Array(2))).done);
    }
  },
  async "readAtLeast refuses what read refuses"() {
    const reader = new Response("abcd").body.getReader({ mode: "byob" });
    await check.rejects(reader.readAtLeast(0, new Uint8Array(4)), "TypeError");
    await check.rejects(reader.readAtLeast(5, new Uint8Array(4)), "RangeError");
    await check.rejects(reader.readAtLeast(1, "view"), "TypeError");
    check.equal((await reader.readAtLeast(3, new Uint16Array(2))).value.length, 2);
  },
  async "an identity stream that is cancelled or aborted leaves nobody waiting"() {
    const one = new IdentityTransformStream(), writer = one.writable.getWriter();
    const write = writer.write(check.bytes(1)), reason = new Error("enough");
    await check.turns();
    await one.readable.cancel(reason);
    await check.rejects(write, /enough/);
    await check.rejects(writer.closed, /enough/);
    const other = new FixedLengthStream(3);
    await other.writable.abort(reason);
    await check.rejects(other.readable.getReader().read(), /enough/);
  },
}))
