// Values as text, in the shape that Node writes them: util.inspect, util.format and console. What is written is bounded in depth, width and length.
(kit) => {
  "use strict";
  const { STATE } = kit;
  const CUSTOM = Symbol.for("nodejs.util.inspect.custom");
  const BUDGET = 128 << 10, KEYS = 1000, FRAMES_TEXT = 16384;
  const DEFAULTS = {
    __proto__: null, showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
    maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
  };
  const PLAIN_KEY = /^[A-Za-z_]\w*$/;
  const ESCAPED = /[\u0000-\u001f'"`\\\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
  const SHORT = { __proto__: null, "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\" };
  const ownNames = Object.getOwnPropertyNames, ownSymbols = Object.getOwnPropertySymbols, described = Object.getOwnPropertyDescriptor;
  const hasOwn = (object, key) => described(object, key) !== undefined;
  const brandOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
  const typedName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
  const mapSize = described(Map.prototype, "size").get, setSize = described(Set.prototype, "size").get;

  // Whether a value is of a builtin kind, whatever its prototype says: the kind's own accessor works on it.
  function accepts(accessor, value) {
    try {
      kit.apply(accessor, value, []);
      return true;
    } catch {
      return false;
    }
  }

  // ---- text ----

  function quoted(text) {
    const quote = !text.includes("'") ? "'" : !text.includes('"') ? '"' : !text.includes("`") && !text.includes("${") ? "`" : "'";
    return quote + text.replace(ESCAPED, (c) => {
      if (c === "'" || c === '"' || c === "`") return c === quote ? `\\${c}` : c;
      return SHORT[c] ?? (c < "\u0100" ? `\\x${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}` : `\\u${c.charCodeAt(0).toString(16)}`);
    }) + quote;
  }

  function stringText(run, value) {
    let text = value, rest = "";
    const most = run.maxStringLength;
    if (most !== null && text.length > most) {
      rest = more(text.length - most, "character");
      text = text.slice(0, most);
    }
    const room = run.breakLength - run.indent - 4;
    const lines = text.length > 16 && text.length > room && run.compact !== true ? text.split(/(?<=\n)/) : [text];
    return run.paint(lines.map(quoted).join(` +\n${" ".repeat(run.indent + 2)}`), "string") + rest;
  }

  function numberText(run, value) {
    const text = Object.is(value, -0) ? "-0" : `${value}`;
    if (!run.numericSeparator || !/^-?\d/.test(text) || text.includes("e")) return text;
    const [whole, part] = text.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "_");
    return part === undefined ? grouped : `${grouped}.${part.replace(/(\d{3})(?=\d)/g, "$1_")}`;
  }

  function primitive(run, value) {
    switch (typeof value) {
      case "string": return stringText(run, value);
      case "number": return run.paint(numberText(run, value), "number");
      case "bigint": return run.paint(`${numberText(run, value)}n`, "bigint");
      case "boolean": return run.paint(`${value}`, "boolean");
      case "symbol": return run.paint(value.toString(), "symbol");
      default: return run.paint(`${value}`, value === null ? "null" : "undefined");
    }
  }

  const COLORS = { __proto__: null, string: 32, number: 33, bigint: 33, boolean: 33, symbol: 32, undefined: 90, null: 1, special: 36, date: 35, regexp: 31, module: 4 };
  const painted = (text, kind) => (COLORS[kind] === undefined ? text : `\u001b[${COLORS[kind]}m${text}\u001b[${kind === "null" ? 22 : 39}m`);
  const plain = (text) => text;

  const more = (count, what) => `... ${count} more ${what}${count > 1 ? "s" : ""}`;

  // ---- objects ----

  // The name of the class that made it; null for what has none.
  function makerOf(value) {
    for (let at = value; at !== null; at = Object.getPrototypeOf(at)) {
      const own = described(at, "constructor");
      if (own !== undefined && typeof own.value === "function" && own.value.name !== "" && isMadeBy(value, own.value)) return `${own.value.name}`.slice(0, 200);
    }
    return null;
  }

  function isMadeBy(value, maker) {
    try {
      return value instanceof maker;
    } catch {
      return false;
    }
  }

  function prefix(maker, tag, kind, size = "") {
    const named = maker === null ? `[${kind}${size}: null prototype] ` : `${maker}${size} `;
    return tag !== "" && tag !== (maker ?? kind) ? `${named}[${tag}] ` : named;
  }

  function keysOf(run, value, indexed = false) {
    let keys = run.showHidden ? ownNames(value) : Object.keys(value);
    if (indexed) keys = keys.filter((key) => !/^(0|[1-9]\d{0,9})$/.test(key) && (run.showHidden || key !== "length"));
    const symbols = ownSymbols(value).filter((key) => key !== STATE && (run.showHidden || described(value, key)?.enumerable));
    return symbols.length === 0 ? keys : keys.concat(symbols);
  }

  function show(run, given, level, typed = false) {
    if ((typeof given !== "object" && typeof given !== "function") || given === null) return spent(run, primitive(run, given));
    if (run.budget.left <= 0) return "...";
    const value = kit.host.isProxy(given) ? behindProxy(run, given) : given;
    if (value === null) return spent(run, run.paint("<Revoked Proxy>", "special"));
    if (run.showProxy && value !== given) return spent(run, proxyText(run, given, level));
    if (run.customInspect) {
      const by = value[CUSTOM];
      if (typeof by === "function" && by !== inspect && described(value, "constructor")?.value?.prototype !== value) return customText(run, given, by, level);
    }
    if (run.seen.includes(value)) {
      run.circular ??= new Map();
      if (!run.circular.has(value)) run.circular.set(value, run.circular.size + 1);
      return run.paint(`[Circular *${run.circular.get(value)}]`, "special");
    }
    return spent(run, objectText(run, value, level, typed));
  }

  // What a Proxy stands before, through as many as there are: no trap of it is asked. Null where one was revoked.
  function behindProxy(run, given) {
    let value = given;
    while (kit.host.isProxy(value)) {
      const [, target = null] = kit.host.inside(value);
      if (target === null) return null;
      value = target;
      run.budget.left--;
      if (run.budget.left <= 0) return {};
    }
    return value;
  }

  function proxyText(run, given, level) {
    if (run.depth !== null && level > run.depth) return run.paint("Proxy [Array]", "special");
    const [, target, handler] = kit.host.inside(given);
    run.current = level;
    const both = inset(run, 2, () => [show(run, target, level + 1), show(run, handler, level + 1)]);
    return joined(run, both, "", "Proxy [", "]", true, level);
  }

  function spent(run, text) {
    run.budget.left -= text.length;
    return text;
  }

  function customText(run, value, by, level) {
    const depth = run.depth === null ? null : run.depth - level;
    const options = { ...run.options, depth, stylize: (text, kind) => run.paint(`${text}`, kind) };
    const made = by.call(value, depth, options, inspect);
    if (made === value) return objectText(run, value, level, false);
    if (typeof made === "object" && made !== null) return show(run, made, level);
    return spent(run, `${String(made)}`.slice(0, Math.max(run.budget.left, 0) + 3).replaceAll("\n", `\n${" ".repeat(run.indent)}`));
  }

  function objectText(run, value, level, typed) {
    const maker = makerOf(value);
    let tag = value[Symbol.toStringTag];
    if (typeof tag !== "string" || described(value, Symbol.toStringTag)?.enumerable) tag = "";
    const shape = shapeOf(run, value, maker, tag, level);
    if (typeof shape === "string") return shape;
    if (run.depth !== null && level > run.depth) {
      const name = Array.isArray(value) && (maker === "Array" || maker === null) ? "Array" : prefix(maker, tag, "Object").slice(0, -1);
      return run.paint(`[${name}]`, "special");
    }
    run.seen.push(value);
    run.current = level;
    let output;
    try {
      output = shape.entries(level + 1);
      for (let i = 0; i < shape.keys.length; i++) {
        if (i === KEYS || run.budget.left <= 0) {
          output.push(more(shape.keys.length - i, "key"));
          break;
        }
        output.push(property(run, value, level + 1, shape.keys[i], shape.list ? "list" : "object"));
      }
    } finally {
      run.seen.pop();
    }
    let base = shape.base;
    if (run.circular !== undefined && run.circular.has(value)) {
      const mark = run.paint(`<ref *${run.circular.get(value)}>`, "special");
      if (run.compact === true) shape.open = `${mark} ${shape.open}`;
      else base = base === "" ? mark : `${mark} ${base}`;
    }
    if (run.sorted) {
      const order = run.sorted === true ? undefined : run.sorted;
      if (shape.list) output = output.slice(0, -shape.keys.length || output.length).concat(output.slice(output.length - shape.keys.length).sort(order));
      else output.sort(order);
    }
    return joined(run, output, base, shape.open, shape.close, shape.list, level, value);
  }

  const nothing = () => [];

  // How a value is bracketed and what stands in it; a text where that is all there is.
  function shapeOf(run, value, maker, tag, level) {
    if (Array.isArray(value)) {
      const keys = keysOf(run, value, true);
      const before = maker !== "Array" || tag !== "" ? prefix(maker, tag, "Array", `(${value.length})`) : "";
      if (value.length === 0 && keys.length === 0) return `${before}[]`;
      return { base: "", open: `${before}[`, close: "]", list: true, keys, entries: (next) => items(run, value, next) };
    }
    if (typeof value === "function") return based(run, functionText(run, value, maker, tag), keysOf(run, value), "special", maker === null ? "" : "");
    const kind = kit.apply(typedName, value, []);
    if (kind !== undefined) {
      const keys = keysOf(run, value, true);
      const before = prefix(maker, tag, kind, `(${value.length})`);
      if (value.length === 0 && keys.length === 0) return `${before}[]`;
      return { base: "", open: `${before}[`, close: "]", list: true, keys, entries: () => numbers(run, value) };
    }
    if (accepts(setSize, value)) {
      const size = kit.apply(setSize, value, []);
      return braced(run, value, prefix(maker, tag, "Set", `(${size})`), size, (next) => each(run, Set.prototype.values.call(value), (item) => show(run, item, next)));
    }
    if (accepts(mapSize, value)) {
      const size = kit.apply(mapSize, value, []);
      return braced(run, value, prefix(maker, tag, "Map", `(${size})`), size, (next) =>
        each(run, Map.prototype.entries.call(value), ([key, item]) => `${show(run, key, next)} => ${show(run, item, next)}`));
    }
    const brand = brandOf(value);
    if (brand === "Arguments") return braced(run, value, "[Arguments] ", 1, nothing);
    if (isError(value)) return errorShape(run, value, maker, tag, level);
    if (value instanceof RegExp && brand === "RegExp") return based(run, named(maker, tag, "RegExp", RegExp.prototype.toString.call(value)), keysOf(run, value), "regexp");
    if (brand === "Date" && value instanceof Date) {
      const time = Date.prototype.getTime.call(value);
      return based(run, named(maker, tag, "Date", Number.isNaN(time) ? "Invalid Date" : Date.prototype.toISOString.call(value)), keysOf(run, value), "date");
    }
    const boxed = boxedText(run, value, brand, maker);
    if (boxed !== null) return boxed;
    if (value instanceof ArrayBuffer && brand === "ArrayBuffer") return braced(run, value, prefix(maker, tag, "ArrayBuffer"), 1, () => bufferText(run, value));
    if (value instanceof DataView && brand === "DataView") {
      return braced(run, value, prefix(maker, tag, "DataView"), 1, (next) =>
        ["byteLength", "byteOffset", "buffer"].map((key) => `${key}: ${inset(run, 2, () => show(run, value[key], next))}`));
    }
    if (value instanceof WeakMap || value instanceof WeakSet) return braced(run, value, prefix(maker, tag, "WeakMap"), 1, () => [run.paint("<items unknown>", "special")]);
    const inside = kit.host.inside(value);
    if (inside !== undefined) return insideShape(run, value, maker, tag, inside);
    if (value[STATE] !== undefined && hasOwn(value, STATE)) {
      const known = platformEntries(run, value, maker);
      if (known !== null) return { base: "", open: `${maker} {`, close: "}", list: false, keys: [], entries: known };
    }
    const keys = keysOf(run, value);
    const open = maker === "Object" && tag === "" ? "" : prefix(maker, tag, maker === null && tag === "Module" ? tag : "Object");
    if (keys.length === 0) return `${open}{}`;
    return { base: "", open: `${open}{`, close: "}", list: false, keys, entries: nothing };
  }

  // What has no content is told so at any depth.
  function braced(run, value, before, size, entries) {
    const keys = keysOf(run, value);
    return size === 0 && keys.length === 0 ? `${before}{}` : { base: "", open: `${before}{`, close: "}", list: false, keys, entries };
  }

  // Of a promise and of an iterator, what only the host can see.
  function insideShape(run, value, maker, tag, [state, given, left]) {
    if (left === undefined) {
      const outcome = state === "pending" ? () => [run.paint("<pending>", "special")]
        : (next) => [`${state === "rejected" ? `${run.paint("<rejected>", "special")} ` : ""}${inset(run, 2, () => show(run, given, next))}`];
      return braced(run, value, prefix(maker, tag, "Promise"), 1, outcome);
    }
    const pair = (both, next) => joined(run, [show(run, both[0], next), show(run, both[1], next)], "", "[", "]", true, next);
    const entries = (next) => each(run, left, (item) => (given ? pair(item, next) : show(run, item, next)));
    return braced(run, value, `[${state} ${given ? "Entries" : "Iterator"}] `, 1, left.length === 0 ? () => [""] : entries);
  }

  // A value that is one text, behind the name of its class where that is another one.
  function named(maker, tag, kind, text) {
    const before = prefix(maker, tag, kind);
    return before === `${kind} ` ? text : before + text;
  }

  function based(run, text, keys, kind) {
    const base = run.paint(text, kind);
    return keys.length === 0 ? base : { base, open: "{", close: "}", list: false, keys, entries: nothing };
  }

  function functionText(run, value, maker, tag) {
    const text = Function.prototype.toString.call(value);
    const name = described(value, "name")?.value;
    const named = typeof name === "string" && name !== "" ? name.slice(0, 200) : "";
    if (text.startsWith("class") && /^class[\s{]/.test(text)) {
      const parent = Object.getPrototypeOf(value)?.name;
      return `[class ${named === "" ? "(anonymous)" : named}${typeof parent === "string" && parent !== "" ? ` extends ${parent.slice(0, 200)}` : ""}]`;
    }
    const kind = brandOf(value) === "Function" || tag === "" ? "Function" : tag;
    let base = `[${["AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction"].includes(kind) ? kind : "Function"}`;
    if (maker === null) base += " (null prototype)";
    return `${base}${named === "" ? " (anonymous)" : `: ${named}`}]`;
  }

  function boxedText(run, value, brand, maker) {
    if (brand !== "Number" && brand !== "String" && brand !== "Boolean" && brand !== "BigInt" && brand !== "Symbol") return null;
    let inner;
    try {
      inner = globalThis[brand].prototype.valueOf.call(value);
    } catch {
      return null;
    }
    const keys = keysOf(run, value, brand === "String");
    const name = maker !== null && maker !== brand ? `${brand} (${maker})` : brand;
    return based(run, `[${name}: ${primitive({ ...run, paint: plain }, inner)}]`, keys, brand.toLowerCase());
  }

  function bufferText(run, value) {
    const view = new Uint8Array(value);
    const most = Math.min(run.maxArrayLength ?? view.length, view.length, BUDGET);
    let text = Array.from(view.subarray(0, most), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    if (view.length > most) text += ` ${more(view.length - most, "byte")}`;
    return [`[Uint8Contents]: <${text}>`, `byteLength: ${run.paint(`${view.length}`, "number")}`];
  }

  // What the platform's own objects show: what their accessors say.
  const FACES = {
    __proto__: null,
    URL: ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "searchParams", "hash"],
    Request: ["method", "url", "headers", "redirect", "bodyUsed"],
    Response: ["status", "statusText", "headers", "ok", "bodyUsed", "url"],
    Blob: ["size", "type"], File: ["size", "type", "name", "lastModified"], AbortController: ["signal"], AbortSignal: ["aborted"],
    ReadableStream: ["locked"], WritableStream: ["locked"], TransformStream: ["readable", "writable"],
  };

  function platformEntries(run, value, maker) {
    const named = (key, item, next) => `${PLAIN_KEY.test(key) ? key : quoted(key)}: ${inset(run, 2, () => show(run, item, next))}`;
    if (maker === "Headers") return (next) => each(run, value.entries(), ([key, item]) => named(key, item, next));
    if (maker === "URLSearchParams") return (next) => each(run, value.entries(), ([key, item]) => `${show(run, key, next)} => ${show(run, item, next)}`);
    if (maker === "FormData") return (next) => each(run, value.entries(), ([key, item]) => named(key, item, next));
    const face = FACES[maker];
    return face === undefined ? null : (next) => face.map((key) => named(key, value[key], next));
  }

  function inset(run, by, write) {
    run.indent += by;
    try {
      return write();
    } finally {
      run.indent -= by;
    }
  }

  function items(run, value, next) {
    const output = [];
    const most = Math.min(run.maxArrayLength ?? Infinity, value.length);
    let at = 0;
    while (at < value.length && output.length < most && run.budget.left > 0) {
      if (hasOwn(value, at)) {
        output.push(property(run, value, next, `${at}`, "item"));
        at++;
        continue;
      }
      let end = at + 1;
      while (end < value.length && !hasOwn(value, end) && end - at < 100000) end++;
      const count = end < value.length && !hasOwn(value, end) ? value.length - at : end - at;
      output.push(run.paint(`<${count} empty item${count > 1 ? "s" : ""}>`, "undefined"));
      at += count;
    }
    if (at < value.length) output.push(more(value.length - at, "item"));
    return output;
  }

  function numbers(run, value) {
    const most = Math.min(run.maxArrayLength ?? value.length, value.length, BUDGET);
    const output = [];
    for (let i = 0; i < most && run.budget.left > 0; i++) output.push(spent(run, primitive(run, value[i])));
    if (value.length > output.length) output.push(more(value.length - output.length, "item"));
    return output;
  }

  function each(run, iterator, write) {
    const output = [];
    let left = 0;
    const most = run.maxArrayLength ?? Infinity;
    run.indent += 2;
    for (const item of iterator) {
      if (output.length >= most || run.budget.left <= 0) left++;
      else output.push(write(item));
    }
    run.indent -= 2;
    if (left > 0) output.push(more(left, "item"));
    return output;
  }

  function property(run, value, next, key, kind) {
    const own = described(value, key) ?? { value: value[key], enumerable: true };
    let text;
    if (own.value !== undefined || "value" in own) {
      text = inset(run, 2, () => show(run, own.value, next));
    } else if (own.get !== undefined) {
      const label = own.set === undefined ? "Getter" : "Getter/Setter";
      text = run.paint(`[${label}]`, "special");
      if (run.getters && (run.getters === true || (run.getters === "get") === (own.set === undefined))) {
        try {
          const got = value[key], shown = inset(run, 2, () => show(run, got, next));
          text = typeof got === "object" && got !== null ? `[${label}] ${shown}` : `[${label}: ${shown}]`;
        } catch (error) {
          text = `[${label}: <Inspection threw (${String(error?.message).slice(0, 200)})>]`;
        }
      }
    } else {
      text = run.paint(own.set === undefined ? "undefined" : "[Setter]", own.set === undefined ? "undefined" : "special");
    }
    if (kind === "item") return text;
    return `${keyText(run, key, own.enumerable)}: ${text}`;
  }

  function keyText(run, key, enumerable) {
    if (typeof key === "symbol") return `[${run.paint(key.toString(), "symbol")}]`;
    if (key === "__proto__") return "['__proto__']";
    if (enumerable === false) return `[${key.slice(0, 200)}]`;
    return PLAIN_KEY.test(key) ? key : run.paint(quoted(key), "string");
  }

  // ---- errors ----

  function isError(value) {
    return value instanceof Error || brandOf(value) === "Error";
  }

  function errorShape(run, value, maker, tag, level) {
    const keys = keysOf(run, value);
    let text = errorText(value, maker, tag);
    for (const key of ["name", "message", "stack"]) {
      const at = keys.indexOf(key);
      if (at >= 0 && typeof value[key] === "string" && text.includes(value[key])) keys.splice(at, 1);
    }
    for (const key of ["cause", "errors"]) if (key in value && !keys.includes(key) && (key === "cause" || Array.isArray(value.errors))) keys.push(key);
    const frames = text.indexOf("\n    at ");
    if (frames < 0) text = `[${text}]`;
    if (run.indent > 0) text = text.replaceAll("\n", `\n${" ".repeat(run.indent)}`);
    if (keys.length === 0) return text;
    if (run.depth !== null && level > run.depth) return text;
    return { base: text, open: "{", close: "}", list: false, keys, entries: nothing };
  }

  // The stack as the author knows it, behind a headline that says the error's class.
  function errorText(value, maker, tag) {
    const { name, message } = value;
    let stack = value.stack;
    if (typeof stack !== "string" || stack === "") {
      const text = `${typeof name === "string" ? name : maker ?? "Error"}${typeof message === "string" && message !== "" ? `: ${message}` : ""}`;
      return text.slice(0, FRAMES_TEXT);
    }
    stack = kit.host.trace(stack.slice(0, FRAMES_TEXT));
    const known = typeof name === "string" && name !== "" ? name : "Error";
    if (maker !== null && !known.includes(maker) && stack.startsWith(known)) {
      stack = (maker.includes(known) ? maker : `${maker} [${known}]`) + stack.slice(known.length);
    } else if (maker === null && stack.startsWith(known)) {
      stack = `[${known}: null prototype]${stack.slice(known.length)}`;
    }
    return tag !== "" && tag !== maker && !stack.includes(tag) ? stack.replace(known, `${known} [${tag}]`) : stack;
  }

  // ---- lines ----

  function joined(run, output, base, open, close, list, level, value) {
    const start = base === "" ? "" : `${base} `;
    if (output.length === 0) return `${start}${open}${close}`;
    if (run.compact === true) {
      const line = output.join(", ");
      if (fits(run, output, output.length + open.length + base.length, base) && !line.includes("\n")) return `${start}${open} ${line} ${close}`;
      const gap = `\n${" ".repeat(run.indent)}`;
      return `${start}${open}${open.length === 1 && base === "" ? " " : `${gap}  `}${output.join(`,${gap}  `)} ${close}`;
    }
    const count = output.length;
    if (list && count > 6) output = inColumns(run, output, value);
    if (run.current - level < run.compact && count === output.length) {
      const line = output.join(", ");
      if (fits(run, output, output.length + run.indent + open.length + base.length + 10, base) && !line.includes("\n")) return `${start}${open} ${line} ${close}`;
    }
    const gap = `\n${" ".repeat(run.indent)}`;
    return `${start}${open}${gap}  ${output.join(`,${gap}  `)}${gap}${close}`;
  }

  function fits(run, output, start, base) {
    let length = output.length + start;
    if (length + output.length > run.breakLength) return false;
    for (const entry of output) {
      length += run.colors ? entry.replace(/\u001b\[\d+m/g, "").length : entry.length;
      if (length > run.breakLength) return false;
    }
    return base === "" || !base.includes("\n");
  }

  // Many short items stand in columns, as wide as their content asks for: numbers to the right, all else to the left.
  function inColumns(run, output, value) {
    if (run.compact < 1) return output;
    const last = run.maxArrayLength !== null && run.maxArrayLength < output.length ? output.length - 1 : output.length;
    const widths = output.slice(0, last).map((entry) => (run.colors ? entry.replace(/\u001b\[\d+m/g, "").length : entry.length));
    const widest = Math.max(...widths) + 2;
    const total = widths.reduce((sum, width) => sum + width + 2, 0);
    if (widest * 3 + run.indent >= run.breakLength || (total / widest <= 5 && widest > 8)) return output;
    const weight = Math.max(widest - 3 - Math.sqrt(widest - total / output.length), 1);
    const columns = Math.min(Math.round(Math.sqrt(2.5 * weight * last) / weight), Math.floor((run.breakLength - run.indent) / widest), run.compact * 4, 15);
    if (columns <= 1) return output;
    const room = [];
    for (let column = 0; column < columns; column++) {
      let most = 0;
      for (let i = column; i < last; i += columns) most = Math.max(most, widths[i]);
      room.push(most + 2);
    }
    const right = value !== undefined && output.every((_, i) => typeof value[i] === "number" || typeof value[i] === "bigint");
    const rows = [];
    for (let from = 0; from < last; from += columns) {
      const end = Math.min(from + columns, last);
      let row = "";
      for (let i = from; i < end; i++) {
        const text = i === end - 1 ? output[i] : `${output[i]}, `;
        const blank = " ".repeat(Math.max(0, room[i - from] - widths[i] - 2));
        row += right ? blank + text : i === end - 1 ? text : text + blank;
      }
      rows.push(row);
    }
    return last < output.length ? rows.concat(output[last]) : rows;
  }

  // ---- what others call ----

  function runOf(options, budget) {
    const run = { __proto__: null, ...DEFAULTS, ...inspect.defaultOptions };
    if (typeof options === "object" && options !== null) {
      for (const key of Object.keys(DEFAULTS)) if (options[key] !== undefined) run[key] = options[key];
      if (typeof options.stylize === "function") run.paint = (text, kind) => `${options.stylize(text, kind)}`;
    }
    if (run.depth === Infinity) run.depth = null;
    for (const key of ["maxArrayLength", "maxStringLength"]) if (run[key] === Infinity) run[key] = null;
    run.options = { ...run };
    run.paint ??= run.colors ? painted : plain;
    run.budget = budget;
    run.seen = [];
    run.indent = 0;
    run.current = 0;
    run.circular = undefined;
    return run;
  }

  function inspect(value, options = undefined, depth = undefined, colors = undefined) {
    let asked = options;
    if (typeof options === "boolean") asked = { showHidden: options, ...(depth !== undefined && { depth }), ...(colors !== undefined && { colors }) };
    return show(runOf(asked, { left: BUDGET }), value, 0);
  }
  inspect.custom = CUSTOM;
  inspect.defaultOptions = { ...DEFAULTS };
  inspect.colors = { __proto__: null, bold: [1, 22], italic: [3, 23], underline: [4, 24], black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39], cyan: [36, 39], white: [37, 39], gray: [90, 39], grey: [90, 39] };
  inspect.styles = { __proto__: null, special: "cyan", number: "yellow", bigint: "yellow", boolean: "yellow", undefined: "grey", null: "bold", string: "green", symbol: "green", date: "magenta", regexp: "red", module: "underline" };

  const numeric = (value, read) => (typeof value === "symbol" ? "NaN" : typeof value === "object" && value !== null && value[Symbol.toPrimitive] === undefined && typeof value.valueOf !== "function" ? "NaN" : numberText(DEFAULTS, read(value)));

  function directive(mark, value, options, budget) {
    switch (mark) {
      case "s":
        if (typeof value === "number") return numberText(DEFAULTS, value);
        if (typeof value === "bigint") return `${value}n`;
        if (typeof value !== "object" || value === null || hasOwnText(value)) return String(value);
        return show(runOf({ ...options, depth: 0, colors: false, compact: 3 }, budget), value, 0);
      case "d": return typeof value === "bigint" ? `${value}n` : numeric(value, Number);
      case "i": return typeof value === "bigint" ? `${value}n` : numeric(value, parseInt);
      case "f": return numeric(value, parseFloat);
      case "j": return jsonText(value);
      case "o": return show(runOf({ ...options, showHidden: true, showProxy: true, depth: 4 }, budget), value, 0);
      case "O": return show(runOf(options, budget), value, 0);
      default: return "";
    }
  }

  // Whether its author says how it becomes a text.
  function hasOwnText(value) {
    if (isError(value)) return false;
    const { toString } = value;
    return typeof toString === "function" && toString !== Object.prototype.toString && toString !== Array.prototype.toString && !(value instanceof Date && toString === Date.prototype.toString);
  }

  function jsonText(value) {
    try {
      return `${JSON.stringify(value)}`;
    } catch (error) {
      if (/circular/i.test(String(error?.message))) return "[Circular]";
      throw error;
    }
  }

  function format(options, values, most = BUDGET) {
    const budget = { left: most };
    let text = "";
    let from = 0;
    if (typeof values[0] === "string") {
      from = 1;
      text = values[0];
      if (values.length > 1) {
        text = text.replace(/%[sdifjoOc%]/g, (mark) => {
          if (mark === "%%") return "%";
          return from < values.length ? directive(mark[1], values[from++], options, budget) : mark;
        });
      }
      if (from >= values.length) return text;
    }
    for (let i = from; i < values.length && budget.left > 0; i++) {
      const value = values[i];
      text += `${i === 0 ? "" : " "}${typeof value === "string" ? value : show(runOf(options, budget), value, 0)}`;
    }
    return text;
  }

  return { inspect, format, isError };
}
