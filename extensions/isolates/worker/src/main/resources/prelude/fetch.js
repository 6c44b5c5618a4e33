// fetch(): a request to the outside, made by the host.
(kit) => {
  "use strict";
  const { NONE, TEXT, BYTES, PIPE, STREAM, host, web, part, bytes } = kit;

  function failure(error) {
    const made = new TypeError(`${error.message}`);
    made.code = `${error.code}`;
    return made;
  }

  function responseOf(id, status, statusText, url, redirected, list, kind, buffer) {
    const state = kit.answer(status, kind === 0 ? NONE : kind === 1 ? BYTES : PIPE, kind === 1 ? bytes(buffer) : 2 * id + 1, "");
    state.statusText = statusText;
    state.url = url;
    state.redirected = redirected;
    state.list = list;
    state.fixed = true;
    state.type = "basic";
    state.length = -1;
    if (kind !== 0 && list.includes("content-encoding")) state.coding = part("coding").named(list);
    return state;
  }

  function send(state, callback) {
    const method = state.method, redirect = state.redirect, headers = kit.headerList(state), url = part("request").url(state);
    if (state.kind !== NONE) part("body").take(state);
    const list = state.kind === STREAM ? part("pump").measured(state, headers) : headers;
    if (state.kind === NONE) return host.fetch(method, url, redirect, list, 0, null, 0, 0, callback);
    if (state.kind === TEXT) return host.fetch(method, url, redirect, list, 1, state.value, 0, 0, callback);
    if (state.kind === BYTES) {
      return host.fetch(method, url, redirect, list, 1, state.value, state.offset, part("body").lengthOf(state), callback);
    }
    const call = host.fetch(method, url, redirect, list, 2, null, 0, 0, callback);
    part("pump").start(state, 2 * call, (failure) => { if (failure !== null) part("console").uncaught(failure.error); });
    return call;
  }

  // A data: URL has its answer in itself.
  function inside(request) {
    const { method } = request, url = part("request").url(request);
    const content = web.dataUrl(url);
    if (content === null) throw new TypeError(`The data URL has no data: ${url.slice(0, 40)}`);
    const named = url.slice(5, url.indexOf(",")).replace(/; *base64 *$/i, "").trim();
    const type = named.startsWith(";") ? `text/plain${named}` : named;
    const list = `content-type\n${/^[-!#$%&'*+.^_`|~\w]+\/[-!#$%&'*+.^_`|~\w]+ *(?:;|$)/.test(type) ? type : "text/plain;charset=US-ASCII"}`;
    return kit.responseFrom(responseOf(0, 200, "OK", url, false, list, 1, method === "HEAD" ? new ArrayBuffer(0) : content));
  }

  function fetch(input, init = undefined) {
    return new Promise((resolve, reject) => {
      const request = part("request").make(input, init);
      const signal = request.signal;
      if (signal !== null && signal.aborted) throw signal.reason;
      if (/^data:/.test(request.url)) return resolve(inside(request));
      if (!/^https?:/.test(request.url)) throw new TypeError(`fetch() takes http and https URLs, not ${request.url.slice(0, 40)}`);
      let call = 0;
      let body = null;
      const stop = () => {
        host.hangUp(call);
        reject(signal.reason);
        if (body !== null) part("streams").breakOff(body, signal.reason);
      };
      call = send(request, (error, status, statusText, url, redirected, list, kind, buffer) => {
        if (error !== null && error !== undefined) {
          if (signal !== null) part("events").forget(signal, stop);
          return reject(failure(error));
        }
        const state = responseOf(call, status, statusText, url, redirected, list, kind, buffer);
        if (status === 101) part("websocket").fetched(state, call);
        if (signal !== null && state.kind === PIPE) body = part("body").stream(state);
        else if (signal !== null) part("events").forget(signal, stop);
        return resolve(kit.responseFrom(state));
      });
      if (signal !== null) part("events").onAbort(signal, stop);
      return undefined;
    });
  }

  return { fetch };
}
