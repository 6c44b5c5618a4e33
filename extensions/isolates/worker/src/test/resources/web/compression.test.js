const text = "many words are much the same, ".repeat(400);
async function through(stream, ...chunks) {
  const writer = stream.writable.getWriter();
  const written = Promise.all([...chunks.map((chunk) => writer.write(chunk)), writer.close()]);
  written.catch(() => {});
  const pieces = await check.all(stream.readable);
  await written;
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
const packed = (format, ...chunks) => through(new CompressionStream(format), ...chunks);
const unpacked = (format, ...chunks) => through(new DecompressionStream(format), ...chunks);
const bytesOf = (value) => new TextEncoder().encode(value);
const textOf = (bytes) => new TextDecoder().decode(bytes);
({
  async "all formats there and back, whole and byte by byte"() {
    for (const format of ["gzip", "deflate", "deflate-raw"]) {
      const small = await packed(format, bytesOf(text));
      check.ok(small.length < 300, format);
      check.equal(textOf(await unpacked(format, small)), text);
      check.equal(textOf(await unpacked(format, ...check.list(small).map((byte) => check.bytes(byte)))), text);
      check.equal((await unpacked(format, await packed(format))).length, 0);
      check.equal(textOf(await unpacked(format, await packed(format, bytesOf("a"), new Uint8Array(0), bytesOf("b").buffer))), "ab");
    }
  },

  async "the heads of the formats"() {
    check.same(check.list((await packed("gzip", bytesOf("x"))).slice(0, 4)), [0x1f, 0x8b, 8, 0]);
    check.same(check.list((await packed("deflate", bytesOf("x"))).slice(0, 2)), [0x78, 0x9c]);
    check.same(check.list(await packed("deflate-raw")), [3, 0]);
  },

  async "a gzip head with all that it may have"() {
    const plain = await packed("gzip", bytesOf("text"));
    const extra = [0x1f, 0x8b, 8, 0x1c, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, 0x6e, 0, 0x63, 0];
    check.equal(textOf(await unpacked("gzip", new Uint8Array([...extra, ...plain.slice(10)]))), "text");
    // The sum over it is that of these bytes; another is refused.
    const head = [0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 3];
    check.equal(textOf(await unpacked("gzip", new Uint8Array([...head, 0xa7, 0x77, ...plain.slice(10)]))), "text");
    await check.rejects(unpacked("gzip", new Uint8Array([...head, 0, 0, ...plain.slice(10)])), { name: "TypeError", message: /sum of the gzip header/ });
    await check.rejects(unpacked("gzip", new Uint8Array([0x1f, 0x8b, 8, 0x20, 0, 0, 0, 0, 0, 3])), "TypeError");
  },

  async "what is damaged, cut off or followed by something is an error"() {
    for (const format of ["gzip", "deflate", "deflate-raw"]) {
      const whole = await packed(format, bytesOf(text));
      await check.rejects(unpacked(format, whole.slice(0, -1)), { name: "TypeError", message: /too early/ }, format);
      await check.rejects(unpacked(format), { name: "TypeError", message: /too early/ }, format);
      await check.rejects(unpacked(format, whole, check.bytes(1)), { name: "TypeError", message: /follows the end/ }, format);
      await check.rejects(unpacked(format, new Uint8Array([...whole, 1])), { name: "TypeError", message: /follows the end/ }, format);
      await check.rejects(unpacked(format, check.bytes(0xff, 0xff, 0xff, 0xff)), "TypeError", format);
      if (format === "deflate-raw") continue;
      const other = whole.slice();
      other[other.length - 5] ^= 1;
      await check.rejects(unpacked(format, other), "TypeError", format);
    }
  },

  // "A gzip stream may only contain one member", as the standard has it.
  async "another member of gzip is something that follows"() {
    const whole = await packed("gzip", bytesOf(text));
    await check.rejects(unpacked("gzip", whole, whole), { name: "TypeError", message: /follows the end/ });
  },

  async "takes bytes of all kinds and nothing else"() {
    const view = new DataView(bytesOf("-data-").buffer, 1, 4);
    check.equal(textOf(await unpacked("gzip", await packed("gzip", view, new Uint16Array([0x4141])))), "dataAA");
    for (const chunk of [undefined, null, 5, "text", {}, [1], new SharedArrayBuffer(2), new Uint8Array(new SharedArrayBuffer(2))]) {
      await check.rejects(packed("gzip", chunk), "TypeError");
      await check.rejects(unpacked("gzip", chunk), "TypeError");
    }
    for (const format of [undefined, "", "GZIP", "br", "toString"]) {
      check.throws(() => new CompressionStream(format), { name: "TypeError", message: /gzip/ });
      check.throws(() => new DecompressionStream(format), "TypeError");
    }
    check.throws(() => Object.getOwnPropertyDescriptor(CompressionStream.prototype, "readable").get.call(new DecompressionStream("gzip")), "TypeError");
  },

  async "a chunk is taken as it was when it was written"() {
    const big = new Uint8Array(300_000).fill(65);
    const stream = new CompressionStream("gzip");
    const writer = stream.writable.getWriter();
    writer.write(big);
    writer.close();
    const all = check.all(stream.readable);
    await check.turns();
    big.fill(66);
    const back = await unpacked("gzip", ...(await all));
    check.ok(back.length === 300_000 && back.every((byte) => byte === 65));
  },

  async "little that becomes a lot waits for its readers"() {
    let bomb = await packed("gzip", new Uint8Array(8 << 20));
    check.ok(bomb.length < 9000);
    const stream = new DecompressionStream("gzip");
    const writer = stream.writable.getWriter();
    let done = false;
    writer.write(bomb).then(() => { done = true; });
    const reader = stream.readable.getReader();
    const first = await reader.read();
    check.equal(first.value.length, 65536);
    await check.turns(200);
    check.ok(!done);
    let total = first.value.length;
    writer.close();
    for (;;) {
      const { value, done: over } = await reader.read();
      if (over) break;
      total += value.length;
    }
    check.ok(done && total === 8 << 20);
  },

  async "a stream that is given up takes nothing more"() {
    const stream = new CompressionStream("gzip");
    await stream.readable.cancel();
    await check.rejects(stream.writable.getWriter().write(bytesOf("x")), {});
    const other = new DecompressionStream("gzip");
    const writer = other.writable.getWriter();
    await writer.abort("why");
    await check.rejects(other.readable.getReader().read(), {});
  },

  async "so many may be open at a time"() {
    const open = [];
    for (let i = 0; i < 64; i++) open.push(new CompressionStream("gzip"));
    check.throws(() => new CompressionStream("gzip"), { message: /64 compression streams are open/ });
    await open[0].readable.cancel();
    await open[1].writable.abort();
    open[2].readable.getReader().read().catch(() => {});
    await open[2].writable.getWriter().write("wrong").catch(() => {});
    new CompressionStream("gzip");
    new DecompressionStream("gzip");
    new DecompressionStream("gzip");
    check.throws(() => new DecompressionStream("gzip"), { message: /64 compression streams are open/ });
  },

  async "a body is unpacked on its way"() {
    const small = new Response(text).body.pipeThrough(new CompressionStream("gzip"));
    check.equal(await new Response(small.pipeThrough(new DecompressionStream("gzip"))).text(), text);
  },
})
