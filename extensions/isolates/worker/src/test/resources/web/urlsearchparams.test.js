({
  "reads all kinds of sources"() {
    const table = [
      ["a=1&b=2", "a=1&b=2"], ["?a=1", "a=1"], ["a", "a="], ["=x", "=x"], ["&&a=1&", "a=1"], ["a=b=c", "a=b%3Dc"], ["", ""],
      ["a+b=%20", "a+b=+"], ["a=%zz%4", "a=%25zz%254"], ["a=%ff", "a=%EF%BF%BD"], ["ä=ö", "%C3%A4=%C3%B6"], ["a=%2B", "a=%2B"],
      [[["a", "1"], ["a", 2]], "a=1&a=2"], [{ a: 1, b: "x y" }, "a=1&b=x+y"], [new URLSearchParams("a=1"), "a=1"],
      [new Map([["k", "v"]]), "k=v"], [undefined, ""], ["*-._~'()", "*-._%7E%27%28%29="], ["a=\ud800", "a=%EF%BF%BD"],
    ];
    for (const [init, text] of table) check.equal(new URLSearchParams(init).toString(), text, String(init));
    check.throws(() => new URLSearchParams([["a"]]), "TypeError");
    check.throws(() => new URLSearchParams([["a", "b", "c"]]), "TypeError");
    check.throws(() => new URLSearchParams([1]), "TypeError");
  },

  "finds, sets and removes"() {
    const params = new URLSearchParams("a=1&b=2&a=3");
    check.equal(params.get("a"), "1");
    check.equal(params.get("z"), null);
    check.same(params.getAll("a"), ["1", "3"]);
    check.same(params.getAll("z"), []);
    check.ok(params.has("b") && !params.has("z") && params.has("a", "3") && !params.has("a", "4"));
    check.equal(params.size, 3);
    params.set("a", "9");
    check.equal(params.toString(), "a=9&b=2");
    params.set("c", "x");
    params.append("b", "5");
    params.delete("b", "2");
    check.equal(`${params}`, "a=9&c=x&b=5");
    params.sort();
    check.equal(`${params}`, "a=9&b=5&c=x");
  },

  "is walked, also while it changes"() {
    const params = new URLSearchParams("a=1&b=2");
    check.same([...params], [["a", "1"], ["b", "2"]]);
    check.same([...params.keys()], ["a", "b"]);
    check.same([...params.values()], ["1", "2"]);
    const seen = [];
    params.forEach((value, name, all) => { seen.push(name + value); check.ok(all === params); });
    check.same(seen, ["a1", "b2"]);
    const names = [];
    for (const [name] of params) {
      names.push(name);
      if (name === "a") params.append("c", "3");
    }
    check.same(names, ["a", "b", "c"]);
    check.equal(Object.prototype.toString.call(params.keys()), "[object URLSearchParams Iterator]");
  },

  "sorts by code units and stays stable"() {
    const params = new URLSearchParams("z=b&a=b&z=a&a=a");
    params.sort();
    check.equal(`${params}`, "a=b&a=a&z=b&z=a");
  },

  "a record names each parameter once"() {
    check.equal(`${new URLSearchParams({ "\ud800": "1", a: "2", "\ufffd": "3" })}`, "%EF%BF%BD=3&a=2");
    check.equal(`${new URLSearchParams(Object.assign(() => {}, { a: 1 }))}`, "a=1");
  },

  "is bounded"() {
    check.throws(() => new URLSearchParams("a&".repeat(100001)), "RangeError");
  },
})
