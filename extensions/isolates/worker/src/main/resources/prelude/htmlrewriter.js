// HTMLRewriter, as Workers have it. Java reads the document, finds what selectors mean and writes what comes out; here handlers are called,
// one after the other, with faces that are good for as long as their call takes.
(kit) => {
  "use strict";
  const { STATE, host, part, apply } = kit;
  const { reader: readerOf, isDisturbed } = part("streams");
  const Bytes = Uint8Array;
  const { isView } = ArrayBuffer;
  const { split, slice } = String.prototype;
  const { defineProperty } = Object;
  const iterator = Symbol.iterator;
  const PIECE = 65536;
  const MOST_HANDLERS = 1000;
  const ELEMENT = ["element", "comments", "text"];
  const DOCUMENT = ["doctype", "comments", "text", "end"];
  // What Java calls what handlers wish.
  const WISH = { __proto__: null, element: "e", comments: "c", text: "t", doctype: "d", end: "z" };

  function stateOf(object) {
    const state = typeof object === "object" && object !== null ? object[STATE] : undefined;
    if (state === undefined || state.handlers === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  // ---- what handlers are given ----

  // The document whose token a face shows; nothing once its handler is done.
  function documentOf(face, kind) {
    const state = typeof face === "object" && face !== null ? face[STATE] : undefined;
    if (state === undefined || state.kind !== kind) throw new TypeError("Illegal invocation");
    if (state.document === null) throw new TypeError("A token can only be used while its handler runs");
    return state.document;
  }

  function ask(face, kind, what, about = "") {
    return host.html("ask", documentOf(face, kind), what, about);
  }

  // A stream, or the body of a Response, as what it is read by; null for what is a text.
  function sourceOf(content) {
    const state = typeof content === "object" && content !== null ? content[STATE] : undefined;
    if (state === undefined) return null;
    if (state.statusText !== undefined) {
      if (part("body").taken(state)) throw new TypeError("The body of the response has already been used, or is locked by a reader");
      return content.body === null ? { __proto__: null, next: async () => null, cancel() {} } : opened(content.body);
    }
    if (state.queue === undefined) return null;
    if (isDisturbed(content)) throw new TypeError("The stream has already been read of");
    return opened(content);
  }

  function opened(stream) {
    const source = readerOf(stream);
    stream[STATE].disturbed = true;
    return source;
  }

  function insert(document, where, content, isMarkup) {
    const source = sourceOf(content);
    if (source === null) return host.html("insert", document, where, `${content}`.toWellFormed(), isMarkup);
    const number = ++document.inserted, { next, cancel } = source;
    document.sources[number] = { __proto__: null, cancel, give: piecesOf(document, next, "give", () => {
      delete document.sources[number];
      host.html("streamed", document);
    }) };
    try {
      return host.html("insertStream", document, where, number, isMarkup);
    } catch (error) {
      forget(document, number, error);
      throw error;
    }
  }

  // Methods that put something somewhere or take the token away, each of which answers the face itself.
  function giveMethods(target, kind, places) {
    for (const [name, where] of places) {
      const method = { [name](content, options = undefined) {
        const document = documentOf(this, kind);
        if (arguments.length < 1) throw kit.few(name, 1);
        insert(document, where, content, Boolean(options?.html));
        return this;
      } }[name];
      defineProperty(target.prototype, name, { __proto__: null, value: method, writable: true, configurable: true, enumerable: false });
    }
    return target;
  }

  function removable(target, kind) {
    const { remove } = { remove() {
      host.html("remove", documentOf(this, kind));
      return this;
    } };
    defineProperty(target.prototype, "remove", { __proto__: null, value: remove, writable: true, configurable: true, enumerable: false });
  }

  const AROUND = [["before", "before"], ["after", "after"]];
  const CONTENT = [...AROUND, ["replace", "replace"]];
  let making = false;

  class Face {
    constructor() {
      if (!making) throw new TypeError("Illegal constructor");
    }
  }

  function faceOf(Kind, kind, document) {
    making = true;
    try {
      const face = new Kind();
      face[STATE] = { kind, document };
      return face;
    } finally {
      making = false;
    }
  }

  class Element extends Face {
    get tagName() { return ask(this, "e", "name"); }
    set tagName(name) { host.html("rename", documentOf(this, "e"), `${name}`); }
    get namespaceURI() { return ask(this, "e", "namespace"); }
    get removed() { return ask(this, "e", "removed"); }
    get attributes() { return pairs(ask(this, "e", "attributes")); }
    getAttribute(name) {
      if (arguments.length < 1) throw kit.few("getAttribute", 1);
      return ask(this, "e", "attribute", `${name}`);
    }
    hasAttribute(name) {
      if (arguments.length < 1) throw kit.few("hasAttribute", 1);
      return ask(this, "e", "attribute", `${name}`) !== null;
    }
    setAttribute(name, value) {
      const document = documentOf(this, "e");
      if (arguments.length < 2) throw kit.few("setAttribute", 2);
      host.html("set", document, `${name}`.toWellFormed(), `${value}`.toWellFormed());
      return this;
    }
    removeAttribute(name) {
      const document = documentOf(this, "e");
      if (arguments.length < 1) throw kit.few("removeAttribute", 1);
      host.html("removeAttribute", document, `${name}`);
      return this;
    }
    removeAndKeepContent() {
      host.html("removeTags", documentOf(this, "e"));
      return this;
    }
    onEndTag(handler) {
      const document = documentOf(this, "e");
      if (typeof handler !== "function") throw new TypeError("onEndTag takes a function");
      host.html("onEndTag", document, handler);
    }
    get [Symbol.toStringTag]() { return "Element"; }
  }
  removable(giveMethods(Element, "e", [...CONTENT, ["prepend", "prepend"], ["append", "append"], ["setInnerContent", "inner"]]), "e");

  class EndTag extends Face {
    get name() { return ask(this, "x", "name"); }
    set name(name) { host.html("rename", documentOf(this, "x"), `${name}`); }
    get [Symbol.toStringTag]() { return "EndTag"; }
  }
  removable(giveMethods(EndTag, "x", CONTENT), "x");

  class Text extends Face {
    get text() { return ask(this, "t", "text"); }
    get lastInTextNode() { return ask(this, "t", "last"); }
    get removed() { return ask(this, "t", "removed"); }
    get [Symbol.toStringTag]() { return "Text"; }
  }
  removable(giveMethods(Text, "t", CONTENT), "t");

  class Comment extends Face {
    get text() { return ask(this, "c", "text"); }
    set text(text) { host.html("text", documentOf(this, "c"), `${text}`.toWellFormed()); }
    get removed() { return ask(this, "c", "removed"); }
    get [Symbol.toStringTag]() { return "Comment"; }
  }
  removable(giveMethods(Comment, "c", CONTENT), "c");

  class Doctype extends Face {
    get name() { return ask(this, "d", "name"); }
    get publicId() { return ask(this, "d", "publicId"); }
    get systemId() { return ask(this, "d", "systemId"); }
    get removed() { return ask(this, "d", "removed"); }
    get [Symbol.toStringTag]() { return "Doctype"; }
  }
  removable(Doctype, "d");

  class DocumentEnd extends Face {
    get [Symbol.toStringTag]() { return "DocumentEnd"; }
  }
  giveMethods(DocumentEnd, "z", [["append", "before"]]);

  const FACES = { __proto__: null, e: Element, x: EndTag, t: Text, c: Comment, d: Doctype, z: DocumentEnd };
  const METHODS = { __proto__: null, e: "element", t: "text", c: "comments", d: "doctype", z: "end" };

  // Attributes as they are now, in an iterator that can be iterated.
  function pairs(text) {
    const flat = apply(split, text, ["\0"]), all = [];
    for (let i = 0; i + 1 < flat.length; i += 2) defineProperty(all, i / 2, { __proto__: null, value: [flat[i], flat[i + 1]], writable: true, configurable: true, enumerable: true });
    return apply([][iterator], all, []);
  }

  // ---- a document on its way ----

  // Calls one handler; answers a promise where the handler did.
  async function call(document, kind, handler, method) {
    const face = faceOf(FACES[kind], kind, document);
    try {
      await apply(method, handler, [face]);
    } finally {
      face[STATE].document = null;
    }
  }

  async function callAll(document, handlers, step) {
    const kind = step[0];
    if (kind === "x") {
      for (let i = 0, count = Number(apply(slice, step, [1])); i < count; i++) await call(document, kind, undefined, host.html("handler", document, i));
      return;
    }
    for (const number of apply(split, apply(slice, step, [1]), [","])) {
      const { handler, methods } = handlers[number];
      await call(document, kind, handler, methods[METHODS[kind]]);
    }
  }

  function bytesOf(chunk) {
    if (isView(chunk)) return new Bytes(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (chunk instanceof ArrayBuffer) return new Bytes(chunk);
    throw new TypeError("HTMLRewriter reads bytes: an ArrayBuffer or a view of one");
  }

  // Reads a source a small piece at a time, which Java takes by the name of what it belongs to.
  function piecesOf(document, next, piece, over) {
    let view = null, at = 0;
    return async () => {
      while (view === null || at >= view.byteLength) {
        const boxed = await next();
        if (boxed === null) return over();
        view = bytesOf(boxed.value);
        if (view.byteLength > PIECE) view = view.slice(); // Its author may write over it meanwhile.
        at = 0;
      }
      const length = Math.min(PIECE, view.byteLength - at);
      host.html(piece, document, view.buffer, view.byteOffset + at, length);
      at += length;
      return undefined;
    };
  }

  function forget(document, number, reason) {
    const { cancel } = document.sources[number];
    delete document.sources[number];
    cancel(reason);
  }

  // A function that gives what comes out, piece by piece and boxed, and null at the end.
  function outputOf(document, handlers, next) {
    const feed = piecesOf(document, next, "feed", () => host.html("end", document));
    return async () => {
      for (;;) {
        const step = host.html("next", document), about = apply(slice, step, [1]);
        if (step === "k") return { __proto__: null, value: new Bytes(host.html("take", document)) };
        if (step === ".") return null;
        if (step === "f") await feed();
        else if (step[0] === "s") await document.sources[about].give();
        else if (step[0] === "o") forget(document, about);
        else await callAll(document, handlers, step);
      }
    };
  }

  function rewritten(stream, handlers, encoding) {
    // With the streams that handlers inserted, by their numbers.
    const document = { __proto__: null, sources: { __proto__: null }, inserted: 0 };
    const elements = handlers.filter((one) => one.selector !== null), all = [...elements, ...handlers.filter((one) => one.selector === null)];
    host.html("open", document, encoding, elements.length, ...elements.map((one) => one.selector), ...all.map((one) => one.wishes));
    const { next, cancel } = opened(stream);
    const output = outputOf(document, all, next);
    const end = (reason) => {
      for (const number in document.sources) forget(document, number, reason);
      return cancel(reason);
    };
    return part("byob").stream(async (controller) => {
      try {
        const piece = await output();
        if (piece === null) part("byob").finish(controller);
        else part("byob").feed(controller, piece.value);
      } catch (error) {
        end(error);
        throw error;
      }
    }, end);
  }

  // The encoding that a response says it has.
  function encodingOf(response) {
    const type = response.headers.get("content-type") ?? "";
    const named = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type);
    if (named === null) return "utf-8";
    const encoding = host.web.label(named[1]);
    if (encoding === null) throw new TypeError(`The encoding of the response is unknown: ${named[1].slice(0, 40)}`);
    return encoding;
  }

  // Reads the methods of a handler once, when it is given.
  function handlerOf(selector, given, names) {
    if (typeof given !== "object" && typeof given !== "function" || given === null) throw new TypeError("Handlers are an object with methods");
    const methods = { __proto__: null };
    let wishes = "";
    for (const name of names) {
      const method = given[name];
      if (method === undefined || method === null) continue;
      if (typeof method !== "function") throw new TypeError(`The handler ${name} must be a function`);
      methods[name] = method;
      wishes += WISH[name];
    }
    return { selector, handler: given, methods, wishes };
  }

  function add(state, handler) {
    if (state.handlers.length >= MOST_HANDLERS) throw new RangeError(`An HTMLRewriter has at most ${MOST_HANDLERS} handlers`);
    state.handlers.push(handler);
  }

  class HTMLRewriter {
    constructor() { this[STATE] = { handlers: [] }; }
    on(selector, handlers) {
      const state = stateOf(this);
      if (arguments.length < 2) throw kit.few("on", 2);
      const text = `${selector}`;
      host.html("check", text);
      add(state, handlerOf(text, handlers, ELEMENT));
      return this;
    }
    onDocument(handlers) {
      const state = stateOf(this);
      if (arguments.length < 1) throw kit.few("onDocument", 1);
      add(state, handlerOf(null, handlers, DOCUMENT));
      return this;
    }
    transform(response) {
      const state = stateOf(this);
      const given = typeof response === "object" && response !== null ? response[STATE] : undefined;
      if (given === undefined || given.statusText === undefined) throw new TypeError("transform takes a Response");
      if (part("body").taken(given)) throw new TypeError("The body of the response has already been used, or is locked by a reader");
      const { body } = response;
      const changed = new kit.Response(null, response);
      const to = changed[STATE];
      to.url = given.url;
      if (body === null) return changed;
      changed.headers.delete("content-length");
      to.value = rewritten(body, [...state.handlers], encodingOf(response));
      to.kind = kit.STREAM;
      return changed;
    }
    get [Symbol.toStringTag]() { return "HTMLRewriter"; }
  }

  return { HTMLRewriter };
}
