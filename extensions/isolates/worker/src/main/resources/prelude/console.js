// console, with objects written as Node writes them. It never throws, and what it writes is bounded in depth, width and length.
(kit) => {
  "use strict";
  const { host, part } = kit;
  const ENTRIES = 100, LONGEST = 16384, MOST_NAMES = 100, STRING = 4096, COLUMNS = 20, CELL = 200;
  const nameTable = () => Object.create(null);

  function cut(text, most) {
    return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
  }

  // Node's shape (part inspect), of a bounded length whatever it is.
  function format(values) {
    const short = values.map((value) => (typeof value === "string" ? cut(value, LONGEST) : value));
    return cut(part("inspect").format(undefined, short, LONGEST), LONGEST);
  }

  function safely(value, most = LONGEST) {
    try {
      return cut(typeof value === "string" ? value : part("inspect").format(undefined, [value], most), most);
    } catch {
      return "[an object that cannot be shown]";
    }
  }

  let indent = "";

  function write(level, values) {
    let text;
    try {
      text = format(values);
    } catch {
      text = cut(values.map((value) => safely(value)).join(" "), LONGEST);
    }
    host.log(level, indent === "" ? text : indent + text.split("\n").join(`\n${indent}`));
  }

  const counts = nameTable(), times = nameTable();
  let names = 0;

  // The name of a counter or clock; new ones are refused when there are too many.
  function named(table, label) {
    const name = safely(label, 200);
    if (!(name in table) && ++names > MOST_NAMES) return null;
    return name;
  }

  const since = (name) => `${name}: ${host.performanceNow() - times[name]} ms`;

  // ---- tables, as Node draws them ----

  function cell(value) {
    const deep = typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 2;
    return cut(part("inspect").inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: deep ? -1 : 0 }), CELL);
  }

  function tableOf(rows, columns) {
    const keyed = rows instanceof Map, listed = rows instanceof Set;
    const entries = keyed ? [...rows.entries()] : listed ? [...rows.values()].map((value, i) => [i, value]) : Object.entries(rows);
    const names = [], lines = [];
    let plain = false;
    for (const [key, row] of entries.slice(0, ENTRIES)) {
      const cells = { __proto__: null };
      const isPlain = keyed || typeof row !== "object" || row === null;
      plain ||= isPlain;
      if (!isPlain) for (const name of (columns ?? Object.keys(row)).slice(0, COLUMNS)) {
        if (!names.includes(name) && names.length < COLUMNS) names.push(name);
        if (Object.hasOwn(row, name)) cells[name] = cell(row[name]);
      }
      lines.push({ lead: keyed ? [`${lines.length}`, cell(key)] : [cut(`${key}`, CELL)], cells, value: isPlain ? cell(row) : "" });
    }
    const head = [...(keyed ? ["(iteration index)", "Key"] : [listed ? "(iteration index)" : "(index)"]), ...names, ...(plain ? ["Values"] : [])];
    const body = lines.map(({ lead, cells, value }) => [...lead, ...names.map((name) => cells[name] ?? ""), ...(plain ? [value] : [])]);
    const widths = head.map((title, i) => Math.max(...[title, ...body.map((line) => line[i])].map((text) => text.length)));
    const drawn = (line) => `│ ${line.map((text, i) => text.padEnd(widths[i])).join(" │ ")} │`;
    const rule = (left, middle, right) => left + widths.map((width) => "─".repeat(width + 2)).join(middle) + right;
    return [rule("┌", "┬", "┐"), drawn(head), rule("├", "┼", "┤"), ...body.map(drawn), rule("└", "┴", "┘")].join("\n");
  }

  const console = {
    debug(...values) { write(0, values); },
    log(...values) { write(1, values); },
    info(...values) { write(2, values); },
    warn(...values) { write(3, values); },
    error(...values) { write(4, values); },
    trace(...values) { write(0, [...values, host.trace(new Error("trace").stack)]); },
    dir(value, options = undefined) { write(1, [part("inspect").inspect(value, { ...options, customInspect: false })]); },
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
    table(rows, columns = undefined) {
      write(1, [typeof rows === "object" && rows !== null ? tableOf(rows, columns) : rows]);
    },
    group(...values) {
      if (values.length > 0) write(1, values);
      if (indent.length < 20) indent += "  ";
    },
    groupCollapsed(...values) { console.group(...values); },
    groupEnd() { indent = indent.slice(2); },
    clear() {},
    // These tell tools of developers, where there are any.
    profile() {},
    profileEnd() {},
    timeStamp() {},
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

  // Whether the author's own listener sees to it.
  function prevented(how, ...what) {
    try {
      return part("globalevents")[how](...what);
    } catch {
      return false;
    }
  }

  function told(error, how) {
    write(4, typeof error === "object" && error !== null ? [how, error] : [`${how} ${safely(error, STRING)}`]);
  }

  function uncaught(error) {
    if (!prevented("error", error)) told(error, "Uncaught");
  }

  function rejected(promise, reason) {
    if (!prevented("rejected", promise, reason)) told(reason, "Uncaught (in promise)");
  }

  return { console, uncaught, rejected, reportError(error) {
    if (arguments.length < 1) throw kit.few("reportError", 1);
    uncaught(error);
  } };
}
