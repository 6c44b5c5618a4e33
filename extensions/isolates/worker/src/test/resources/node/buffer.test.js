import assert from "node:assert";
import { Buffer, isUtf8, constants } from "node:buffer";

export default {
  "is a Uint8Array with a class of its own"() {
    const buffer = Buffer.from("añ€😀");
    assert.ok(buffer instanceof Uint8Array && Buffer.isBuffer(buffer) && !Buffer.isBuffer(new Uint8Array(1)));
    assert.deepEqual([...buffer], [97, 195, 177, 226, 130, 172, 240, 159, 152, 128]);
    assert.equal(buffer.toString(), "añ€😀");
    assert.equal(Buffer.from("abc").constructor, Buffer);
    assert.equal(typeof constants.MAX_LENGTH, "number");
    assert.ok(Buffer.from([1]).map((byte) => byte + 1) instanceof Buffer);
  },
  "has all encodings in both directions"() {
    const bytes = Buffer.from([0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x3e]);
    assert.equal(bytes.toString("hex"), "00017f80feff3e");
    assert.equal(bytes.toString("base64"), "AAF/gP7/Pg==");
    assert.equal(bytes.toString("base64url"), "AAF_gP7_Pg");
    assert.equal(bytes.toString("latin1"), "\0\x01\x7f\x80\xfe\xff>");
    assert.equal(bytes.toString("binary"), bytes.toString("latin1"));
    assert.equal(bytes.toString("ascii"), "\0\x01\x7f\0~\x7f>");
    assert.equal(bytes.toString("utf16le"), "\u0100\u807f\ufffe");
    assert.equal(bytes.toString("utf8"), "\0\x01\x7f\ufffd\ufffd\ufffd>");
    for (const encoding of ["hex", "base64", "base64url", "latin1"]) assert.ok(Buffer.from(bytes.toString(encoding), encoding).equals(bytes), encoding);
    assert.deepEqual([...Buffer.from("hi€", "utf16le")], [104, 0, 105, 0, 0xac, 0x20]);
    assert.deepEqual([...Buffer.from("ÿ€", "latin1")], [0xff, 0xac]);
    assert.equal(Buffer.from("\ud800x").toString(), "\ufffdx");
    assert.throws(() => Buffer.from("x", "utf9"), { code: "ERR_UNKNOWN_ENCODING", name: "TypeError" });
    assert.equal(Buffer.isEncoding("UTF-8"), true);
    assert.equal(Buffer.isEncoding("utf9"), false);
  },
  "reads base64 and hex as leniently as Node"() {
    assert.equal(Buffer.from("aGVs bG8\n", "base64").toString(), "hello");
    assert.equal(Buffer.from("aGVsbG8=trailing", "base64").toString(), "hello");
    assert.equal(Buffer.from("-_-_", "base64").toString("hex"), "fbffbf");
    assert.equal(Buffer.from("a", "base64").length, 0);
    assert.equal(Buffer.from("abxx12", "hex").toString("hex"), "ab");
    assert.equal(Buffer.from("abc", "hex").toString("hex"), "ab");
  },
  "is made from all that Node takes"() {
    const memory = new ArrayBuffer(8);
    const view = Buffer.from(memory, 2, 3);
    view[0] = 9;
    assert.equal(new Uint8Array(memory)[2], 9);
    const copy = Buffer.from(new Uint16Array([1, 258]));
    assert.deepEqual([...copy], [1, 2]);
    assert.deepEqual([...Buffer.from({ type: "Buffer", data: [1, 2] })], [1, 2]);
    assert.deepEqual(JSON.parse(JSON.stringify(Buffer.from("hi"))), { type: "Buffer", data: [104, 105] });
    assert.equal(Buffer.from(new String("boxed")).toString(), "boxed");
    assert.throws(() => Buffer.from(5), { code: "ERR_INVALID_ARG_TYPE" });
    assert.throws(() => Buffer.from(null), /Received null/);
    assert.throws(() => Buffer.from(memory, 9), { code: "ERR_BUFFER_OUT_OF_BOUNDS" });
    assert.equal(Buffer.alloc(3, "ab").toString(), "aba");
    assert.equal(Buffer.alloc(2, 1).toString("hex"), "0101");
    assert.throws(() => Buffer.alloc(-1), { code: "ERR_OUT_OF_RANGE" });
    assert.throws(() => Buffer.alloc("5"), { code: "ERR_INVALID_ARG_TYPE" });
    assert.equal(Buffer.byteLength("añ€"), 6);
    assert.equal(Buffer.byteLength("aGVsbG8=", "base64"), 5);
  },
  "joins, compares, finds"() {
    assert.equal(Buffer.concat([Buffer.from("ab"), Buffer.from("cd")]).toString(), "abcd");
    assert.equal(Buffer.concat([Buffer.from("ab"), Buffer.from("cd")], 3).toString(), "abc");
    assert.equal(Buffer.concat([Buffer.from("ab")], 4).toString("hex"), "61620000");
    assert.equal(Buffer.compare(Buffer.from("a"), Buffer.from("b")), -1);
    assert.equal(Buffer.from("abc").compare(Buffer.from("ab")), 1);
    assert.equal(Buffer.from("abc").compare(Buffer.from("xbcx"), 1, 3, 1, 3), 0);
    assert.ok(Buffer.from("a").equals(new Uint8Array([97])));
    assert.throws(() => Buffer.from("a").equals("a"), { code: "ERR_INVALID_ARG_TYPE" });
    const text = Buffer.from("this is a buffer");
    assert.equal(text.indexOf("is"), 2);
    assert.equal(text.indexOf("is", 3), 5);
    assert.equal(text.indexOf(Buffer.from("buffer")), 10);
    assert.equal(text.indexOf(97), 8);
    assert.equal(text.indexOf("nope"), -1);
    assert.equal(text.indexOf("is", -3), -1);
    assert.equal(text.lastIndexOf("is"), 5);
    assert.equal(text.lastIndexOf("is", 4), 2);
    assert.ok(text.includes("buf") && !text.includes("buff!"));
    assert.equal(Buffer.from("ab").indexOf(""), 0);
  },
  "shares memory in slices and copies where it says so"() {
    const buffer = Buffer.from("hello world");
    const part = buffer.slice(0, 5);
    part[0] = 72;
    assert.equal(buffer.toString(), "Hello world");
    assert.equal(buffer.subarray(-5).toString(), "world");
    assert.equal(buffer.slice(3, 1).length, 0);
    const target = Buffer.alloc(5);
    assert.equal(buffer.copy(target, 1, 6, 9), 3);
    assert.equal(target.toString("latin1"), "\0wor\0");
    assert.equal(buffer.toString("utf8", 6, 8), "wo");
    assert.equal(Buffer.from("abcabc").fill("xy", 1, 4).toString(), "axyxbc");
    assert.equal(Buffer.alloc(5).write("añb", 1), 4);
    assert.equal(Buffer.alloc(2).write("a€"), 1);
    assert.equal(Buffer.from([1, 2, 3, 4]).swap16().toString("hex"), "02010403");
    assert.throws(() => Buffer.alloc(3).swap32(), { code: "ERR_INVALID_BUFFER_SIZE" });
  },
  "reads and writes numbers"() {
    const buffer = Buffer.alloc(16);
    assert.equal(buffer.writeUInt8(255, 0), 1);
    assert.equal(buffer.writeInt16BE(-2, 1), 3);
    assert.equal(buffer.writeUInt32LE(0xdeadbeef, 3), 7);
    assert.equal(buffer.writeDoubleBE(0.1, 7), 15);
    assert.equal(buffer.toString("hex"), "fffffeefbeadde3fb999999999999a00");
    assert.equal(buffer.readUint8(0), 255);
    assert.equal(buffer.readInt16BE(1), -2);
    assert.equal(buffer.readUInt32LE(3), 0xdeadbeef);
    assert.equal(buffer.readInt32LE(3), 0xdeadbeef | 0);
    assert.equal(buffer.readDoubleBE(7), 0.1);
    assert.equal(buffer.writeBigInt64LE(-5n, 0), 8);
    assert.equal(buffer.readBigUInt64LE(0), 2n ** 64n - 5n);
    assert.equal(buffer.writeIntBE(-1234567, 0, 6), 6);
    assert.equal(buffer.readIntBE(0, 6), -1234567);
    assert.equal(buffer.writeUIntLE(0x123456, 0, 3), 3);
    assert.equal(buffer.readUIntLE(0, 3), 0x123456);
    assert.throws(() => buffer.readUInt32LE(13), { code: "ERR_OUT_OF_RANGE", message: /offset.*>= 0 (?:&&|and) <= 12/ });
    assert.throws(() => buffer.writeUInt8(256, 0), { code: "ERR_OUT_OF_RANGE" });
    assert.throws(() => Buffer.alloc(1).readUInt16BE(0), { code: "ERR_BUFFER_OUT_OF_BOUNDS" });
    assert.throws(() => buffer.readUInt8("0"), { code: "ERR_INVALID_ARG_TYPE" });
  },
  "says what is text"() {
    assert.equal(isUtf8(Buffer.from("ä")), true);
    assert.equal(isUtf8(Buffer.from([0xff])), false);
  },
};
