({
  async "joins, slices, reads"() {
    const blob = new Blob(["a\u00e4", new Uint8Array([98]), new Blob(["c"]), new Uint8Array([1, 100, 2]).subarray(1, 2)], { type: "Text/Plain" });
    check.same([blob.size, blob.type, await blob.text()], [6, "text/plain", "a\u00e4bcd"]);
    check.equal(await blob.slice(3, 5).text(), "bc");
    check.equal(await blob.slice(-2, -1, "x/y").text(), "c");
    check.equal(blob.slice(5, 2).size, 0);
    check.equal((await blob.arrayBuffer()).byteLength, 6);
    check.ok((await blob.bytes()) instanceof Uint8Array);
    check.equal(new TextDecoder().decode((await check.all(blob.stream()))[0]), "a\u00e4bcd");
    check.same([new Blob().size, new Blob([]).type], [0, ""]);
  },
  "files have names"() {
    const file = new File(["x"], "a.txt", { type: "text/plain", lastModified: 5 });
    check.ok(file instanceof Blob);
    check.same([file.name, file.lastModified, file.size, file.type], ["a.txt", 5, 1, "text/plain"]);
    check.ok(new File([], "b").lastModified > 0);
    check.throws(() => new File([]), "TypeError");
  },
  async "are bodies"() {
    const response = new Response(new Blob(["hi"], { type: "text/x" }));
    check.equal(response.headers.get("content-type"), "text/x");
    const blob = await response.blob();
    check.same([blob.type, await blob.text()], ["text/x", "hi"]);
  },
  "slices at the nearest whole byte"() {
    const blob = new Blob(["abcd"]);
    for (const [from, to, size] of [[0.5, undefined, 4], [1.5, undefined, 2], [0, 2.5, 2], [0, 3.5, 4], [-1, undefined, 1], [NaN, Infinity, 4], [3, 1, 0]]) {
      check.equal(blob.slice(from, to).size, size, `${from},${to}`);
    }
  },
  async "makes line ends native when asked"() {
    check.equal(await new Blob(["a\r\nb\rc\nd"], { endings: "native" }).text(), "a\nb\nc\nd");
    check.equal(await new Blob(["a\r\n"]).text(), "a\r\n");
    check.throws(() => new Blob([], { endings: "other" }), "TypeError");
    check.throws(() => new Blob([], 5), "TypeError");
  },
  "refuses what is no list and what is too much"() {
    check.throws(() => new Blob("text"), "TypeError");
    check.throws(() => new Blob(5), "TypeError");
    check.throws(() => new Blob([new Uint8Array((1 << 20) + 1)]), "RangeError");
  },
})
