({
  async "a signal that is first asked for after the abort tells of it"() {
    let controller;
    const stream = new WritableStream({ start(c) { controller = c; } });
    await stream.abort("why");
    check.same([controller.signal.aborted, controller.signal.reason], [true, "why"]);
    new WritableStream({ start(c) { controller = c; } });
    check.equal(controller.signal.aborted, false);
  },

  async "writes one after the other, then closes"() {
    const log = [];
    const stream = new WritableStream({
      start() { log.push("start"); },
      async write(chunk) { log.push(`<${chunk}`); await check.turns(3); log.push(`${chunk}>`); },
      close() { log.push("close"); },
    });
    const writer = stream.getWriter();
    writer.write("a");
    writer.write("b");
    await writer.close();
    await writer.closed;
    check.same(log, ["start", "<a", "a>", "<b", "b>", "close"]);
  },

  async "tells of back-pressure"() {
    let release;
    const stream = new WritableStream({ write() { return new Promise((r) => { release = r; }); } }, { highWaterMark: 2 });
    const writer = stream.getWriter();
    check.equal(writer.desiredSize, 2);
    await writer.ready;
    writer.write("a");
    check.equal(writer.desiredSize, 1);
    writer.write("b");
    check.equal(writer.desiredSize, 0);
    let ready = false;
    writer.ready.then(() => { ready = true; });
    await check.turns();
    check.ok(!ready);
    release();
    await check.turns();
    check.ok(ready);
    check.equal(writer.desiredSize, 1);
  },

  async "an error of the sink breaks it"() {
    const stream = new WritableStream({ write() { throw new Error("full"); } });
    const writer = stream.getWriter();
    await check.rejects(writer.write("a"), /full/);
    await check.rejects(writer.write("b"), /full/);
    await check.rejects(writer.closed, /full/);
    await check.rejects(writer.ready, /full/);
    await check.rejects(writer.close(), "TypeError");
  },

  async "abort reaches the sink"() {
    let reason;
    const stream = new WritableStream({ abort(r) { reason = r; } });
    const writer = stream.getWriter();
    await writer.abort("why");
    check.equal(reason, "why");
    await writer.closed.then(() => check.ok(false), (r) => check.equal(r, "why"));
    await stream.abort?.call; // aborting again is harmless
    await writer.abort();
  },

  async "abort waits for the write under way and drops the rest"() {
    const log = [];
    let finish;
    const stream = new WritableStream({ write(c) { log.push(c); return new Promise((r) => { finish = r; }); }, abort() { log.push("abort"); } });
    const writer = stream.getWriter();
    const first = writer.write("a"), second = writer.write("b");
    await check.turns();
    const aborting = writer.abort(new Error("stop"));
    await check.turns();
    check.same(log, ["a"]);
    finish();
    await first;
    await check.rejects(second, /stop/);
    await aborting;
    check.same(log, ["a", "abort"]);
  },

  async "the controller's error and signal"() {
    let controller;
    const stream = new WritableStream({ start(c) { controller = c; } });
    check.ok(!controller.signal.aborted);
    await stream.abort("x");
    check.ok(controller.signal.aborted);
    let second;
    const broken = new WritableStream({ start(c) { second = c; } });
    second.error(new Error("by hand"));
    await check.rejects(broken.getWriter().write(1), /by hand/);
  },

  async "errors of start and close"() {
    check.throws(() => new WritableStream({ start() { throw new Error("at once"); } }), /at once/);
    await check.rejects(new WritableStream({ async start() { throw new Error("later"); } }).getWriter().closed, /later/);
    const writer = new WritableStream({ close() { throw new Error("in close"); } }).getWriter();
    await check.rejects(writer.close(), /in close/);
    await check.rejects(writer.closed, /in close/);
  },

  async "locks and refuses"() {
    const stream = new WritableStream();
    const writer = stream.getWriter();
    check.ok(stream.locked);
    check.throws(() => stream.getWriter(), "TypeError");
    await check.rejects(stream.close(), "TypeError");
    await check.rejects(stream.abort(), "TypeError");
    writer.releaseLock();
    await check.rejects(writer.write("x"), "TypeError");
    await check.rejects(writer.closed, "TypeError");
    check.throws(() => writer.desiredSize, "TypeError");
    const again = stream.getWriter();
    await again.close();
    await check.rejects(again.write("x"), "TypeError");
    await check.rejects(again.close(), "TypeError");
    for (const call of [() => new WritableStream(null), () => new WritableStream({ write: 1 }), () => new WritableStreamDefaultController()]) check.throws(call, "TypeError");
    check.throws(() => new WritableStream({ type: "bytes" }), "RangeError");
  },
})
