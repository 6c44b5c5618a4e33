// Another account's function beside the fuzzed programs. It answers with a description of its whole world, which must be the same
// every time: what can be reached from the global object, what the built-in functions are, and what they give.
import {env as moduleEnv} from "mayfly:workers";

const LOADED = [
  "Request", "Response", "Headers", "URL", "URLSearchParams", "ReadableStream", "WritableStream", "TransformStream", "TextEncoder",
  "TextDecoder", "AbortController", "AbortSignal", "Event", "EventTarget", "DOMException", "Blob", "crypto", "console", "fetch",
  "structuredClone", "setTimeout", "performance", "navigator", "atob",
];
const MARK = Symbol.for("mayfly.mark");
const tag = (strings) => strings;
let visits = 0;

function describeWorld() {
  const source = Function.prototype.toString;
  const seen = new Set();
  const waiting = [globalThis, tag`mayfly ${1} mark`, new Intl.NumberFormat("de-DE"), new Intl.DateTimeFormat("en", {timeZone: "UTC"}).format];
  for (const name of LOADED) waiting.push(globalThis[name]);
  let keys = 0, letters = 0, code = 0, marks = 0;
  while (waiting.length > 0) {
    const place = waiting.pop();
    if (place === null || (typeof place !== "object" && typeof place !== "function") || seen.has(place)) continue;
    seen.add(place);
    if (typeof place === "function") code += source.call(place).length;
    waiting.push(Object.getPrototypeOf(place));
    for (const key of Reflect.ownKeys(place)) {
      if (key === "mayflyMark" || key === MARK) marks++;
      keys++;
      letters += typeof key === "string" ? key.length : 1;
      const property = Object.getOwnPropertyDescriptor(place, key);
      if (property !== undefined) waiting.push(property.value, property.get, property.set);
    }
  }
  return `${seen.size} objects, ${keys} keys, ${letters} letters, ${code} characters of code, ${marks} marks`;
}

export default {
  async fetch(request, env, ctx) {
    const statics = `${RegExp.$1}|${RegExp.lastMatch}|${RegExp.input}|${RegExp["$'"]}`;
    const world = describeWorld();
    visits++;
    env.NESTED.list.push(visits);
    const late = await new Promise((resolve) => setTimeout(resolve, 1, "late"));
    const body = await new Response(new Blob(["bo", "dy"]).stream?.() ?? "body").text();
    return Response.json({
      world, statics, visits, late, body,
      env: `${env.NESTED.list} ${moduleEnv.NESTED.list} ${env.GREETING}`,
      method: request.method, url: new URL(request.url).pathname,
      language: [
        [3, 1, 2].toSorted().join(), parseInt("12px"), "aBc".toUpperCase(), /(a)(b)/.exec("xab").index, JSON.stringify({a: [1n.toString()]}),
        new Intl.NumberFormat("de-DE").format(1234.5), new Date(0).toISOString(), [..."é😀"].length, typeof structuredClone({}),
        Error.stackTraceLimit, Symbol.keyFor(MARK), Array.isArray(Reflect.ownKeys(env)), String(new Error("e")), `${[1, [2, [3]]].flat(2)}`,
      ],
    });
  },
};
