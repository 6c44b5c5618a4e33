// What the language has and the engine has not yet. It is part of the image that isolates are copied from, so it is small; what needs
// room is in the part disposal, which is loaded when it is asked for.
(kit) => {
  "use strict";
  const { apply } = kit;
  const { defineProperty, prototype: objectPrototype } = Object;

  function define(object, name, value) {
    if (objectPrototype.hasOwnProperty.call(object, name)) return;
    defineProperty(object, name, { __proto__: null, value, writable: typeof value === "function", configurable: typeof value === "function" });
  }

  define(Symbol, "dispose", Symbol("Symbol.dispose"));
  define(Symbol, "asyncDispose", Symbol("Symbol.asyncDispose"));

  // Whatever can be iterated can be left.
  define(Iterator.prototype, Symbol.dispose, { [Symbol.dispose]() {
    const leave = this.return;
    if (leave !== undefined && leave !== null) apply(leave, this, []);
  } }[Symbol.dispose]);
  const asyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf(async function* () {}).prototype));
  define(asyncIterator, Symbol.asyncDispose, { async [Symbol.asyncDispose]() {
    const leave = this.return;
    if (leave !== undefined && leave !== null) await apply(leave, this, []);
  } }[Symbol.asyncDispose]);

  // V8's, which many packages call without asking whether it is there.
  define(Error, "captureStackTrace", { captureStackTrace(object, above = undefined) {
    if (typeof object !== "object" || object === null) throw new TypeError("captureStackTrace takes an object");
    const { stack } = new Error();
    const name = typeof object.name === "string" ? object.name : "Error", message = object.message;
    const head = message === undefined || message === "" ? name : `${name}: ${message}`;
    const at = stack.indexOf("\n");
    // Code of the platform is in no stack, so the first place is the caller's.
    const all = at < 0 ? [] : stack.slice(at + 1).split("\n"), { prepareStackTrace } = Error;
    // Behind the last call of the function that is named as the one to leave out.
    const out = typeof above === "function" && above.name !== "" ? all.findIndex((line) => RegExp(`^\\s*at (async )?(new )?([^(]*\\.)?${RegExp.escape(above.name)} \\(`).test(line)) : -1;
    const frames = all.slice(out + 1).map((line) => `\n${line}`).join("");
    const value = typeof prepareStackTrace === "function" ? apply(prepareStackTrace, Error, [object, kit.part("callsites").sites(frames)]) : head + frames;
    defineProperty(object, "stack", { __proto__: null, value, writable: true, configurable: true });
  } }.captureStackTrace);

  return {};
}
