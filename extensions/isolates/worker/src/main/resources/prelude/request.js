// What a Request does beyond being handed to a handler: made by authors, asked for its URL or signal, cloned.
(kit) => {
  "use strict";
  const { STATE, NONE, web, part } = kit;
  const NORMAL = /^(?:delete|get|head|options|post|put|patch)$/i;
  const FORBIDDEN = /^(?:connect|trace|track)$/i;
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

  // What a browser would go by, and a server has no use for: it is kept and told, and changes nothing.
  const PLAIN = {
    __proto__: null, referrer: "about:client", referrerPolicy: "", mode: "cors", credentials: "same-origin", cache: "default", integrity: "", keepalive: false,
  };
  const CHOICES = {
    __proto__: null,
    referrerPolicy: ["", "no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin", "origin-when-cross-origin",
      "strict-origin-when-cross-origin", "unsafe-url"],
    mode: ["cors", "no-cors", "same-origin"],
    credentials: ["omit", "same-origin", "include"],
    cache: ["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"],
    priority: ["high", "low", "auto"],
    duplex: ["half"],
  };
  const SIMPLE = /^(?:GET|HEAD|POST)$/;

  function href(text) {
    const fields = web.url(`${text}`.toWellFormed());
    if (fields === null) throw new TypeError("Invalid URL");
    const [found, , username, password] = fields.split("\n");
    if (username !== "" || password !== "") throw new TypeError("The URL of a request has no name and no password in it");
    return found;
  }

  function chosen(name, value) {
    const text = `${value}`, choices = CHOICES[name];
    if (!choices.includes(text)) throw new TypeError(`${name} is one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`);
    return text;
  }

  function policyOf(options, before) {
    const { window, referrer, referrerPolicy, mode, credentials, cache, integrity, keepalive, priority, duplex } = options;
    if (window !== undefined && window !== null) throw new TypeError("window can only be null");
    if (priority !== undefined) chosen("priority", priority);
    if (duplex !== undefined) chosen("duplex", duplex);
    const given = { referrer, referrerPolicy, mode, credentials, cache, integrity, keepalive };
    if (!Object.values(given).some((value) => value !== undefined)) return before;
    const policy = { ...(before ?? PLAIN) };
    // From where a page would be is nowhere here.
    if (referrer !== undefined) policy.referrer = `${referrer}` === "" ? "" : web.url(`${referrer}`.toWellFormed()) === null ? null : "about:client";
    if (policy.referrer === null) throw new TypeError("The referrer is no URL");
    for (const name of ["referrerPolicy", "mode", "credentials", "cache"]) if (given[name] !== undefined) policy[name] = chosen(name, given[name]);
    if (policy.cache === "only-if-cached" && policy.mode !== "same-origin") throw new TypeError("only-if-cached goes with the mode same-origin");
    if (integrity !== undefined) policy.integrity = `${integrity}`;
    if (keepalive !== undefined) policy.keepalive = Boolean(keepalive);
    return policy;
  }

  function methodOf(value) {
    const method = `${value}`;
    if (!TOKEN.test(method) || FORBIDDEN.test(method)) throw new TypeError(`Invalid method: ${JSON.stringify(method.slice(0, 40))}`);
    if (method.length > 1024) throw new TypeError("A method has at most 1,024 characters");
    return NORMAL.test(method) && method.toLowerCase() !== "patch" ? method.toUpperCase() : method;
  }

  function empty(method, url) {
    return {
      method, url, checked: true, redirect: "follow", policy: null, signal: null, cf: undefined, incoming: false, headers: null, list: "", mime: "", fixed: false,
      kind: NONE, value: null, offset: 0, length: 0, used: false, coding: "", expected: -1,
    };
  }

  function make(input, init) {
    if (init !== undefined && init !== null && typeof init !== "object" && typeof init !== "function") {
      throw new TypeError("The second argument of a request is an object");
    }
    const options = init ?? {};
    const from = typeof input === "object" && input !== null && input[STATE] !== undefined && input[STATE].method !== undefined ? input[STATE] : null;
    const state = from === null ? empty("GET", href(input)) : empty(from.method, url(from));
    if (from !== null) {
      state.redirect = from.redirect;
      state.policy = from.policy;
      state.signal = signal(from);
      state.cf = from.cf;
    }
    // A Request in the place of the options lends its parts, its body too, without making a stream of it.
    const lender = options[STATE]?.method === undefined ? null : options[STATE];
    const { method, headers, redirect, signal: given } = options;
    const body = lender === null ? options.body : undefined;
    if (init !== undefined && init !== null) state.policy = policyOf(options, state.policy);
    if (method !== undefined) state.method = methodOf(method);
    if (state.policy !== null && state.policy.mode === "no-cors" && !SIMPLE.test(state.method)) {
      throw new TypeError(`The mode no-cors goes with GET, HEAD and POST, not with ${state.method}`);
    }
    if (lender !== null) state.cf = lender.cf;
    else if (options.cf !== undefined) state.cf = options.cf === null ? undefined : options.cf;
    if (redirect !== undefined) {
      const how = `${redirect}`;
      if (how !== "follow" && how !== "manual" && how !== "error") throw new TypeError(`Invalid redirect mode: ${how.slice(0, 40)}`);
      state.redirect = how;
    }
    if (given !== undefined) {
      if (given !== null && !part("events").isSignal(given)) throw new TypeError("signal must be an AbortSignal");
      state.signal = given;
    }
    const bodiless = state.method === "GET" || state.method === "HEAD";
    if (body !== undefined && body !== null) {
      if (bodiless) throw new TypeError(`A request with method ${state.method} cannot have a body`);
      part("body").extract(state, body);
    } else if (lender !== null && lender.kind !== NONE) {
      inherit(lender, state);
    } else if (from !== null && from.kind !== NONE && body !== null) {
      if (bodiless) throw new TypeError(`A request with method ${state.method} cannot have a body`);
      inherit(from, state);
    }
    if (headers !== undefined) part("body").fillHeaders(state, headers);
    else if (from !== null) takeHeaders(from, state);
    return state;
  }

  function takeHeaders(from, state) {
    const { Headers, of } = part("headers");
    const mime = state.mime;
    const headers = new Headers(from.headers === null ? (from.headers = of(from)) : from.headers);
    if (mime !== "" && !headers.has("content-type")) headers.append("content-type", mime);
    state.headers = headers;
  }

  // The body moves: the request that it came from is used up.
  function inherit(from, state) {
    if (part("body").taken(from)) throw new TypeError("The body of the request has already been used");
    state.kind = from.kind;
    state.offset = from.offset;
    state.length = from.length;
    state.value = from.kind === kit.STREAM ? part("streams").moved(from.value) : from.value;
    from.used = true;
  }

  function url(state) {
    if (!state.checked) {
      const fields = web.url(state.url);
      if (fields !== null) state.url = fields.slice(0, fields.indexOf("\n"));
      state.checked = true;
    }
    return state.url;
  }

  function signal(state) {
    if (state.signal === null) {
      state.signal = part("events").newSignal();
      if (state.incoming && kit.gone !== undefined) part("events").abort(state.signal, kit.gone);
    }
    return state.signal;
  }

  // What the router tells of where the client's request comes from; null until somebody asks, also in copies of it.
  function cf(state) {
    if (state.cf === null) {
      state.cf = undefined;
      const list = kit.incoming.list.split("\n");
      for (let i = 0; i + 1 < list.length; i += 2) if (list[i] === "mayfly-cf") state.cf = JSON.parse(list[i + 1]);
    }
    return state.cf;
  }

  function clone(state) {
    const request = { __proto__: kit.Request.prototype };
    const copy = part("body").cloneBody(state, { ...state });
    copy.fixed = false;
    copy.incoming = false;
    copy.signal = part("events").AbortSignal.any([signal(state)]);
    if (copy.headers !== null) copy.headers[STATE].fixed = false;
    request[STATE] = copy;
    return request;
  }

  return { PLAIN, make, url, signal, cf, clone };
}
