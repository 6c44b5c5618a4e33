function read(method, blob, ...rest) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader[method](blob, ...rest);
  });
}
({
  async "reads as bytes, text, Latin-1 and a URL"() {
    const blob = new Blob(["h\u00e4"], { type: "text/plain" });
    check.same(check.list(new Uint8Array(await read("readAsArrayBuffer", blob))), [0x68, 0xc3, 0xa4]);
    check.equal(await read("readAsText", blob), "h\u00e4");
    check.equal(await read("readAsBinaryString", blob), "h\u00c3\u00a4");
    check.equal(await read("readAsDataURL", blob), "data:text/plain;base64,aMOk");
    check.equal(await read("readAsDataURL", new Blob(["abc"]).slice(1)), "data:application/octet-stream;base64,YmM=");
  },

  async "text by its mark, the label, the type, or UTF-8"() {
    const latin = new Blob([check.bytes(0xe4)]), typed = latin.slice(0, 1, "text/plain;charset=latin1");
    check.equal(await read("readAsText", latin, "latin1"), "\u00e4");
    check.equal(await read("readAsText", typed), "\u00e4");
    check.equal(await read("readAsText", latin), "\ufffd");
    check.equal(await read("readAsText", typed, "no such encoding"), "\u00e4");
    check.equal(await read("readAsText", new Blob([check.bytes(0xfe, 0xff, 0, 65)]), "latin1"), "A");
  },

  async "tells what it does"() {
    const reader = new FileReader(), log = [];
    for (const type of ["loadstart", "progress", "load", "abort", "error", "loadend"]) {
      reader.addEventListener(type, (event) => log.push(`${type} ${reader.readyState} ${event.loaded}/${event.total}`));
    }
    check.same([reader.readyState, reader.result, reader.error, reader.onload], [0, null, null, null]);
    reader.readAsText(new Blob(["four"]));
    check.equal(reader.readyState, FileReader.LOADING);
    check.throws(() => reader.readAsText(new Blob()), "InvalidStateError");
    await new Promise((resolve) => { reader.onloadend = resolve; });
    check.same(log, ["loadstart 1 0/4", "progress 1 4/4", "load 2 4/4", "loadend 2 4/4"]);
    log.length = 0;
    reader.readAsText(new Blob());
    reader.abort();
    check.same([log, reader.readyState, reader.result], [["abort 2 0/0", "loadend 2 0/0"], 2, null]);
    await new Promise((resolve) => setTimeout(resolve, 10));
    check.equal(log.length, 2);
  },

  async "a reader that begins anew in load tells no end of the first"() {
    const reader = new FileReader();
    let ends = 0;
    reader.onloadend = () => ends++;
    reader.onload = () => { reader.onload = null; reader.readAsText(new Blob(["two"])); };
    reader.readAsText(new Blob(["one"]));
    await new Promise((resolve) => setTimeout(resolve, 10));
    check.same([ends, reader.result], [1, "two"]);
  },

  "refuses what is no Blob, and other objects"() {
    check.throws(() => new FileReader().readAsText(), "TypeError");
    check.throws(() => new FileReader().readAsText("text"), "TypeError");
    check.throws(() => new FileReader().readAsText({}), "TypeError");
    check.throws(() => FileReader.prototype.abort.call(new EventTarget()), "TypeError");
  },

  "ProgressEvent"() {
    const event = new ProgressEvent("progress", { lengthComputable: true, loaded: 1, total: 2 });
    check.same([event.lengthComputable, event.loaded, event.total, event instanceof Event, event.isTrusted], [true, 1, 2, true, false]);
    check.equal(new ProgressEvent("x").total, 0);
    check.throws(() => new ProgressEvent(), "TypeError");
  },
})
