({
  "encodes text as UTF-8"() {
    const encoder = new TextEncoder();
    check.same(check.list(encoder.encode("a\u00e4\u20ac\u{1f600}")), [0x61, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]);
    check.same(check.list(encoder.encode("\ud800x")), [0xef, 0xbf, 0xbd, 0x78]);
    check.equal(encoder.encode().length, 0);
    check.equal(encoder.encoding, "utf-8");
    check.ok(encoder.encode("x") instanceof Uint8Array);
  },

  "encodes into what there is room for"() {
    const encoder = new TextEncoder(), to = new Uint8Array(5);
    check.same(encoder.encodeInto("a\u20ac\u20ac", to), { read: 2, written: 4 });
    check.same(check.list(to), [0x61, 0xe2, 0x82, 0xac, 0]);
    check.same(encoder.encodeInto("\u{1f600}", to), { read: 2, written: 4 });
    check.same(encoder.encodeInto("\ud800", to), { read: 1, written: 3 });
    check.same(check.list(to.subarray(0, 3)), [0xef, 0xbf, 0xbd]);
    check.throws(() => encoder.encodeInto("a", []), "TypeError");
  },

  "decodes malformed UTF-8 as the standard counts"() {
    const table = [
      [[0x61], "a"], [[0xc3, 0xa4], "\u00e4"], [[0xff], "\ufffd"], [[0xc0, 0x80], "\ufffd\ufffd"], [[0xe0, 0x80, 0x80], "\ufffd\ufffd\ufffd"],
      [[0xed, 0xa0, 0x80], "\ufffd\ufffd\ufffd"], [[0xf0, 0x80, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"], [[0xf4, 0x90, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"],
      [[0xe2, 0x82], "\ufffd"], [[0xe2, 0x82, 0x41], "\ufffdA"], [[0xf0, 0x9f, 0x98], "\ufffd"], [[0xf0, 0x9f, 0x41], "\ufffdA"], [[0x80], "\ufffd"],
      [[0xef, 0xbf, 0xbd], "\ufffd"], [[0xc3, 0xc3, 0xa4], "\ufffd\u00e4"], [[0xfd, 0x80, 0x41], "\ufffd\ufffdA"],
    ];
    for (const [bytes, text] of table) {
      check.equal(new TextDecoder().decode(new Uint8Array(bytes)), text, bytes.join());
      if (text.includes("\ufffd") && bytes[0] !== 0xef) check.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(bytes)), "TypeError", bytes.join());
    }
    check.equal(new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([0xef, 0xbf, 0xbd])), "\ufffd");
  },

  "decodes pieces of a stream like the whole"() {
    const whole = new TextEncoder().encode("\ufeffa\u00e4\u20ac\u{1f600}z");
    for (let at = 0; at <= whole.length; at++) {
      for (let second = at; second <= whole.length; second++) {
        const decoder = new TextDecoder();
        const text = decoder.decode(whole.subarray(0, at), { stream: true }) + decoder.decode(whole.subarray(at, second), { stream: true })
          + decoder.decode(whole.subarray(second));
        check.equal(text, "a\u00e4\u20ac\u{1f600}z", `${at},${second}`);
      }
    }
    const broken = new TextDecoder();
    check.equal(broken.decode(new Uint8Array([0xe2]), { stream: true }) + broken.decode(), "\ufffd");
    check.equal(broken.decode(new Uint8Array([0xf0, 0x80]), { stream: true }), "\ufffd\ufffd");
    const strict = new TextDecoder("utf-8", { fatal: true });
    check.equal(strict.decode(new Uint8Array([0xe2]), { stream: true }), "");
    check.throws(() => strict.decode(), "TypeError");
    check.equal(strict.decode(new Uint8Array([0x61])), "a");
  },

  "keeps or drops byte order marks"() {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, 0x61]);
    check.equal(new TextDecoder().decode(marked), "a");
    check.equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(marked), "\ufeffa");
    const decoder = new TextDecoder();
    check.equal(decoder.decode(marked) + decoder.decode(marked), "aa");
    check.equal(new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf])), "\ufeff");
  },

  "decodes UTF-16 and windows-1252"() {
    const utf16 = new TextDecoder("utf-16");
    check.equal(utf16.encoding, "utf-16le");
    check.equal(utf16.decode(new Uint8Array([0x61, 0, 0x3d, 0xd8, 0, 0xde])), "a\u{1f600}");
    check.equal(utf16.decode(new Uint8Array([0xff, 0xfe, 0x61, 0])), "a");
    check.equal(utf16.decode(new Uint8Array([0, 0xd8])), "\ufffd");
    check.equal(utf16.decode(new Uint8Array([0x61, 0, 0x62])), "a\ufffd");
    check.equal(utf16.decode(new Uint8Array([0, 0xd8, 0x61, 0])), "\ufffda");
    check.throws(() => new TextDecoder("utf-16le", { fatal: true }).decode(new Uint8Array([0, 0xdc])), "TypeError");
    const pieces = new TextDecoder("utf-16le");
    const smile = [0x3d, 0xd8, 0, 0xde];
    check.equal(smile.map((b) => pieces.decode(new Uint8Array([b]), { stream: true })).join("") + pieces.decode(), "\u{1f600}");
    check.equal(new TextDecoder("latin1").decode(new Uint8Array([0xe4, 0x80, 0x9f, 0x81])), "\u00e4\u20ac\u0178\u0081");
    check.equal(new TextDecoder(" ASCII\n").encoding, "windows-1252");
  },

  "decodes what stands in other encodings of one byte"() {
    const decoded = (label, ...bytes) => new TextDecoder(label).decode(new Uint8Array(bytes));
    const table = [
      ["cp866", "\u0420\u2551", 0x90, 0xba], ["latin2", "\u0141\u0159", 0xa3, 0xf8], ["greek", "\u20ac\u03b1", 0xa4, 0xe1], ["koi8-u", "\u045e\u040e", 0xae, 0xbe],
      ["logical", "\u05d0", 0xe0], ["l6", "\u0112", 0xa2], ["iso-8859-14", "\u1e02", 0xa1], ["mac", "\u20ac\uf8ff", 0xdb, 0xf0], ["tis-620", "\u0e01", 0xa1],
      ["cp1250", "\u0081\u015a", 0x81, 0x8c], ["cp1251", "\u0402\u0098", 0x80, 0x98], ["l5", "\u20ac\u011f", 0x80, 0xf0], ["cp1255", "\u05ba", 0xca],
      ["x-mac-ukrainian", "\u0490", 0xa2], ["x-user-defined", "a\uf780\uf7ff", 0x61, 0x80, 0xff],
    ];
    for (const [label, text, ...bytes] of table) check.equal(decoded(label, ...bytes), text, label);
    check.equal(decoded("iso-8859-3", 0xa5), "\ufffd");
    check.throws(() => new TextDecoder("iso-8859-3", { fatal: true }).decode(check.bytes(0x61, 0xa5)), "TypeError");
    check.equal(new TextDecoder("ISO-8859-8-I").encoding, "iso-8859-8-i");
    for (const label of ["iso-2022-kr", "hz-gb-2312", "replacement"]) check.throws(() => new TextDecoder(label), "RangeError", label);
  },

  "decodes UTF-16 with its higher byte first"() {
    const decoder = new TextDecoder("utf-16be");
    const text = check.bytes(0xfe, 0xff, 0, 0x61, 0xd8, 0x3d, 0xde, 0);
    check.equal(decoder.decode(text), "a\u{1f600}");
    let pieces = "";
    for (const byte of text) pieces += decoder.decode(check.bytes(byte), { stream: true });
    check.equal(pieces + decoder.decode(), "a\u{1f600}");
    check.equal(decoder.decode(check.bytes(0xd8, 0x3d, 0, 0x61)), "\ufffda");
  },

  async "a stream of text takes bytes only"() {
    const { readable, writable } = new TextDecoderStream("latin1");
    readable.getReader().read().catch(() => {});
    await check.rejects(writable.getWriter().write(undefined), "TypeError");
  },

  "takes all kinds of bytes and refuses the rest"() {
    const buffer = new Uint8Array([0, 0x61, 0x62]).buffer;
    check.equal(new TextDecoder().decode(new DataView(buffer, 1, 1)), "a");
    check.equal(new TextDecoder().decode(buffer), "\u0000ab");
    check.equal(new TextDecoder().decode(new Uint16Array([0x6261])), "ab");
    check.equal(new TextDecoder().decode(), "");
    check.throws(() => new TextDecoder().decode("text"), "TypeError");
    check.throws(() => new TextDecoder("klingon"), "RangeError");
    check.throws(() => new TextDecoder("utf-32"), "RangeError");
  },

  "base64 both ways"() {
    for (const [text, base64] of [["", ""], ["f", "Zg=="], ["fo", "Zm8="], ["foo", "Zm9v"], ["\u0000\u00ff", "AP8="]]) {
      check.equal(btoa(text), base64);
      check.equal(atob(base64), text);
    }
    check.equal(btoa(null), "bnVsbA==");
    for (const [base64, text] of [["Zg", "f"], [" Z g = = ", "f"], ["Zm8", "fo"], ["Zh==", "f"], ["\t\n\f\r", ""]]) check.equal(atob(base64), text, base64);
    for (const bad of ["Z", "Zg=", "Zg===", "=", "====", "Z===", "Zm8==", "Zm9v=", "Zm-_", "\u00a0Zg==", "Zg==Zg==", "\u000bZg=="]) {
      const error = check.throws(() => atob(bad), "InvalidCharacterError", bad);
      check.ok(error instanceof DOMException && error.code === 5);
    }
    check.throws(() => btoa("\u0100"), "InvalidCharacterError");
  },

  async "encodings of several bytes, whole, in pieces, and as a stream"() {
    const cases = [
      ["gbk", [0xc4, 0xe3, 0xba, 0xc3], "\u4f60\u597d"], ["gb18030", [0x90, 0x30, 0x81, 0x30], "\u{10000}"], ["big5-hkscs", [0xa7, 0x41, 0x87, 0x45], "\u4f60\u{27267}"],
      ["euc-jp", [0xc6, 0xfc, 0x8f, 0xb0, 0xa1], "\u65e5\u4e02"], ["sjis", [0x93, 0xfa, 0xb1], "\u65e5\uff71"], ["ks_c_5601-1987", [0xc7, 0xd1], "\ud55c"],
      ["iso-2022-jp", [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42, 0x61], "\u65e5a"],
    ];
    for (const [label, bytes, text] of cases) {
      check.equal(new TextDecoder(label).decode(check.bytes(...bytes)), text, label);
      const decoder = new TextDecoder(label);
      check.equal(bytes.map((byte) => decoder.decode(check.bytes(byte), { stream: true })).join("") + decoder.decode(), text, label);
      const stream = ReadableStream.from(bytes.map((byte) => check.bytes(byte))).pipeThrough(new TextDecoderStream(label));
      check.equal((await check.all(stream)).join(""), text, label);
      check.equal(new TextDecoder(label).decode(check.bytes(0x80, 0x80)).length > 0, true, label);
    }
    check.same(["GB2312", "chinese", "x-x-big5", "ms932", "korean"].map((label) => new TextDecoder(label).encoding), ["gbk", "gbk", "big5", "shift_jis", "euc-kr"]);
    for (const label of ["replacement", "hz-gb-2312", "iso-2022-kr"]) check.throws(() => new TextDecoder(label), "RangeError", label);
  },

  "a decoder forgets what it was in when it is done, or has failed"() {
    const decoder = new TextDecoder("iso-2022-jp", { fatal: true }), japanese = check.bytes(0x1b, 0x24, 0x42);
    decoder.decode(japanese, { stream: true });
    check.equal(decoder.decode(check.bytes(0x46, 0x7c)), "\u65e5");
    check.equal(decoder.decode(check.bytes(0x46, 0x7c)), "F|");
    decoder.decode(japanese, { stream: true });
    check.throws(() => decoder.decode(check.bytes(0xff), { stream: true }), "TypeError");
    check.equal(decoder.decode(check.bytes(0x46, 0x7c)), "F|");
  },
})
