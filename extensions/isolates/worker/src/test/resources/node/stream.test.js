import assert from "node:assert";
import { Duplex, PassThrough, Readable, Stream, Transform, Writable, compose, finished, pipeline } from "node:stream";
import { inherits } from "node:util";
import * as later from "node:stream/promises";
import { json, text } from "node:stream/consumers";

const collected = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
const upper = () => new Transform({ transform(chunk, encoding, done) { done(null, chunk.toString().toUpperCase()); } });

export default {
  async "duplexes are made of functions, promises and two streams"() {
    const louder = Duplex.from(async function* (source) { for await (const chunk of source) yield `${chunk}!`.toUpperCase(); });
    louder.write("a");
    louder.end("b");
    assert.deepEqual(await louder.toArray(), ["A!", "B!"]);
    assert.deepEqual(await Duplex.from(Promise.resolve("later")).toArray(), ["later"]);
    const written = [], readable = Readable.from(["out"]), writable = new Writable({ write(chunk, encoding, done) { written.push(`${chunk}`); done(); } });
    const both = Duplex.from({ readable, writable });
    both.end("in");
    assert.deepEqual(await both.toArray(), ["out"]);
    await new Promise((resolve) => (writable.writableFinished ? resolve() : writable.once("finish", resolve)));
    assert.deepEqual(written, ["in"]);
    const broken = compose(async function* (source) { for await (const chunk of source) throw new Error(`no ${chunk}`); });
    broken.end("x");
    await assert.rejects(broken.toArray(), { message: "no x" });
    assert.deepEqual(await compose(Readable.from([1, 2]), async function* (source) { for await (const n of source) yield n * 2; }).toArray(), [2, 4]);
  },
  "streams of old have a pipe too"() {
    function Old() { Stream.call(this); }
    inherits(Old, Stream);
    const source = Object.assign(new Old(), { readable: true, paused: 0, pause() { this.paused++; }, resume() { this.paused--; } });
    const target = Object.assign(new Old(), { writable: true, got: [], write(chunk) { this.got.push(chunk); return this.got.length < 2; }, end() { this.got.push("end"); } });
    assert.equal(source.pipe(target), target);
    source.emit("data", 1);
    source.emit("data", 2);
    assert.equal(source.paused, 1);
    target.emit("drain");
    assert.equal(source.paused, 0);
    source.emit("end");
    source.emit("close");
    assert.deepEqual(target.got, [1, 2, "end"]);
    assert.equal(source.listenerCount("data") + target.listenerCount("drain") + target.listenerCount("error"), 0);
    source.pipe(target);
    assert.throws(() => source.emit("error", new Error("nobody hears")), { message: "nobody hears" });
  },
  async "readables have the operators of iterators"() {
    const numbers = () => Readable.from([1, 2, 3, 4]);
    assert.deepEqual(await numbers().drop(1).take(2).toArray(), [2, 3]);
    assert.deepEqual(await numbers().take(0).toArray(), []);
    assert.deepEqual(await numbers().flatMap((n) => [n, -n]).take(3).toArray(), [1, -1, 2]);
    assert.deepEqual([await numbers().find((n) => n > 2), await numbers().find((n) => n > 9)], [3, undefined]);
    assert.deepEqual([await numbers().some(async (n) => n === 4), await numbers().every((n) => n < 4), await Readable.from([]).every(() => false)], [true, false, true]);
    assert.throws(() => numbers().take(-1), { code: "ERR_OUT_OF_RANGE" });
    const source = numbers();
    assert.deepEqual(await source.take(1).toArray(), [1]);
    assert.ok(source.destroyed);
  },
  async "readables give what is pushed, and end"() {
    const parts = ["a", "b", "c"];
    const stream = new Readable({ read() { this.push(parts.shift() ?? null); } });
    assert.equal(Buffer.concat(await collected(stream)).toString(), "abc");
    assert.equal(stream.readableEnded, true);
    assert.equal(stream.destroyed, true);
  },
  async "events come in order"() {
    const seen = [];
    const stream = Readable.from(["x", "y"]);
    stream.on("data", (chunk) => seen.push(chunk)).on("end", () => seen.push("end")).on("close", () => seen.push("close"));
    await new Promise((resolve) => stream.on("close", resolve));
    assert.deepEqual(seen, ["x", "y", "end", "close"]);
  },
  async "paused reading takes what is asked for"() {
    const stream = new Readable({ read() {} });
    stream.push("hello world");
    stream.push(null);
    await new Promise((resolve) => stream.once("readable", resolve));
    assert.equal(stream.read(5).toString(), "hello");
    assert.equal(stream.read().toString(), " world");
    assert.equal(stream.read(), null);
    const words = new Readable({ objectMode: true, read() {} });
    words.push({ a: 1 });
    words.push({ b: 2 });
    assert.deepEqual(words.read(), { a: 1 });
    words.unshift({ first: true });
    assert.deepEqual([words.read(), words.read(), words.read()], [{ first: true }, { b: 2 }, null]);
  },
  async "an encoding makes texts, whole characters each"() {
    const bytes = Buffer.from("ä€😀");
    const stream = Readable.from([...bytes].map((byte) => Buffer.from([byte])), { objectMode: false }).setEncoding("utf8");
    assert.equal((await collected(stream)).join(""), "ä€😀");
  },
  async "writables take their time and say when to go on"() {
    const written = [];
    const slow = new Writable({ highWaterMark: 3, write(chunk, encoding, done) { setTimeout(() => { written.push(chunk.toString()); done(); }, 1); } });
    assert.equal(slow.write("ab"), true);
    assert.equal(slow.write("cd"), false);
    assert.equal(slow.writableNeedDrain, true);
    await new Promise((resolve) => slow.once("drain", resolve));
    await new Promise((resolve) => slow.end("ef", resolve));
    assert.deepEqual(written, ["ab", "cd", "ef"]);
    assert.equal(slow.writableFinished, true);
    const failed = await new Promise((resolve) => { slow.on("error", () => {}); slow.write("late", resolve); });
    assert.ok(["ERR_STREAM_WRITE_AFTER_END", "ERR_STREAM_DESTROYED"].includes(failed.code), failed.code);
  },
  async "final, writev, cork"() {
    const seen = [];
    const stream = new Writable({
      writev(chunks, done) { seen.push(chunks.map(({ chunk }) => chunk.toString()).join("+")); done(); },
      final(done) { seen.push("final"); done(); },
    });
    stream.cork();
    stream.write("a");
    stream.write("b");
    stream.uncork();
    stream.end();
    await later.finished(stream);
    assert.deepEqual(seen, ["a+b", "final"]);
  },
  async "pipes hold back what is too fast"() {
    let pushed = 0, ahead = 0;
    const written = [];
    const source = new Readable({ highWaterMark: 2, objectMode: true, read() { this.push(pushed < 50 ? pushed++ : null); } });
    const target = new Writable({ highWaterMark: 2, objectMode: true, write(chunk, encoding, done) { ahead = Math.max(ahead, pushed - written.length); setTimeout(() => { written.push(chunk); done(); }, 0); } });
    source.pipe(target);
    await new Promise((resolve) => target.on("finish", resolve));
    assert.deepEqual(written, Array.from({ length: 50 }, (_, i) => i));
    assert.ok(ahead < 12, `${ahead} were read ahead`);
  },
  async "transforms change, pass and flush"() {
    const stream = new Transform({ transform(chunk, encoding, done) { this.push(`<${chunk}>`); done(); }, flush(done) { done(null, "!"); } });
    stream.write("a");
    stream.end("b");
    assert.equal(await text(stream), "<a><b>!");
    const many = new PassThrough({ highWaterMark: 4 });
    const reading = text(many);
    for (let i = 0; i < 100; i++) many.write("xyz");
    many.end();
    assert.equal((await reading).length, 300);
  },
  async "pipeline joins streams, generators and iterables"() {
    const out = [];
    await later.pipeline(
      ["a", "b"],
      upper(),
      async function* doubled(source) { for await (const chunk of source) yield [...`${chunk}`].map((letter) => letter + letter).join(""); },
      new Writable({ write(chunk, encoding, done) { out.push(chunk.toString()); done(); } }),
    );
    assert.equal(out.join(""), "AABB");
    const value = await later.pipeline(Readable.from(["1", "2"]), async (source) => { let sum = 0; for await (const chunk of source) sum += Number(chunk); return sum; });
    assert.equal(value, 3);
  },
  async "pipeline tells of failures once and destroys all"() {
    const source = new Readable({ highWaterMark: 16, read() { this.push("x"); } });
    const broken = new Transform({ transform(chunk, encoding, done) { done(new Error("broke")); } });
    const target = new PassThrough();
    const error = await new Promise((resolve) => pipeline(source, broken, target, resolve));
    assert.equal(error.message, "broke");
    assert.deepEqual([source.destroyed, broken.destroyed, target.destroyed], [true, true, true]);
    await assert.rejects(later.pipeline(async function* () { yield "a"; throw new RangeError("in generator"); }, new PassThrough().resume()), RangeError);
  },
  async "finished and destroy"() {
    const stream = new PassThrough();
    const over = new Promise((resolve) => finished(stream, resolve));
    stream.on("error", () => {});
    stream.destroy(new Error("gone"));
    assert.equal((await over).message, "gone");
    const early = new Readable({ read() {} });
    const closed = new Promise((resolve) => finished(early, resolve));
    early.destroy();
    assert.equal((await closed).code, "ERR_STREAM_PREMATURE_CLOSE");
    const control = new AbortController();
    const aborted = new Readable({ read() {}, signal: control.signal });
    const failure = new Promise((resolve) => aborted.on("error", resolve));
    control.abort();
    assert.equal((await failure).name, "AbortError");
  },
  async "errors of a source reach whoever iterates"() {
    const stream = new Readable({ read() { this.destroy(new Error("read failed")); } });
    await assert.rejects(collected(stream), /read failed/);
    await assert.rejects(collected(Readable.from((async function* () { yield 1; throw new Error("inside"); })())), /inside/);
  },
  async "a listener for once is a listener"() {
    const source = () => new Readable({ read() { this.push("ab"); this.push(null); } });
    assert.equal(String(await new Promise((resolve) => source().once("data", resolve))), "ab");
    const stream = source();
    await new Promise((resolve) => stream.once("readable", resolve));
    assert.equal(String(stream.read(1)), "a");
    const rest = [];
    await new Promise((resolve) => setTimeout(resolve));
    stream.on("data", (chunk) => rest.push(String(chunk)));
    await new Promise((resolve) => stream.on("end", resolve));
    assert.deepEqual(rest, ["b"]);
    const both = source(), heard = () => {};
    both.on("readable", heard).on("data", (chunk) => rest.push(String(chunk)));
    both.off("readable", heard);
    await new Promise((resolve) => both.on("end", resolve));
    assert.deepEqual(rest, ["b", "ab"]);
  },
  async "duplex has two sides"() {
    const sent = [];
    const duplex = new Duplex({ read() { this.push("in"); this.push(null); }, write(chunk, encoding, done) { sent.push(chunk.toString()); done(); } });
    duplex.end("out");
    assert.equal(await text(duplex), "in");
    await later.finished(duplex);
    assert.deepEqual(sent, ["out"]);
  },
  async "goes over to the web's streams and back"() {
    const web = Readable.toWeb(Readable.from([Buffer.from("we"), Buffer.from("b")]));
    assert.ok(web instanceof ReadableStream);
    assert.equal(await new Response(web).text(), "web");
    assert.equal(await text(Readable.fromWeb(new Response("back").body)), "back");
    const got = [];
    const writable = Writable.fromWeb(new WritableStream({ write(chunk) { got.push(Buffer.from(chunk).toString()); } }));
    await new Promise((resolve, reject) => writable.end("to web", (error) => (error ? reject(error) : resolve())));
    assert.deepEqual(got, ["to web"]);
    assert.deepEqual(await json(Readable.from(['{"a":', "1}"])), { a: 1 });
  },
  async "constructors of old work"() {
    function Old() { Readable.call(this, { encoding: "utf8" }); this.left = 2; }
    Object.setPrototypeOf(Old.prototype, Readable.prototype);
    Old.prototype._read = function read() { this.push(this.left-- > 0 ? "o" : null); };
    assert.equal((await collected(new Old())).join(""), "oo");
    assert.ok(new Duplex({ read() {}, write() {} }) instanceof Writable);
    assert.ok(!(new Readable({ read() {} }) instanceof Writable));
  },
};
