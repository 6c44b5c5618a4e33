({
  "never throws, whatever it gets"() {
    const loop = { a: 1 };
    loop.self = loop;
    const trap = new Proxy({}, { get() { throw new Error("no"); }, ownKeys() { throw new Error("no"); }, getPrototypeOf() { throw new Error("no"); } });
    const nasty = { get x() { throw new Error("no"); }, toString() { throw new Error("no"); }, [Symbol.toPrimitive]() { throw new Error("no"); } };
    const values = [undefined, null, 1, -0, 1n, "s", Symbol("s"), () => {}, class A {}, loop, trap, nasty, new Map([[loop, loop]]), new Set([loop]), new Error("e"),
      Object.create(null), new Date(NaN), /x/, new Uint8Array(1000), new ArrayBuffer(5), Promise.resolve(), new WeakMap(), new Response("x"), new Headers({ a: "b" }),
      new Array(1e6), { length: 1e9 }, new Proxy([], {}), Object.defineProperty(() => {}, "name", { value: 5 }), new Proxy(() => {}, { getOwnPropertyDescriptor() { throw new Error("no"); } })];
    for (const method of Object.keys(console)) for (const value of values) console[method](value, value);
    console.log("%s %d %i %f %j %o %O %c %% %z", nasty, trap, Symbol("x"), 1n, loop, trap, nasty);
    console.log();
  },
  "is an object with all methods"() {
    for (const name of ["log", "info", "warn", "error", "debug", "assert", "count", "countReset", "time", "timeLog", "timeEnd", "table", "group", "groupEnd", "trace", "dir"]) {
      check.equal(typeof console[name], "function", name);
      check.equal(console[name].name, name);
    }
    const { log } = console;
    log("without this");
  },
})
