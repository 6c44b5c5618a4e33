// console, with objects written out readably. It never throws, and what it writes is bounded in depth, width and length.
(kit) => {
  "use strict";
  const { STATE, host } = kit;
  const DEPTH = 4, ENTRIES = 100, LONGEST = 16384, MOST_NAMES = 100, STRING = 4096;
  const nameTable = () => Object.create(null);
  const tag = (value) => Object.prototype.toString.call(value).slice(8, -1);

  function inspect(value, budget, depth, seen) {
    if (budget.left <= 0) return "…";
    const text = written(value, budget, depth, seen);
    budget.left -= text.length;
    return text;
  }

  function written(value, budget, depth, seen) {
    switch (typeof value) {
      case "string": return depth === 0 ? cut(value, LONGEST) : JSON.stringify(cut(value, STRING));
      case "bigint": return `${cut(value.toString(), STRING)}n`;
      case "symbol": return value.toString();
      case "number": return Object.is(value, -0) ? "-0" : `${value}`;
      case "function": return functionName(value);
      case "object": return value === null ? "null" : objectText(value, budget, depth, seen);
      default: return `${value}`;
    }
  }

  function cut(text, most) {
    return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
  }

  function functionName(value) {
    const name = Object.getOwnPropertyDescriptor(value, "name")?.value;
    const kind = Function.prototype.toString.call(value).startsWith("class") ? "class" : "Function";
    return typeof name === "string" && name !== "" ? `[${kind} ${cut(name, 100)}]` : `[${kind}]`;
  }

  function objectText(value, budget, depth, seen) {
    if (seen.includes(value)) return "[Circular]";
    if (value instanceof Error) return errorText(value, budget, depth, seen);
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
    if (value instanceof RegExp) return `${value}`;
    const name = className(value);
    if (depth >= DEPTH) return Array.isArray(value) ? "[Array]" : `[${name}]`;
    seen.push(value);
    try {
      return contents(value, name, budget, depth + 1, seen);
    } finally {
      seen.pop();
    }
  }

  function className(value) {
    const own = tag(value);
    if (own !== "Object") return own;
    const prototype = Object.getPrototypeOf(value);
    if (prototype === null) return "[null prototype]";
    const name = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value?.name;
    return typeof name === "string" && name !== "" ? cut(name, 100) : "Object";
  }

  function errorText(error, budget, depth, seen) {
    const stack = typeof error.stack === "string" && error.stack !== "" ? error.stack : `${error.name}: ${error.message}`;
    let text = cut(stack, STRING);
    if (depth < DEPTH && error.cause !== undefined) {
      seen.push(error);
      text += `\n  [cause]: ${inspect(error.cause, budget, depth + 1, seen)}`;
      seen.pop();
    }
    return text;
  }

  function contents(value, name, budget, depth, seen) {
    const show = (item) => inspect(item, budget, depth, seen);
    if (Array.isArray(value)) return bracket("", "[", entriesOf(value.length, (i) => (i in value ? show(value[i]) : "<empty>"), budget), "]");
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return bracket(`${name}(${value.length}) `, "[", entriesOf(value.length, (i) => `${value[i]}`, budget), "]");
    }
    if (value instanceof ArrayBuffer) return `ArrayBuffer { byteLength: ${value.byteLength} }`;
    if (value instanceof Map) return bracket(`Map(${value.size}) `, "{ ", walk(value, ([k, v]) => `${show(k)} => ${show(v)}`, budget), " }");
    if (value instanceof Set) return bracket(`Set(${value.size}) `, "{ ", walk(value, show, budget), " }");
    if (value instanceof Promise) return "Promise {}";
    if (value instanceof Number || value instanceof String || value instanceof Boolean) return `[${name}: ${show(value.valueOf())}]`;
    const known = value[STATE] === undefined ? null : platformText(value, name, show);
    return known ?? bracket(name === "Object" ? "" : `${name} `, "{ ", properties(value, show, budget), " }");
  }

  function platformText(value, name, show) {
    if (name === "Headers") return `Headers ${show(Object.fromEntries(value))}`;
    if (name === "URL") return `URL ${JSON.stringify(value.href)}`;
    if (name === "URLSearchParams") return `URLSearchParams ${JSON.stringify(`${value}`)}`;
    if (name === "Request") return `Request { method: ${show(value.method)}, url: ${show(value.url)}, headers: ${show(value.headers)} }`;
    if (name === "Response") return `Response { status: ${value.status}, url: ${show(value.url)}, headers: ${show(value.headers)} }`;
    return null;
  }

  function bracket(before, open, entries, close) {
    return entries.length === 0 ? `${before}${open.trim()}${close.trim()}` : `${before}${open}${entries.join(", ")}${close}`;
  }

  function entriesOf(length, show, budget) {
    const entries = [];
    for (let i = 0; i < length && i < ENTRIES && budget.left > 0; i++) entries.push(show(i));
    if (length > entries.length) entries.push(`… ${length - entries.length} more`);
    return entries;
  }

  function walk(iterable, show, budget) {
    const entries = [];
    for (const item of iterable) {
      if (entries.length >= ENTRIES || budget.left <= 0) {
        entries.push("… more");
        break;
      }
      entries.push(show(item));
    }
    return entries;
  }

  function properties(value, show, budget) {
    const keys = Reflect.ownKeys(value).filter((key) => Object.getOwnPropertyDescriptor(value, key)?.enumerable && key !== STATE);
    return entriesOf(keys.length, (i) => {
      const key = keys[i];
      const name = typeof key === "symbol" ? `[${key.toString()}]` : /^[\w$]+$/.test(key) ? key : JSON.stringify(cut(key, 100));
      const own = Object.getOwnPropertyDescriptor(value, key);
      const text = own !== undefined && "value" in own ? show(own.value) : "[Getter]";
      return `${name}: ${text}`;
    }, budget);
  }

  function safely(value, budget) {
    try {
      return inspect(value, budget, 0, []);
    } catch {
      return "[an object that cannot be shown]";
    }
  }

  function format(values) {
    const budget = { left: LONGEST };
    let text = "";
    let from = 0;
    if (typeof values[0] === "string" && values.length > 1 && values[0].includes("%")) {
      from = 1;
      text = cut(values[0], LONGEST).replace(/%[sdifjoOc%]/g, (mark) => {
        if (mark === "%%") return "%";
        if (from >= values.length) return mark;
        const value = values[from++];
        return directive(mark, value, budget);
      });
    }
    for (let i = from; i < values.length && budget.left > 0; i++) text += `${i === 0 ? "" : " "}${safely(values[i], budget)}`;
    return cut(text, LONGEST);
  }

  function directive(mark, value, budget) {
    if (mark === "%c") return "";
    if (mark === "%s") return typeof value === "string" ? value : safely(value, budget);
    if (mark === "%j") return safelyJson(value);
    if (mark === "%d" || mark === "%i" || mark === "%f") {
      const number = typeof value === "symbol" || typeof value === "object" ? NaN : Number(value);
      return `${mark === "%i" ? Math.trunc(number) : number}`;
    }
    return safely(value, budget);
  }

  function safelyJson(value) {
    try {
      return cut(`${JSON.stringify(value)}`, STRING);
    } catch {
      return "[Circular]";
    }
  }

  let indent = "";

  function write(level, values) {
    let text;
    try {
      text = format(values);
    } catch {
      text = "[a message that cannot be shown]";
    }
    host.log(level, indent === "" ? text : indent + text.split("\n").join(`\n${indent}`));
  }

  const counts = nameTable(), times = nameTable();
  let names = 0;

  // The name of a counter or clock; new ones are refused when there are too many.
  function named(table, label) {
    const name = cut(safely(label, { left: 200 }), 200);
    if (!(name in table) && ++names > MOST_NAMES) return null;
    return name;
  }

  const since = (name) => `${name}: ${host.performanceNow() - times[name]} ms`;

  const console = {
    debug(...values) { write(0, values); },
    log(...values) { write(1, values); },
    info(...values) { write(2, values); },
    warn(...values) { write(3, values); },
    error(...values) { write(4, values); },
    trace(...values) { write(0, [...values, new Error("trace").stack]); },
    dir(value) { write(1, [value]); },
    dirxml(...values) { write(1, values); },
    assert(condition, ...values) {
      if (condition) return;
      if (typeof values[0] === "string") write(4, [`Assertion failed: ${values[0]}`, ...values.slice(1)]);
      else write(4, ["Assertion failed", ...values]);
    },
    count(label = "default") {
      const name = named(counts, label);
      if (name !== null) write(2, [`${name}: ${(counts[name] = (counts[name] ?? 0) + 1)}`]);
    },
    countReset(label = "default") {
      const name = named(counts, label);
      if (name !== null) counts[name] = 0;
    },
    time(label = "default") {
      const name = named(times, label);
      if (name !== null) times[name] ??= host.performanceNow();
    },
    timeLog(label = "default", ...values) {
      const name = named(times, label);
      if (name !== null && times[name] !== undefined) write(1, [since(name), ...values]);
    },
    timeEnd(label = "default") {
      const name = named(times, label);
      if (name === null || times[name] === undefined) return;
      write(1, [since(name)]);
      times[name] = undefined;
    },
    table(rows) {
      const lines = typeof rows === "object" && rows !== null ? Object.entries(rows).slice(0, ENTRIES) : null;
      if (lines === null) return write(1, [rows]);
      const budget = { left: LONGEST };
      return write(1, [lines.map(([key, row]) => `${key} | ${safely(row, budget)}`).join("\n")]);
    },
    group(...values) {
      if (values.length > 0) write(1, values);
      if (indent.length < 20) indent += "  ";
    },
    groupCollapsed(...values) { console.group(...values); },
    groupEnd() { indent = indent.slice(2); },
    clear() {},
  };
  Object.defineProperty(console, Symbol.toStringTag, { __proto__: null, value: "console", configurable: true });
  for (const name of Object.keys(console)) {
    const method = console[name];
    const careful = { [name](...values) {
      try {
        method(...values);
      } catch {
        host.log(4, "[a message that cannot be shown]");
      }
    } }[name];
    console[name] = careful;
  }

  function uncaught(error) {
    write(4, [typeof error === "object" && error !== null ? error : `Uncaught ${safely(error, { left: STRING })}`]);
  }

  return { console, uncaught, reportError(error) {
    if (arguments.length < 1) throw kit.few("reportError", 1);
    uncaught(error);
  } };
}
