import assert from "node:assert";
import util, { inspect, format, promisify, callbackify, inherits, types } from "node:util";

class Point {
  constructor(x) { this.x = x; }
}

const shown = [
  [undefined, "undefined"], [null, "null"], [-0, "-0"], [10n, "10n"], ["it's", '"it\'s"'], ["a'b\"c", "`a'b\"c`"], ["line\nbreak\t\u0001", "'line\\nbreak\\t\\x01'"],
  ["\\", "'\\\\'"], [Symbol("s"), "Symbol(s)"], [() => {}, "[Function (anonymous)]"], [function named() {}, "[Function: named]"], [class A {}, "[class A]"],
  [class B extends Point {}, "[class B extends Point]"], [async () => {}, "[AsyncFunction (anonymous)]"],
  [{}, "{}"], [[], "[]"], [{ a: 1, "b-c": "x", [Symbol("k")]: [1, "2"] }, "{ a: 1, 'b-c': 'x', [Symbol(k)]: [ 1, '2' ] }"],
  [new Point(1), "Point { x: 1 }"], [Object.create(null), "[Object: null prototype] {}"], [Object.assign(Object.create(null), { a: 1 }), "[Object: null prototype] { a: 1 }"],
  [{ a: { b: { c: { d: 1 } } } }, "{ a: { b: { c: [Object] } } }"], [[[[[1]]]], "[ [ [ [Array] ] ] ]"],
  [new Map([["k", { v: 1 }], [1, new Set([2])]]), "Map(2) { 'k' => { v: 1 }, 1 => Set(1) { 2 } }"], [new Set(), "Set(0) {}"],
  [[1, , 3, , ,], "[ 1, <1 empty item>, 3, <2 empty items> ]"], [Object.assign([1], { extra: true }), "[ 1, extra: true ]"],
  [new Uint8Array([1, 2]), "Uint8Array(2) [ 1, 2 ]"], [new Date(0), "1970-01-01T00:00:00.000Z"], [new Date(NaN), "Invalid Date"], [/a+/gi, "/a+/gi"],
  [new String("s"), "[String: 's']"], [Object(1), "[Number: 1]"], [Object(1n), "[BigInt: 1n]"], [Object(Symbol("b")), "[Symbol: Symbol(b)]"],
  [{ get a() { return 1; }, set b(_) {}, get c() { return 1; }, set c(_) {} }, "{ a: [Getter], b: [Setter], c: [Getter/Setter] }"],
  [new (class Mine extends Map {})([[1, 2]]), "Mine(1) [Map] { 1 => 2 }"], [new (class List extends Array {})(1, 2), "List(2) [ 1, 2 ]"],
  [new WeakMap(), "WeakMap { <items unknown> }"], [new ArrayBuffer(2), "ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }"],
  [Object.assign(() => {}, { a: 1 }), "[Function (anonymous)] { a: 1 }"], [{ f() {}, g: Symbol.iterator }, "{ f: [Function: f], g: Symbol(Symbol.iterator) }"],
  [{ [Symbol.toStringTag]: "T" }, "{ [Symbol(Symbol.toStringTag)]: 'T' }"], [(function () { return arguments; })(1, 2), "[Arguments] { '0': 1, '1': 2 }"],
  [Array.from({ length: 120 }, () => 7).slice(0, 101), `[\n${`  ${Array(12).fill("7").join(", ")},\n`.repeat(8)}  7, 7, 7, 7,\n  ... 1 more item\n]`],
  [{ long: "x".repeat(100), other: "y".repeat(40) }, `{\n  long: '${"x".repeat(100)}',\n  other: '${"y".repeat(40)}'\n}`],
];

