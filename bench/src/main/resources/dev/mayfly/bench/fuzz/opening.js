// What stands before every fuzzed program: its tools, and an attempt to leave a mark on everything that can be reached.
const out = [];
const tag = (strings, ...values) => strings.raw.join("|") + values.length;

function show(value, depth = 0) {
  try {
    if (typeof value === "string") return value.slice(0, 60);
    if (typeof value === "function") return "function";
    if (typeof value === "symbol") return "symbol";
    if (typeof value !== "object" || value === null) return String(value).slice(0, 60);
    if (depth > 1) return "deep";
    const keys = Reflect.ownKeys(value).slice(0, 8);
    return `{${keys.map((key) => `${show(key)}:${show(value[key], depth + 1)}`).join()}}`.slice(0, 200);
  } catch (error) {
    return "unshown";
  }
}

function* gen(count) {
  for (let i = 0; i < Math.min(count, 20); i++) yield i;
}

function structured(value) {
  return {value, list: [value], nested: {deep: {value}}};
}

function queueMicrotaskLike(work) {
  Promise.resolve().then(work);
}

function stream(pieces) {
  let left = pieces;
  return new ReadableStream({
    pull(controller) {
      if (left-- > 0) controller.enqueue(new Uint8Array(1000));
      else controller.close();
    },
  });
}

let mayflyMarks = 0;

function leaveMarks(roots) {
  mayflyMarks++;
  const seen = new Set();
  const waiting = [globalThis, ...roots];
  while (waiting.length > 0 && seen.size < 400) {
    const place = waiting.pop();
    if (place === null || (typeof place !== "object" && typeof place !== "function") || seen.has(place)) continue;
    seen.add(place);
    for (const key of ["mayflyMark", Symbol.for("mayfly.mark")]) {
      try {
        Object.defineProperty(place, key, {value: mayflyMarks, configurable: true, writable: true});
      } catch {
        continue; // so much the better
      }
    }
    waiting.push(Object.getPrototypeOf(place));
    for (const key of Reflect.ownKeys(place)) {
      const property = Object.getOwnPropertyDescriptor(place, key);
      if (property !== undefined) waiting.push(property.value, property.get);
    }
  }
}

function spoilState() {
  "mayfly-mark".match(/(mayfly)-(mark)/);
  new Intl.NumberFormat("de-DE").mayflyMark = 1;
  new Intl.DateTimeFormat("en", {timeZone: "UTC"}).format.mayflyMark = 1;
  tag`mayfly ${1} mark`;
  Error.stackTraceLimit = 3;
}
