({
  async "hands out what was enqueued, then the end"() {
    const stream = new ReadableStream({ start(c) { c.enqueue("a"); c.enqueue("b"); c.close(); } });
    const reader = stream.getReader();
    check.same(await reader.read(), { value: "a", done: false });
    check.same(await reader.read(), { value: "b", done: false });
    check.same(await reader.read(), { done: true });
    await reader.closed;
  },

  async "pulls only as far as the high-water mark"() {
    let pulls = 0;
    const stream = new ReadableStream({ pull(c) { c.enqueue(++pulls); } }, { highWaterMark: 3 });
    await check.turns();
    check.equal(pulls, 3);
    const reader = stream.getReader();
    await reader.read();
    await check.turns();
    check.equal(pulls, 4);
  },

  async "pulls nothing at a mark of 0 until someone reads"() {
    let pulls = 0;
    const stream = new ReadableStream({ pull(c) { c.enqueue(++pulls); } }, { highWaterMark: 0 });
    await check.turns();
    check.equal(pulls, 0);
    check.equal((await stream.getReader().read()).value, 1);
    check.equal(pulls, 1);
  },

  async "never pulls twice at a time"() {
    let active = 0, most = 0;
    const stream = new ReadableStream({
      async pull(c) {
        most = Math.max(most, ++active);
        await check.turns(3);
        c.enqueue("x");
        active--;
      },
    }, { highWaterMark: 4 });
    const reader = stream.getReader();
    for (let i = 0; i < 6; i++) await reader.read();
    check.equal(most, 1);
  },

  async "counts with the strategy's size"() {
    let controller;
    new ReadableStream({ start(c) { controller = c; } }, new ByteLengthQueuingStrategy({ highWaterMark: 10 }));
    check.equal(controller.desiredSize, 10);
    controller.enqueue(new Uint8Array(4));
    check.equal(controller.desiredSize, 6);
    let second;
    const broken = new ReadableStream({ start(c) { second = c; } }, { size: () => -1 });
    check.throws(() => second.enqueue("x"), "RangeError");
    await check.rejects(broken.getReader().read(), "RangeError");
    check.equal(new CountQueuingStrategy({ highWaterMark: 5 }).size("x"), 1);
  },

  async "errors reach waiting and later readers"() {
    let controller;
    const reader = new ReadableStream({ start(c) { controller = c; } }).getReader();
    const waiting = reader.read();
    controller.error(new Error("broke"));
    await check.rejects(waiting, /broke/);
    await check.rejects(reader.read(), /broke/);
    await check.rejects(reader.closed, /broke/);
    check.throws(() => controller.enqueue(1), "TypeError");
    check.equal(controller.desiredSize, null);
  },

  async "errors of start and pull break the stream"() {
    check.throws(() => new ReadableStream({ start() { throw new Error("at once"); } }), /at once/);
    await check.rejects(new ReadableStream({ async start() { throw new Error("later"); } }).getReader().read(), /later/);
    await check.rejects(new ReadableStream({ pull() { throw new Error("in pull"); } }).getReader().read(), /in pull/);
  },

  async "cancel reaches the source and ends the stream"() {
    let reason;
    const stream = new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { reason = r; } });
    await stream.cancel("enough");
    check.equal(reason, "enough");
    check.ok((await stream.getReader().read()).done);
    await check.rejects(new ReadableStream({ cancel() { throw new Error("no"); } }).cancel(), /no/);
    const locked = new ReadableStream();
    const reader = locked.getReader();
    await check.rejects(locked.cancel(), "TypeError");
    await reader.cancel();
  },

  async "has one reader at a time"() {
    const stream = new ReadableStream({ start(c) { c.enqueue("x"); } });
    const reader = stream.getReader();
    check.ok(stream.locked);
    check.throws(() => stream.getReader(), "TypeError");
    check.throws(() => stream.tee(), "TypeError");
    await check.rejects(stream.pipeTo(new WritableStream()), "TypeError");
    reader.releaseLock();
    check.ok(!stream.locked);
    await check.rejects(reader.read(), "TypeError");
    check.equal((await stream.getReader().read()).value, "x");
  },

  async "a released reader's reads are refused"() {
    const stream = new ReadableStream();
    const reader = stream.getReader();
    const waiting = reader.read();
    reader.releaseLock();
    await check.rejects(waiting, "TypeError");
    await check.rejects(reader.closed, "TypeError");
  },

  async "is iterated, and cancelled when the loop is left"() {
    let cancelled = false;
    const make = () => new ReadableStream({ pull(c) { c.enqueue("x"); }, cancel() { cancelled = true; } });
    for await (const chunk of make()) {
      check.equal(chunk, "x");
      break;
    }
    check.ok(cancelled);
    cancelled = false;
    const kept = make();
    for await (const chunk of kept.values({ preventCancel: true })) break;
    check.ok(!cancelled && !kept.locked);
    check.same(await check.all(new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); } })), [1, 2]);
  },

  async "tee gives both branches everything, at the pace of the faster"() {
    let pulls = 0;
    const [a, b] = new ReadableStream({ pull(c) { c.enqueue(++pulls); if (pulls === 3) c.close(); } }).tee();
    check.same(await check.all(a), [1, 2, 3]);
    check.same(await check.all(b), [1, 2, 3]);
  },

  async "tee cancels its source when both branches are cancelled"() {
    let reasons;
    const [a, b] = new ReadableStream({ cancel(r) { reasons = r; } }).tee();
    const first = a.cancel("a");
    await check.turns();
    check.equal(reasons, undefined);
    await b.cancel("b");
    await first;
    check.same(reasons, ["a", "b"]);
  },

  async "tee passes errors to both"() {
    let controller;
    const [a, b] = new ReadableStream({ start(c) { controller = c; } }).tee();
    controller.error(new Error("broke"));
    await check.rejects(a.getReader().read(), /broke/);
    await check.rejects(b.getReader().read(), /broke/);
  },

  async "from takes what is iterable"() {
    check.same(await check.all(ReadableStream.from(["a", "b"])), ["a", "b"]);
    let left = false;
    async function* source() {
      try {
        for (;;) yield 1;
      } finally {
        left = true;
      }
    }
    const stream = ReadableStream.from(source());
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    check.ok(left);
    check.throws(() => ReadableStream.from({}), "TypeError");
  },

  "refuses wrong arguments"() {
    for (const call of [() => new ReadableStream(null), () => new ReadableStream({ pull: 1 }), () => new ReadableStream({ type: "x" }),
      () => new ReadableStream({}, 1), () => new ReadableStream().getReader({ mode: "byob" }), () => new ReadableStreamDefaultReader({}),
      () => new ReadableStreamDefaultController(), () => ReadableStream(), () => new ReadableStreamDefaultReader(new WritableStream())]) {
      check.throws(call, "TypeError", String(call));
    }
    check.throws(() => new ReadableStream({}, { highWaterMark: -1 }), "RangeError");
    check.throws(() => new ReadableStream({}, { highWaterMark: NaN }), "RangeError");
  },

  "close and enqueue after close are refused"() {
    let controller;
    new ReadableStream({ start(c) { controller = c; } });
    controller.enqueue(1);
    controller.close();
    check.throws(() => controller.close(), "TypeError");
    check.throws(() => controller.enqueue(1), "TypeError");
  },

  async "pipeTo moves all with back-pressure"() {
    let pulled = 0, running = 0, most = 0;
    const got = [];
    const source = new ReadableStream({ pull(c) { if (++pulled > 20) c.close(); else c.enqueue(pulled); } }, { highWaterMark: 0 });
    const sink = new WritableStream({
      async write(chunk) {
        most = Math.max(most, ++running);
        check.ok(pulled - got.length <= 3, "the source runs ahead");
        await check.turns(10);
        got.push(chunk);
        running--;
      },
    });
    await source.pipeTo(sink);
    check.equal(got.length, 20);
    check.equal(most, 1);
    check.ok(!source.locked && !sink.locked);
  },

  async "pipeTo passes errors on, both ways"() {
    let aborted, cancelled;
    await check.rejects(new ReadableStream({ start(c) { c.error(new Error("source")); } })
      .pipeTo(new WritableStream({ abort(r) { aborted = r; } })), /source/);
    check.equal(aborted.message, "source");
    await check.rejects(new ReadableStream({ pull(c) { c.enqueue(1); }, cancel(r) { cancelled = r; } })
      .pipeTo(new WritableStream({ write() { throw new Error("sink"); } })), /sink/);
    check.equal(cancelled.message, "sink");
    const kept = new WritableStream();
    await check.rejects(new ReadableStream({ start(c) { c.error(new Error("x")); } }).pipeTo(kept, { preventAbort: true }), /x/);
    await kept.getWriter().write("still open");
    const open = new WritableStream();
    await new ReadableStream({ start(c) { c.close(); } }).pipeTo(open, { preventClose: true });
    await open.getWriter().write("still open");
  },

  async "pipeTo is stopped by a signal"() {
    const controller = new AbortController();
    let cancelled, aborted;
    const piping = new ReadableStream({ cancel(r) { cancelled = r; } })
      .pipeTo(new WritableStream({ abort(r) { aborted = r; } }), { signal: controller.signal });
    await check.turns();
    controller.abort(new Error("stop"));
    await check.rejects(piping, /stop/);
    check.equal(cancelled.message, "stop");
    check.equal(aborted.message, "stop");
    await check.rejects(new ReadableStream().pipeTo(new WritableStream(), { signal: AbortSignal.abort() }), "AbortError");
  },

  async "pipeTo a closed sink cancels the source"() {
    const sink = new WritableStream();
    await sink.close();
    let cancelled = false;
    await check.rejects(new ReadableStream({ cancel() { cancelled = true; } }).pipeTo(sink), "TypeError");
    check.ok(cancelled);
  },
})
