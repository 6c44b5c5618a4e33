const numbers = (...values) => new ReadableStream({ start(c) { for (const value of values) c.enqueue(value); c.close(); } });
({
  async "a readable stream goes on elsewhere, with copies of its chunks"() {
    const chunk = { n: 1 }, original = numbers(chunk, 2);
    const moved = structuredClone({ inside: original }, { transfer: [original] }).inside;
    check.ok(original.locked && moved instanceof ReadableStream && !moved.locked);
    const [first, second] = await check.all(moved);
    check.ok(first !== chunk && first.n === 1 && second === 2);
    check.throws(() => structuredClone(original, { transfer: [original] }), "DataCloneError");
  },

  async "streams of bytes arrive too"() {
    const original = new Response("bytes").body;
    const moved = structuredClone(original, { transfer: [original] });
    check.equal(await new Response(moved).text(), "bytes");
  },

  async "a chunk that cannot be copied breaks both sides"() {
    let reason;
    const original = new ReadableStream({ pull(c) { c.enqueue(() => 1); }, cancel(why) { reason = why; } }, { highWaterMark: 0 });
    const moved = structuredClone(original, { transfer: [original] });
    await check.rejects(moved.getReader().read(), "DataCloneError");
    check.equal(reason.name, "DataCloneError");
  },

  async "errors and cancels cross"() {
    const broken = new ReadableStream({ pull() { throw new RangeError("far"); } }, { highWaterMark: 0 });
    await check.rejects(structuredClone(broken, { transfer: [broken] }).getReader().read(), { name: "RangeError", message: "far" });
    let reason;
    const open = new ReadableStream({ cancel(why) { reason = why; } });
    await structuredClone(open, { transfer: [open] }).cancel({ why: 1 });
    check.equal(reason.why, 1);
  },

  async "a writable stream takes what is written elsewhere"() {
    const seen = [];
    const original = new WritableStream({ write(chunk) { seen.push(chunk); }, close() { seen.push("closed"); } });
    const moved = structuredClone(original, { transfer: [original] });
    check.ok(original.locked && moved instanceof WritableStream);
    const writer = moved.getWriter(), chunk = { n: 1 };
    await writer.write(chunk);
    check.ok(seen[0] !== chunk && seen[0].n === 1);
    await writer.close();
    check.equal(seen[1], "closed");
  },

  async "what a writable stream says of failures crosses back"() {
    let reason;
    const failing = new WritableStream({ write() { throw new RangeError("full"); } });
    const writer = structuredClone(failing, { transfer: [failing] }).getWriter();
    await check.rejects(writer.write(1), { name: "RangeError", message: "full" });
    const aborted = new WritableStream({ abort(why) { reason = why; } });
    await structuredClone(aborted, { transfer: [aborted] }).abort("enough");
    check.equal(reason, "enough");
    const strict = new WritableStream();
    await check.rejects(structuredClone(strict, { transfer: [strict] }).getWriter().write(() => 1), "DataCloneError");
  },

  "a side and its transform do not go together"() {
    for (const [first, second] of [["self", "readable"], ["readable", "self"], ["self", "writable"], ["writable", "self"]]) {
      const transform = new TransformStream(), all = { self: transform, readable: transform.readable, writable: transform.writable };
      check.throws(() => structuredClone(1, { transfer: [all[first], all[second]] }), "DataCloneError", `${first} ${second}`);
    }
  },

  async "a transform goes as its two sides, through a port"() {
    const { port1, port2 } = new MessageChannel(), original = new TransformStream({ transform(n, c) { c.enqueue(n * 2); } });
    port1.postMessage(original, [original]);
    const { data: moved } = await new Promise((resolve) => { port2.onmessage = resolve; });
    check.ok(moved instanceof TransformStream && original.readable.locked && original.writable.locked);
    check.same(await check.all(numbers(1, 2).pipeThrough(moved)), [2, 4]);
  },
})
