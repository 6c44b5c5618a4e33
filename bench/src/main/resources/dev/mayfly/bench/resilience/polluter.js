import { env as moduleEnv } from "mayfly:workers";

let moduleState = 0;
const tag = (strings) => strings;
const template = () => tag`one ${1} two`;
const regex = () => /a(b)/g;
const places = [
  globalThis, Object.prototype, Array.prototype, String.prototype, Number.prototype, Function.prototype, Promise.prototype,
  RegExp.prototype, Map.prototype, Error.prototype, Symbol.prototype, Date.prototype, Uint8Array.prototype, ArrayBuffer.prototype,
  JSON, Math, Reflect, Intl, Array, Object, Promise, Symbol, Proxy, Date, Error,
  Request.prototype, Response.prototype, Headers.prototype, URL.prototype, URLSearchParams.prototype, ReadableStream.prototype,
  TextEncoder.prototype, AbortController.prototype, console, crypto, performance,
];
const seenSymbols = Symbol.for("mayfly.bench.registry");

export default {
  fetch(request, env) {
    const leaks = [];
    places.forEach((place, i) => {
      if (Object.hasOwn(place, "polluted")) leaks.push(`place ${i}`);
    });
    if (moduleState !== 0) leaks.push("module state");
    if (template().raw === undefined || Object.hasOwn(globalThis, seenSymbols)) leaks.push("symbol registry or template");
    if ((RegExp.$1 ?? "") !== "") leaks.push(`regexp statics ${RegExp.$1}`);
    if (env.NESTED.list.length !== 1 || moduleEnv.NESTED.list.length !== 1 || env.added) leaks.push("env");
    if (parseInt.name !== "parseInt" || [1, 2].map((x) => x + 1)[1] !== 3) leaks.push("builtins");

    moduleState += 1;
    for (const place of places) {
      try {
        place.polluted = true;
      } catch {
        // frozen: so much the better
      }
    }
    globalThis[seenSymbols] = template();
    "xab".replace(regex(), "$1");
    /a(b)/.exec("ab");
    env.NESTED.list.push(2);
    env.added = true;
    globalThis.parseInt = () => 0;
    const count = places.length + 4;
    queueMicrotask(() => {
      Array.prototype.map = () => ["polluted"];
      globalThis.Response = undefined;
      JSON.stringify = () => "polluted";
    });
    setTimeout(() => console.log("a timer left behind"), 60_000);
    return new Response(leaks.length === 0 ? `${count} places clean` : leaks.join(", "));
  },
};
