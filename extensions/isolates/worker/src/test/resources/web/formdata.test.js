({
  async "goes out and comes back"() {
    const form = new FormData();
    form.append("a\"\n", "line\nline \ud800");
    form.append("a\"\n", "two");
    form.append("file", new File(["\u00e4"], "n\"a.txt", { type: "text/x" }));
    form.append("blob", new Blob([check.bytes(0, 13, 10, 255)]), "bytes.bin");
    const request = new Request("http://h/", { method: "POST", body: form });
    check.ok(/^multipart\/form-data; boundary=----MayflyFormBoundary[0-9a-f]{24}$/.test(request.headers.get("content-type")));
    const back = await request.formData();
    check.same([...back.keys()], ["a\"\r\n", "a\"\r\n", "file", "blob"]);
    check.same(back.getAll("a\"\r\n"), ["line\r\nline \ufffd", "two"]);
    const file = back.get("file"), blob = back.get("blob");
    check.same([file instanceof File, file.name, file.type, await file.text()], [true, "n\"a.txt", "text/x", "\u00e4"]);
    check.same([blob.name, blob.type, check.list(await blob.bytes())], ["bytes.bin", "application/octet-stream", [0, 13, 10, 255]]);
  },

  async "reads what others send"() {
    const read = (body, type = "multipart/form-data; boundary=x") => new Response(body, { headers: { "content-type": type } }).formData();
    const part = (head, body) => `--x\r\n${head}\r\n\r\n${body}\r\n`;
    check.same([...await read("--x--")], []);
    check.same([...await read(`${part('content-DISPOSITION: form-data;name="a"', "")}${part('X-Y: z\r\nContent-Disposition: form-data; filename="f"; name="b"', "--y")}--x--`)].map(([name]) => name), ["a", "b"]);
    check.same([...await read(part('Content-Disposition: form-data; name="a"', "1") + "--x--\r\n", 'multipart/form-data; charset=utf-8; boundary="x"')], [["a", "1"]]);
    check.same([...await read("a=1&b=%C3%A4+&\ufeffc", "application/x-www-form-urlencoded;charset=UTF-8")], [["a", "1"], ["b", "\u00e4 "], ["\ufeffc", ""]]);
  },

  async "refuses what is no form"() {
    const read = (body, type) => new Response(body, type === undefined ? {} : { headers: { "content-type": type } }).formData();
    const type = "multipart/form-data; boundary=x", head = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n';
    for (const body of ["", "--", "--x", "--y--", head, `${head}v`, `${head}v\r\n--x`, "--x\r\nno name\r\n\r\n\r\n--x--", `${head}v--x--`]) {
      await check.rejects(read(body, type), "TypeError", body);
    }
    await check.rejects(read("a=1"), "TypeError");
    await check.rejects(read("--x--", "multipart/form-data"), "TypeError");
    await check.rejects(read(`--${"x".repeat(201)}--`, `multipart/form-data; boundary=${"x".repeat(201)}`), "TypeError");
  },

  async "is bounded"() {
    const form = new FormData();
    for (let i = 0; i < 10000; i++) form.append("a", "");
    check.throws(() => form.append("a", ""), "RangeError");
    check.throws(() => form.set("b", ""), "RangeError");
    const many = `${'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n'.repeat(10001)}--x--`;
    await check.rejects(new Response(many, { headers: { "content-type": "multipart/form-data; boundary=x" } }).formData(), "TypeError");
    const long = `--x\r\nContent-Disposition: form-data; name="${"a".repeat(17000)}"\r\n\r\n\r\n--x--`;
    await check.rejects(new Response(long, { headers: { "content-type": "multipart/form-data; boundary=x" } }).formData(), /headers of a form/);
    const heavy = new FormData();
    heavy.append("a", "x".repeat((1 << 20) + 1));
    check.throws(() => new Response(heavy), "RangeError");
  },

  "keeps what it is given in order"() {
    const form = new FormData();
    form.append("a", 1);
    form.append("b", null);
    form.append("a", "2");
    form.set("a", "3");
    form.set("c", new Blob(["x"]));
    check.same([...form].map(([name, value]) => [name, typeof value === "string" ? value : value.name]), [["a", "3"], ["b", "null"], ["c", "blob"]]);
    check.same([form.has("a"), form.get("none"), form.getAll("none")], [true, null, []]);
    form.delete("a");
    check.equal(form.has("a"), false);
    const file = new File(["x"], "f");
    form.append("f", file);
    check.ok(form.get("f") === file);
    check.throws(() => form.append("a", "text", "name"), "TypeError");
    check.throws(() => new FormData({}), "TypeError");
    check.throws(() => FormData.prototype.get.call({}, "a"), "TypeError");
    check.equal(`${new URLSearchParams(new FormData())}`, "");
  },
})
