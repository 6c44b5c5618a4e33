// What a Request does beyond being handed to a handler: made by authors, asked for its URL or signal, cloned.
(kit) => {
  "use strict";
  const { STATE, NONE, web, part } = kit;
  const NORMAL = /^(?:delete|get|head|options|post|put|patch)$/i;
  const FORBIDDEN = /^(?:connect|trace|track)$/i;
  const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

  function href(text) {
    const fields = web.url(`${text}`.toWellFormed());
    if (fields === null) throw new TypeError("Invalid URL");
    return fields.slice(0, fields.indexOf("\n"));
  }

  function methodOf(value) {
    const method = `${value}`;
    if (!TOKEN.test(method) || FORBIDDEN.test(method)) throw new TypeError(`Invalid method: ${JSON.stringify(method.slice(0, 40))}`);
    if (method.length > 1024) throw new TypeError("A method has at most 1,024 characters");
    return NORMAL.test(method) && method.toLowerCase() !== "patch" ? method.toUpperCase() : method;
  }

  function empty(method, url) {
    return {
      method, url, checked: true, redirect: "follow", signal: null, incoming: false, headers: null, list: "", mime: "", fixed: false,
      kind: NONE, value: null, offset: 0, length: 0, used: false,
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
      state.signal = signal(from);
    }
    // A Request in the place of the options lends its parts, its body too, without making a stream of it.
    const lender = options[STATE]?.method === undefined ? null : options[STATE];
    const { method, headers, redirect, signal: given } = options;
    const body = lender === null ? options.body : undefined;
    if (method !== undefined) state.method = methodOf(method);
    if (redirect !== undefined) {
      if (redirect !== "follow" && redirect !== "manual" && redirect !== "error") throw new TypeError(`Invalid redirect mode: ${String(redirect)}`);
      state.redirect = redirect;
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

  return { make, url, signal, clone };
}