export default {
  "inspect writes values in Node's shape"() {
    for (const [value, text] of shown) assert.strictEqual(inspect(value), text);
  },
  async "inspect looks into promises and iterators and changes nothing"() {
    const broken = Promise.reject(new Set([5]));
    broken.catch(() => {});
    const map = new Map([["a", { b: 1 }], ["c", 2]]), keys = map.keys(), done = new Set().values();
    keys.next();
    for (const [value, text] of [
      [Promise.resolve(4), "Promise { 4 }"], [new Promise(() => {}), "Promise { <pending> }"], [broken, "Promise { <rejected> Set(1) { 5 } }"],
      [keys, "[Map Iterator] { 'c' }"], [map.values(), "[Map Iterator] { { b: 1 }, 2 }"], [map.entries(), "[Map Entries] { [ 'a', { b: 1 } ], [ 'c', 2 ] }"],
      [new Set([1]).values(), "[Set Iterator] { 1 }"], [new Set([1]).entries(), "[Set Entries] { [ 1, 1 ] }"], [done, "[Set Iterator] {  }"],
    ]) assert.strictEqual(inspect(value), text);
    assert.deepStrictEqual([...keys], ["c"]);
    assert.strictEqual(inspect(new Set(Array(101).keys()).values(), { breakLength: Infinity }).slice(-23), ", 99, ... 1 more item }");
  },
  "inspect names classes as Node does"() {
    class Late extends Date {}
    class Odd extends Error {}
    const odd = new Odd("why");
    odd.stack = "Error: why";
    assert.strictEqual(inspect(new Late(0)), "Late 1970-01-01T00:00:00.000Z");
    assert.strictEqual(inspect(odd), "[Odd [Error]: why]");
    assert.strictEqual(inspect([Math, JSON]), "[ Object [Math] {}, Object [JSON] {} ]");
    assert.strictEqual(inspect(new Map([[1, new Map([[2, new Map([[3, new Map()]])]])]])), "Map(1) { 1 => Map(1) { 2 => Map(1) { 3 => Map(0) {} } } }");
    assert.strictEqual(inspect({ get a() { return { x: 1 }; }, get b() { return 2; } }, { getters: true }), "{ a: [Getter] { x: 1 }, b: [Getter: 2] }");
  },
  "inspect shows circles, and the same thing twice"() {
    const loop = { name: "loop", list: [] };
    loop.self = loop;
    loop.list.push(loop);
    assert.strictEqual(inspect(loop), "<ref *1> { name: 'loop', list: [ [Circular *1] ], self: [Circular *1] }");
    const shared = { a: 1 };
    assert.strictEqual(inspect({ x: shared, y: shared }), "{ x: { a: 1 }, y: { a: 1 } }");
  },
  "inspect goes as deep as it is told"() {
    const deep = { a: { b: { c: { d: { e: 1 } } } } };
    assert.strictEqual(inspect(deep, { depth: 0 }), "{ a: [Object] }");
    assert.strictEqual(inspect(deep, false, 1), "{ a: { b: [Object] } }");
    assert.strictEqual(inspect(deep, { depth: null }).replace(/\s+/g, " "), "{ a: { b: { c: { d: { e: 1 } } } } }");
    assert.strictEqual(inspect({ p: new Point({ x: { y: {} } }) }, { depth: 1 }), "{ p: Point { x: [Object] } }");
    assert.strictEqual(inspect({ b: 2, a: 1 }, { sorted: true }), "{ a: 1, b: 2 }");
    assert.strictEqual(inspect("x".repeat(20), { maxStringLength: 5 }), "'xxxxx'... 15 more characters");
    assert.strictEqual(inspect([1, 2, 3], { maxArrayLength: 1 }), "[ 1, ... 2 more items ]");
    assert.strictEqual(inspect({ a: [1, { b: 2 }] }, { compact: false }), "{\n  a: [\n    1,\n    {\n      b: 2\n    }\n  ]\n}");
    assert.strictEqual(inspect({ a: 1 }, { colors: true }), "{ a: \u001b[33m1\u001b[39m }");
  },
  "inspect asks those that have a say"() {
    const own = { [inspect.custom](depth, options, given) { return `own ${depth} ${typeof options.stylize} ${given === inspect}`; } };
    assert.strictEqual(inspect(own), "own 2 function true");
    assert.strictEqual(inspect({ in: { own } }), "{ in: { own: own 0 function true } }");
    assert.strictEqual(inspect({ [inspect.custom]: () => ({ a: 1 }) }), "{ a: 1 }");
    assert.strictEqual(inspect(Buffer.from("hi")), "<Buffer 68 69>");
  },
  "errors are shown with their stacks, causes and properties"() {
    const error = Object.assign(new RangeError("too much", { cause: new Error("inner") }), { code: "E_MUCH" });
    const text = inspect(error);
    assert.match(text, /^RangeError: too much\n {4}at .*[^]* \{\n {2}code: 'E_MUCH',\n {2}\[cause\]: Error: inner\n {6}at /);
    assert.match(inspect({ error: new TypeError("in") }), /^\{\n {2}error: TypeError: in\n {6}at /);
    const bare = new Error("bare");
    bare.stack = undefined;
    assert.match(inspect(bare), /^\[Error: bare\]/);
    class Custom extends Error {}
    assert.match(inspect(new Custom("mine")), /^Custom(?: \[Error\])?: mine\n {4}at /);
  },
  "many short items stand in columns"() {
    assert.strictEqual(inspect(Array.from({ length: 27 }, (_, i) => i * 37)),
      "[\n    0,  37,  74, 111, 148, 185,\n  222, 259, 296, 333, 370, 407,\n  444, 481, 518, 555, 592, 629,\n  666, 703, 740, 777, 814, 851,\n  888, 925, 962\n]");
    assert.strictEqual(inspect(["a", "bb", "ccc", "d", "ee", "fff", "g"]), "[\n  'a',   'bb',\n  'ccc', 'd',\n  'ee',  'fff',\n  'g'\n]");
  },
  "format knows its directives"() {
    assert.strictEqual(format("%s %d %i %f %j %o %O %c%% %x", "a", "42", 3.9, "1.5", { a: 1 }, [1], { b: 2 }, "css", "rest"), "a 42 3 1.5 {\"a\":1} [ 1, [length]: 1 ] { b: 2 } % %x rest");
    assert.strictEqual(format("%s", { a: { b: 1 } }, 5n, Symbol("x")), "{ a: [Object] } 5n Symbol(x)");
    assert.strictEqual(format("%s|%s|%s", null, -0, new Point(1)), "null|-0|Point { x: 1 }");
    assert.strictEqual(format("%d|%i", 5n, "x"), "5n|NaN");
    assert.strictEqual(format("a", { b: "c" }, "d"), "a { b: 'c' } d");
    assert.strictEqual(format("100%", 1), "100% 1");
    assert.strictEqual(format("%s"), "%s");
    const loop = {};
    loop.loop = loop;
    assert.strictEqual(format("%j", loop), "[Circular]");
  },
  "inspect asks no trap of a Proxy"() {
    const no = () => { throw new Error("a trap was asked"); };
    const traps = new Proxy({}, { get: () => no });
    assert.strictEqual(inspect({ p: new Proxy({ a: 1 }, traps) }), "{ p: { a: 1 } }");
    assert.strictEqual(inspect(new Proxy(new Proxy([1, 2], {}), traps)), "[ 1, 2 ]");
    assert.strictEqual(inspect(new Proxy(class A {}, traps)), "[class A]");
    assert.strictEqual(inspect(new Proxy(new Map([[1, 2]]), {})), "Map(1) { 1 => 2 }");
    assert.strictEqual(inspect(new Proxy({ a: 1 }, {}), { showProxy: true }), "Proxy [ { a: 1 }, {} ]");
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    assert.strictEqual(inspect([proxy]), "[ <Revoked Proxy> ]");
    const itself = {};
    itself.me = new Proxy(itself, {});
    assert.strictEqual(inspect(itself), "<ref *1> { me: [Circular *1] }");
  },
  async "inspect names a module"() {
    assert.match(inspect(await import("node:path")), /^\[Module: null prototype\] \{/);
  },
  async "promisify and callbackify turn one into the other"() {
    const plus = promisify((a, b, done) => done(null, a + b));
    assert.equal(await plus(1, 2), 3);
    await assert.rejects(promisify((done) => done(new Error("no")))(), /no/);
    const fancy = () => {};
    fancy[promisify.custom] = async () => "custom";
    assert.equal(await promisify(fancy)(), "custom");
    const back = callbackify(async (x) => x * 2);
    assert.deepEqual(await new Promise((resolve) => back(4, (...values) => resolve(values))), [null, 8]);
    assert.throws(() => promisify(5), { code: "ERR_INVALID_ARG_TYPE" });
  },
  "inherits makes a class of old"() {
    function Parent() {}
    Parent.prototype.hi = () => "hi";
    function Child() {}
    inherits(Child, Parent);
    assert.equal(new Child().hi(), "hi");
    assert.equal(Child.super_, Parent);
  },
  "types knows what is what"() {
    assert.deepEqual(
      [types.isDate(new Date()), types.isDate({}), types.isRegExp(/x/), types.isMap(new Map()), types.isSet(new Map()), types.isPromise(Promise.resolve()),
        types.isTypedArray(new Uint8Array()), types.isUint8Array(Buffer.alloc(1)), types.isArrayBuffer(new ArrayBuffer(1)), types.isNativeError(new TypeError()),
        types.isAsyncFunction(async () => {}), types.isGeneratorFunction(function* () {}), types.isBoxedPrimitive(Object("s")), types.isDate(Object.create(Date.prototype))],
      [true, false, true, true, false, true, true, true, true, true, true, true, true, false]);
    assert.ok(util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }));
    assert.equal(util.stripVTControlCharacters("\u001b[31mred\u001b[39m"), "red");
    assert.equal(new util.TextDecoder().decode(new util.TextEncoder().encode("ä")), "ä");
  },
};
