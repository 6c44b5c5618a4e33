// URL and URLSearchParams. The parser is Java; a URL keeps its fields as one text, split when a field is asked for.
(kit) => {
  "use strict";
  const { STATE, web } = kit;
  const HREF = 0, PROTOCOL = 1, USERNAME = 2, PASSWORD = 3, HOSTNAME = 4, PORT = 5, PATHNAME = 6, SEARCH = 7, HASH = 8, ORIGIN = 9;
  const MOST = 100000;

  function stateOf(object, key) {
    const state = object[STATE];
    if (state === undefined || state[key] === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function parse(url, base) {
    const text = `${url}`.toWellFormed();
    return base === undefined ? web.url(text) : web.url(text, `${base}`.toWellFormed());
  }

  function field(url, at) {
    const state = stateOf(url, "fields");
    if (typeof state.fields === "string") state.fields = state.fields.split("\n");
    return state.fields[at];
  }

  function set(url, name, value) {
    const changed = web.urlSet(field(url, HREF), name, `${value}`.toWellFormed());
    if (changed !== null) url[STATE].fields = changed;
  }

  function invalid(url) {
    const error = new TypeError("Invalid URL");
    error.code = "ERR_INVALID_URL";
    error.input = `${url}`.slice(0, 1000);
    return error;
  }

  class URL {
    constructor(url, base = undefined) {
      if (arguments.length === 0) throw new TypeError("A URL is made from a text");
      const fields = parse(url, base);
      if (fields === null) throw invalid(url);
      this[STATE] = { fields, params: null };
    }
    get href() { return field(this, HREF); }
    set href(value) {
      const fields = parse(value);
      if (fields === null) throw invalid(value);
      this[STATE].fields = fields;
      reload(this);
    }
    get origin() { return field(this, ORIGIN); }
    get protocol() { return field(this, PROTOCOL); }
    set protocol(value) { set(this, "protocol", value); }
    get username() { return field(this, USERNAME); }
    set username(value) { set(this, "username", value); }
    get password() { return field(this, PASSWORD); }
    set password(value) { set(this, "password", value); }
    get host() {
      const port = field(this, PORT);
      return port === "" ? field(this, HOSTNAME) : `${field(this, HOSTNAME)}:${port}`;
    }
    set host(value) { set(this, "host", value); }
    get hostname() { return field(this, HOSTNAME); }
    set hostname(value) { set(this, "hostname", value); }
    get port() { return field(this, PORT); }
    set port(value) { set(this, "port", value); }
    get pathname() { return field(this, PATHNAME); }
    set pathname(value) { set(this, "pathname", value); }
    get search() { return field(this, SEARCH); }
    set search(value) {
      set(this, "search", value);
      reload(this);
    }
    get hash() { return field(this, HASH); }
    set hash(value) { set(this, "hash", value); }
    get searchParams() {
      const state = stateOf(this, "fields");
      if (state.params !== null) return state.params;
      const params = { __proto__: URLSearchParams.prototype };
      params[STATE] = { pairs: pairsOf(field(this, SEARCH).slice(1)), url: this };
      return (state.params = params);
    }
    toString() { return field(this, HREF); }
    toJSON() { return field(this, HREF); }
    get [Symbol.toStringTag]() { return "URL"; }
    static canParse(url, base = undefined) {
      if (arguments.length < 1) throw kit.few("URL.canParse", 1);
      return parse(url, base) !== null;
    }
    static parse(url, base = undefined) {
      if (arguments.length < 1) throw kit.few("URL.parse", 1);
      return parse(url, base) === null ? null : new URL(url, base);
    }
  }

  function reload(url) {
    const { params } = url[STATE];
    if (params !== null) params[STATE].pairs = pairsOf(field(url, SEARCH).slice(1));
  }

  // ---- parameters: a list of [name, value] ----

  function decoded(text) {
    return /[%+]/.test(text) ? web.formDecode(text) : text;
  }

  function encoded(text) {
    return /[^A-Za-z0-9*\-._]/.test(text) ? web.formEncode(text) : text;
  }

  function pairsOf(query) {
    const pairs = [];
    if (query === "") return pairs;
    for (const part of query.split("&")) {
      if (part === "") continue;
      const at = part.indexOf("=");
      bounded(pairs);
      pairs.push(at < 0 ? [decoded(part), ""] : [decoded(part.slice(0, at)), decoded(part.slice(at + 1))]);
    }
    return pairs;
  }

  function bounded(pairs) {
    if (pairs.length >= MOST) throw new RangeError(`More than ${MOST} parameters`);
  }

  function textOf(pairs) {
    let text = "";
    for (const [name, value] of pairs) text += `${text === "" ? "" : "&"}${encoded(name)}=${encoded(value)}`;
    return text;
  }

  function changed(state) {
    if (state.url !== null) set(state.url, "search", textOf(state.pairs));
  }

  function usv(value) {
    return `${value}`.toWellFormed();
  }

  function pairsFrom(init) {
    if ((typeof init !== "object" && typeof init !== "function") || init === null) {
      const text = usv(init);
      return pairsOf(text.startsWith("?") ? text.slice(1) : text);
    }
    if (init[Symbol.iterator] !== undefined && init[Symbol.iterator] !== null) {
      return Array.from(init, (item) => {
        const pair = Array.from(item);
        if (pair.length !== 2) throw new TypeError("Each parameter must be a pair of name and value");
        return [usv(pair[0]), usv(pair[1])];
      });
    }
    const record = new Map();
    for (const name of Reflect.ownKeys(init)) {
      const own = Reflect.getOwnPropertyDescriptor(init, name);
      if (own !== undefined && own.enumerable) record.set(usv(name), usv(init[name]));
    }
    return [...record];
  }

  const iteration = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: {
      value() {
        const walk = stateOf(this, "pick");
        if (walk.at >= walk.of.pairs.length) return { value: undefined, done: true };
        return { value: walk.pick(walk.of.pairs[walk.at++]), done: false };
      }, writable: true, configurable: true, enumerable: true,
    },
    [Symbol.toStringTag]: { value: "URLSearchParams Iterator", configurable: true },
  });

  function iterate(params, pick) {
    const walk = { __proto__: iteration };
    walk[STATE] = { of: stateOf(params, "pairs"), at: 0, pick };
    return walk;
  }

  class URLSearchParams {
    constructor(init = "") { this[STATE] = { pairs: pairsFrom(init), url: null }; }
    get size() { return stateOf(this, "pairs").pairs.length; }
    append(name, value) {
      if (arguments.length < 2) throw kit.few("append", 2);
      const state = stateOf(this, "pairs");
      bounded(state.pairs);
      state.pairs.push([usv(name), usv(value)]);
      changed(state);
    }
    delete(name, value = undefined) {
      if (arguments.length < 1) throw kit.few("delete", 1);
      const state = stateOf(this, "pairs"), key = usv(name), only = value === undefined ? null : usv(value);
      state.pairs = state.pairs.filter((pair) => pair[0] !== key || (only !== null && pair[1] !== only));
      changed(state);
    }
    get(name) {
      if (arguments.length < 1) throw kit.few("get", 1);
      const key = usv(name);
      const pair = stateOf(this, "pairs").pairs.find((p) => p[0] === key);
      return pair === undefined ? null : pair[1];
    }
    getAll(name) {
      if (arguments.length < 1) throw kit.few("getAll", 1);
      const key = usv(name);
      return stateOf(this, "pairs").pairs.filter((pair) => pair[0] === key).map((pair) => pair[1]);
    }
    has(name, value = undefined) {
      if (arguments.length < 1) throw kit.few("has", 1);
      const key = usv(name), only = value === undefined ? null : usv(value);
      return stateOf(this, "pairs").pairs.some((pair) => pair[0] === key && (only === null || pair[1] === only));
    }
    set(name, value) {
      if (arguments.length < 2) throw kit.few("set", 2);
      const state = stateOf(this, "pairs"), key = usv(name), text = usv(value);
      const at = state.pairs.findIndex((pair) => pair[0] === key);
      if (at < 0) {
        bounded(state.pairs);
        state.pairs.push([key, text]);
      } else {
        state.pairs = state.pairs.filter((pair, i) => i === at || pair[0] !== key);
        state.pairs[at] = [key, text];
      }
      changed(state);
    }
    sort() {
      const state = stateOf(this, "pairs");
      state.pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
      changed(state);
    }
    forEach(callback, thisArg = undefined) {
      if (typeof callback !== "function") throw new TypeError("forEach takes a function");
      for (const [name, value] of this) callback.call(thisArg, value, name, this);
    }
    keys() { return iterate(this, (pair) => pair[0]); }
    values() { return iterate(this, (pair) => pair[1]); }
    entries() { return iterate(this, (pair) => [pair[0], pair[1]]); }
    toString() { return textOf(stateOf(this, "pairs").pairs); }
    get [Symbol.toStringTag]() { return "URLSearchParams"; }
  }
  Object.defineProperty(URLSearchParams.prototype, Symbol.iterator, {
    __proto__: null, value: URLSearchParams.prototype.entries, writable: true, configurable: true, enumerable: false,
  });

  return { URL, URLSearchParams, pairsOf };
}
