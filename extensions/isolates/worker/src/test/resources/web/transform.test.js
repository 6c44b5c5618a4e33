({
  async "changes chunk by chunk"() {
    const upper = new TransformStream({ transform(chunk, c) { c.enqueue(chunk.toUpperCase()); }, flush(c) { c.enqueue("END"); } });
    check.same(await check.all(ReadableStream.from(["a", "b"]).pipeThrough(upper)), ["A", "B", "END"]);
  },

  async "passes everything on without a transformer"() {
    check.same(await check.all(ReadableStream.from([1, 2]).pipeThrough(new TransformStream())), [1, 2]);
  },

  async "holds its writer back until it is read"() {
    const stream = new TransformStream();
    const writer = stream.writable.getWriter();
    let written = 0;
    for (let i = 0; i < 3; i++) writer.write(i).then(() => { written++; });
    await check.turns();
    check.equal(written, 0);
    const reader = stream.readable.getReader();
    check.equal((await reader.read()).value, 0);
    await check.turns();
    check.ok(written <= 2, `written ${written}`);
    check.equal((await reader.read()).value, 1);
    check.equal((await reader.read()).value, 2);
    await check.turns();
    check.equal(written, 3);
  },

  async "errors go both ways"() {
    const stream = new TransformStream({ transform() { throw new Error("bad chunk"); } });
    const writer = stream.writable.getWriter(), reader = stream.readable.getReader();
    const reading = reader.read();
    await check.rejects(writer.write("x"), /bad chunk/);
    await check.rejects(reading, /bad chunk/);
    await check.rejects(writer.closed, /bad chunk/);
  },

  async "terminate ends the reader and breaks the writer"() {
    const stream = new TransformStream({ transform(chunk, c) { c.enqueue(chunk); c.terminate(); } });
    const writer = stream.writable.getWriter();
    writer.write("x");
    check.same(await check.all(stream.readable), ["x"]);
    await check.rejects(writer.write("y"), "TypeError");
  },

  async "cancel and abort reach the transformer"() {
    let reason;
    const one = new TransformStream({ cancel(r) { reason = r; } });
    await one.readable.cancel("reader left");
    check.equal(reason, "reader left");
    const two = new TransformStream({ cancel(r) { reason = r; } });
    await two.writable.abort("writer left");
    check.equal(reason, "writer left");
    await two.readable.getReader().read().then(() => check.ok(false), (r) => check.equal(r, "writer left"));
  },

  async "text goes through encoder and decoder streams"() {
    const bytes = await check.all(ReadableStream.from(["h\u00e4", "\ud83d", "\ude00!"]).pipeThrough(new TextEncoderStream()));
    check.ok(bytes.every((b) => b instanceof Uint8Array));
    const split = bytes.flatMap((b) => check.list(b).map((x) => new Uint8Array([x])));
    check.equal((await check.all(ReadableStream.from(split).pipeThrough(new TextDecoderStream()))).join(""), "h\u00e4\u{1f600}!");
    await check.rejects(check.all(ReadableStream.from([new Uint8Array([0xff])]).pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))), "TypeError");
    check.equal(new TextDecoderStream("latin1").encoding, "windows-1252");
  },

  async "identity streams carry bytes only"() {
    const stream = new IdentityTransformStream();
    const writer = stream.writable.getWriter();
    writer.write(new Uint8Array([1]));
    check.equal((await stream.readable.getReader().read()).value[0], 1);
    const other = new IdentityTransformStream();
    other.readable.getReader().read().catch(() => {});
    await check.rejects(other.writable.getWriter().write("text"), "TypeError");
  },

  "refuses wrong arguments"() {
    check.throws(() => new TransformStream(null), "TypeError");
    check.throws(() => new TransformStream({ readableType: "x" }), "RangeError");
    check.throws(() => new TransformStream({ transform: 1 }), "TypeError");
    check.throws(() => new TransformStream({ start() { throw new Error("no"); } }), /no/);
  },
})
