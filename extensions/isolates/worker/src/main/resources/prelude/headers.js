// Headers. A list of lower-case names and a list of values, in the order in which they were added.
(kit) => {
  "use strict";
  const { STATE, stateOf, host } = kit;
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const BAD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;
  const MOST = 1000;
  const LONGEST = 131072;
  const LONGEST_NAME = 1024;

  function nameOf(name) {
    const text = `${name}`;
    if (text.length > LONGEST_NAME || !TOKEN.test(text)) throw new TypeError(`Invalid header name: ${JSON.stringify(text.slice(0, 100))}`);
    return text.toLowerCase();
  }

  function valueOf(value, name) {
    const text = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
    if (BAD_VALUE.test(text)) throw new TypeError(`Invalid value of header ${name}: ${JSON.stringify(text.slice(0, 100))}`);
    return text;
  }

  function changeable(headers) {
    const state = stateOf(headers);
    if (state.fixed) throw new TypeError("These headers cannot be changed; make a copy with new Headers(headers)");
    return state;
  }

  // A length that came along with a copy tells of another body; one that the author says is meant.
  function spoken(state, name) {
    if (name === "content-length") state.copied = false;
    return state;
  }

  function add(state, name, value) {
    state.size += name.length + value.length;
    if (state.names.length >= MOST) throw new TypeError(`More than ${MOST} headers`);
    if (state.size > LONGEST) throw new TypeError(`Headers longer than ${LONGEST} characters`);
    state.names.push(name);
    state.values.push(value);
  }

  function remove(state, name) {
    for (let i = state.names.length - 1; i >= 0; i--) {
      if (state.names[i] !== name) continue;
      state.size -= name.length + state.values[i].length;
      state.names.splice(i, 1);
      state.values.splice(i, 1);
    }
  }

  function put(state, name, value) {
    const at = state.names.indexOf(name);
    if (at < 0) return add(state, name, value);
    if (state.names.indexOf(name, at + 1) >= 0) {
      remove(state, name);
      return add(state, name, value);
    }
    state.size += value.length - state.values[at].length;
    if (state.size > LONGEST) throw new TypeError(`Headers longer than ${LONGEST} characters`);
    state.values[at] = value;
    return undefined;
  }

  function find(state, name) {
    let found = null;
    for (let i = 0; i < state.names.length; i++) {
      if (state.names[i] === name) found = found === null ? state.values[i] : `${found}, ${state.values[i]}`;
    }
    return found;
  }

  function fill(headers, init) {
    const state = headers[STATE];
    if (init === null || (typeof init !== "object" && typeof init !== "function")) {
      throw new TypeError("Headers are made from an object, a list of pairs, or Headers");
    }
    const method = init[Symbol.iterator];
    if (method === undefined || method === null) {
      for (const [name, value] of recordOf(init)) headers.append(name, value);
      return;
    }
    const other = method === entries ? init[STATE] : undefined;
    if (other !== undefined && other.names !== undefined) {
      for (let i = 0; i < other.names.length; i++) add(state, other.names[i], other.values[i]);
      state.copied = other.fixed || other.copied;
      return;
    }
    for (const pair of init) {
      const both = typeof pair === "object" && pair !== null ? Array.from(pair) : [];
      if (both.length !== 2) throw new TypeError("Each header must be a pair of name and value");
      headers.append(both[0], both[1]);
    }
  }

  function byteText(value) {
    const text = `${value}`;
    if (/[^\0-\xff]/.test(text)) throw new TypeError(`No header has ${JSON.stringify(text.slice(0, 100))} in it`);
    return text;
  }

  // All own members as texts, read in the order of the standard, before any of them is looked at.
  function recordOf(init) {
    const record = new Map();
    for (const name of Reflect.ownKeys(init)) {
      const own = Reflect.getOwnPropertyDescriptor(init, name);
      if (own === undefined || !own.enumerable) continue;
      if (record.size >= MOST) throw new TypeError(`More than ${MOST} headers`);
      record.set(byteText(name), byteText(init[name]));
    }
    return record;
  }

  function sorted(state) {
    const pairs = [];
    for (const name of [...new Set(state.names)].sort()) {
      if (name !== "set-cookie") {
        pairs.push([name, find(state, name)]);
        continue;
      }
      state.values.forEach((value, i) => { if (state.names[i] === name) pairs.push([name, value]); });
    }
    return pairs;
  }

  // Looks anew at each step, as the standard does: headers may change while they are being walked.
  const iteration = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: {
      value() {
        const walk = stateOf(this);
        const pairs = sorted(walk.of);
        if (walk.at >= pairs.length) return { value: undefined, done: true };
        return { value: walk.pick(pairs[walk.at++]), done: false };
      }, writable: true, configurable: true, enumerable: true,
    },
    [Symbol.toStringTag]: { value: "Headers Iterator", configurable: true },
  });

  function iterate(headers, pick) {
    const walk = { __proto__: iteration };
    walk[STATE] = { of: stateOf(headers), at: 0, pick };
    return walk;
  }

  class Headers {
    constructor(init = undefined) {
      this[STATE] = { names: [], values: [], size: 0, fixed: false, copied: false };
      if (init !== undefined) fill(this, init);
    }
    append(name, value) {
      if (arguments.length < 2) throw kit.few("append", 2);
      const key = nameOf(name), text = valueOf(value, key);
      add(spoken(changeable(this), key), key, text);
    }
    set(name, value) {
      if (arguments.length < 2) throw kit.few("set", 2);
      const key = nameOf(name), text = valueOf(value, key);
      put(spoken(changeable(this), key), key, text);
    }
    delete(name) {
      if (arguments.length < 1) throw kit.few("delete", 1);
      const key = nameOf(name);
      remove(changeable(this), key);
    }
    get(name) {
      if (arguments.length < 1) throw kit.few("get", 1);
      return find(stateOf(this), nameOf(name));
    }
    has(name) {
      if (arguments.length < 1) throw kit.few("has", 1);
      return stateOf(this).names.includes(nameOf(name));
    }
    getSetCookie() {
      const state = stateOf(this);
      return state.values.filter((_, i) => state.names[i] === "set-cookie");
    }
    forEach(callback, thisArg = undefined) {
      if (typeof callback !== "function") throw new TypeError("forEach takes a function");
      for (const [name, value] of this) callback.call(thisArg, value, name, this);
    }
    keys() { return iterate(this, (pair) => pair[0]); }
    values() { return iterate(this, (pair) => pair[1]); }
    entries() { return iterate(this, (pair) => pair); }
    get [Symbol.toStringTag]() { return "Headers"; }
  }
  const { entries } = Headers.prototype;
  Object.defineProperty(Headers.prototype, Symbol.iterator, {
    __proto__: null, value: Headers.prototype.entries, writable: true, configurable: true, enumerable: false,
  });

  return {
    Headers,

    // The Headers of a message that so far only has a list.
    of(message) {
      const headers = new Headers();
      const state = headers[STATE];
      const flat = message.list === "" ? [] : message.list.split("\n");
      for (let i = 0; i + 1 < flat.length; i += 2) {
        state.names.push(flat[i].toLowerCase());
        state.values.push(flat[i + 1]);
        state.size += flat[i].length + flat[i + 1].length;
      }
      if (message.mime !== "" && !state.names.includes("content-type")) add(state, "content-type", message.mime);
      state.fixed = message.fixed;
      return headers;
    },

    // How headers cross to the host.
    list(headers) {
      const { names, values } = headers[STATE];
      let text = "";
      for (let i = 0; i < names.length; i++) text += `${i === 0 ? "" : "\n"}${names[i]}\n${values[i]}`;
      return text;
    },
  };
}
