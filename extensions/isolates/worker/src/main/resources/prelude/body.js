// Bodies of requests and responses: what a body can be made from, and the ways to read it once.
(kit) => {
  "use strict";
  const { STATE, NONE, TEXT, BYTES, PIPE, STREAM, host, web, part, bytes: hosted } = kit;
  // The longest text that the engine makes, counted in bytes as if all were ASCII.
  const TEXT_MOST = 32 << 20;

  function give(state, kind, value, offset, length, mime) {
    state.kind = kind;
    state.value = value;
    state.offset = offset;
    state.length = length;
    state.mime = mime;
  }

  function copyOf(buffer, offset, length) {
    return buffer.slice(offset, offset + length);
  }

  function isBuffer(value) {
    return value instanceof ArrayBuffer || Object.prototype.toString.call(value) === "[object ArrayBuffer]";
  }

  // Makes a body of what the author gave.
  function extract(state, content) {
    if (typeof content === "string") return give(state, TEXT, content, 0, 0, "text/plain;charset=UTF-8");
    if (typeof content === "object") {
      const inner = content[STATE];
      if (inner !== undefined && inner.queue !== undefined) {
        const streams = part("streams");
        if (streams.isLocked(content) || streams.isDisturbed(content)) throw new TypeError("The stream is locked or already read");
        return give(state, STREAM, content, 0, 0, "");
      }
      if (inner !== undefined && inner.pairs !== undefined) {
        return give(state, TEXT, content.toString(), 0, 0, "application/x-www-form-urlencoded;charset=UTF-8");
      }
      if (inner !== undefined && inner.fields !== undefined) {
        const { blob: { [STATE]: whole }, type } = part("formdata").encoded(content);
        return give(state, BYTES, whole.content, whole.start, whole.size, type);
      }
      if (inner !== undefined && inner.content !== undefined) {
        return give(state, BYTES, inner.content, inner.start, inner.size, inner.type);
      }
      if (ArrayBuffer.isView(content)) {
        return give(state, BYTES, copyOf(content.buffer, content.byteOffset, content.byteLength), 0, content.byteLength, "");
      }
      if (isBuffer(content)) return give(state, BYTES, copyOf(content, 0, content.byteLength), 0, content.byteLength, "");
      if (typeof content[Symbol.asyncIterator] === "function") {
        return give(state, STREAM, part("streams").ReadableStream.from(content), 0, 0, "");
      }
    }
    return give(state, TEXT, `${content}`.toWellFormed(), 0, 0, "text/plain;charset=UTF-8");
  }

  // Headers of an init object; the type that the body implies gives way to one that is named.
  function fillHeaders(state, init) {
    if (init === undefined) return;
    const headers = new (part("headers").Headers)(init);
    if (state.mime !== "" && !headers.has("content-type")) headers.append("content-type", state.mime);
    state.headers = headers;
  }

  function statusOf(value) {
    const status = Math.trunc(Number(value));
    if (!(status >= 200 && status <= 599)) throw new RangeError(`The status of a response is 200 to 599, not ${String(value)}`);
    return status;
  }

  function fillResponse(state, content, init) {
    if (init !== undefined && init !== null && typeof init !== "object" && typeof init !== "function") {
      throw new TypeError("The second argument of a response is an object");
    }
    const { status, statusText, headers, encodeBody } = init ?? {};
    if (encodeBody !== undefined) fillEncoding(state, encodeBody);
    fillParts(state, content, status, statusText, headers);
  }

  // Whether a body is packed as its Content-Encoding says, or is so already. From Workers.
  function fillEncoding(state, value) {
    const how = `${value}`;
    if (how !== "automatic" && how !== "manual") throw new TypeError(`encodeBody is "automatic" or "manual", not ${JSON.stringify(how.slice(0, 40))}`);
    state.manual = how === "manual";
  }

  function fillParts(state, content, status, statusText, headers) {
    if (status !== undefined) state.status = statusOf(status);
    if (statusText !== undefined) {
      state.statusText = `${statusText}`;
      if (/[^\t\x20-\x7e\x80-\xff]/.test(state.statusText) || state.statusText.length > 1024) throw new TypeError("Invalid statusText");
    }
    if (content !== null && content !== undefined) {
      if (state.status === 204 || state.status === 205 || state.status === 304) {
        throw new TypeError(`A response with status ${state.status} has no body`);
      }
      if (state.kind === NONE) extract(state, content);
    }
    if (headers !== undefined) fillHeaders(state, headers);
  }

  function redirect(state, url, status) {
    const fields = web.url(`${url}`.toWellFormed());
    if (fields === null) throw new TypeError("Invalid URL");
    if (![301, 302, 303, 307, 308].includes(Number(status))) throw new RangeError(`${String(status)} is no redirect status`);
    state.status = Number(status);
    state.list = `location\n${fields.slice(0, fields.indexOf("\n"))}`;
    state.fixed = true;
    return state;
  }

  function used(state) {
    return state.kind !== NONE && (state.used || (state.kind === STREAM && part("streams").isDisturbed(state.value)));
  }

  function taken(state) {
    return used(state) || (state.kind === STREAM && part("streams").isLocked(state.value));
  }

  // The body as a ReadableStream; from then on the stream is the body.
  function stream(state) {
    if (state.kind === NONE) return null;
    if (state.kind === STREAM) return state.value;
    const streams = part("streams");
    if (state.used) return (state.value = streams.spent(), state.kind = STREAM, state.value);
    const content = state.coding !== "" ? part("coding").stream(state) : state.kind === PIPE ? streams.fromHost(state.value) : streams.ofBytes(state.kind === TEXT ? encoded(state.value) : view(state));
    if (state.kind === PIPE && state.list.includes("content-length")) content[STATE].length = part("pump").told(state);
    state.kind = STREAM;
    state.coding = "";
    return (state.value = content);
  }

  function encoded(text) {
    return new Uint8Array(hosted(web.encode(text.toWellFormed())));
  }

  function view(state) {
    return new Uint8Array(state.value, state.offset, lengthOf(state));
  }

  function lengthOf(state) {
    return state.length < 0 ? state.value.byteLength : state.length;
  }

  // A body that is read as a whole stands in memory twice for a moment: its pieces, and what they are joined to.
  function bounded(total, most) {
    const heapBytes = host.limit("heapBytes");
    if (total > most) exhausted("bufferedBody", total, most);
    if (2 * total > heapBytes) exhausted("heap", 2 * total, heapBytes);
  }

  function exhausted(limit, used, allowed) {
    host.exhausted(limit, used, allowed);
    throw new RangeError("A body of this size must be read as a stream");
  }

  // Marks the body as read. What must be refused is refused here, in a promise as the standard wants.
  function take(state) {
    if (state === undefined) throw new TypeError("Illegal invocation");
    if (taken(state)) {
      throw new TypeError("Body has already been used. It can only be read once; use clone() to read it twice.");
    }
    if (state.kind !== NONE) state.used = true;
  }

  // All pieces of a streamed body: their views, joined. Boxed: a promise asks what it is resolved with for a `then`.
  async function drain(state, most) {
    const next = state.coding !== "" ? part("coding").pieces(state) : state.kind === PIPE ? part("pump").pieces(state.value) : part("streams").pieces(state.value);
    let first = null, last = null, total = 0;
    for (;;) {
      const given = await next();
      if (given === null) break;
      const piece = given.value;
      if (!ArrayBuffer.isView(piece) && !isBuffer(piece)) throw new TypeError("A body stream must carry bytes (Uint8Array)");
      total += piece.byteLength;
      bounded(total, most);
      const link = { piece: isBuffer(piece) ? new Uint8Array(piece) : new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), next: null };
      if (first === null) first = link;
      else last.next = link;
      last = link;
    }
    if (first === null) return boxed(new Uint8Array(0));
    if (first.next === null) return boxed(first.piece);
    const all = new Uint8Array(total);
    for (let at = 0, link = first; link !== null; link = link.next) {
      all.set(link.piece, at);
      at += link.piece.byteLength;
    }
    return boxed(all);
  }

  function boxed(view) {
    return { __proto__: null, view };
  }

  async function text(state) {
    take(state);
    if (state.kind === NONE) return "";
    if (state.kind === TEXT) return state.value.charCodeAt(0) === 0xfeff ? state.value.slice(1) : state.value;
    if (state.kind === BYTES && state.coding === "") return web.text(state.value, state.offset, lengthOf(state));
    const { view: all } = await drain(state, Math.min(host.limit("bufferedBodyBytes"), TEXT_MOST));
    return web.text(all.buffer, all.byteOffset, all.byteLength);
  }

  async function json(state) {
    return JSON.parse(await text(state));
  }

  async function whole(state) {
    take(state);
    if (state.kind === NONE) return boxed(new Uint8Array(0));
    if (state.kind === TEXT) return boxed(encoded(state.value));
    if (state.kind === BYTES && state.coding === "") return boxed(view(state));
    return drain(state, host.limit("bufferedBodyBytes"));
  }

  async function bytes(state) {
    return (await whole(state)).view;
  }

  async function arrayBuffer(state) {
    const { view: all } = await whole(state);
    return all.byteLength === all.buffer.byteLength ? all.buffer : copyOf(all.buffer, all.byteOffset, all.byteLength);
  }

  function mimeOf(state) {
    const headers = state.headers === null ? part("headers").of(state) : state.headers;
    return headers.get("content-type") ?? "";
  }

  async function blob(state) {
    const { view: all } = await whole(state), mime = mimeOf(state), end = mime.indexOf(";");
    return part("blob").of(all, end < 0 ? mime.toLowerCase() : mime.slice(0, end).toLowerCase() + mime.slice(end));
  }

  async function formData(state) {
    const { view: all } = await whole(state);
    return part("formdata").read(all, mimeOf(state));
  }

  // Gives a copy of the state a body of its own: shared where it cannot change, teed where it flows.
  function cloneBody(from, to) {
    if (taken(from)) {
      throw new TypeError("A body that has been used or is locked cannot be cloned");
    }
    if (from.kind === PIPE || from.kind === STREAM) {
      const branches = part("streams").tee(stream(from));
      from.value = branches[0];
      to.kind = STREAM;
      to.coding = "";
      to.value = branches[1];
    } else if (from.kind === BYTES) {
      to.value = copyOf(from.value, from.offset, lengthOf(from));
      to.offset = 0;
      to.length = lengthOf(from);
    }
    if (from.headers !== null) {
      to.headers = new (part("headers").Headers)(from.headers);
      to.headers[STATE].fixed = from.fixed;
    }
    return to;
  }

  function cloneResponse(state) {
    if (state.socket !== null) throw new TypeError("A response with a WebSocket cannot be cloned");
    return cloneBody(state, { ...state });
  }

  return {
    extract, fillHeaders, fillEncoding, fillParts, fillResponse, redirect, used, taken, stream, text, json, bytes, arrayBuffer, blob, formData, cloneBody, cloneResponse, lengthOf, take,
  };
}
