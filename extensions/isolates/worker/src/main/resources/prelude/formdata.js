// FormData, and forms as bodies: multipart/form-data is written here, and where its parts lie is found by Java.
(kit) => {
  "use strict";
  const { STATE, web, part } = kit;
  const { Blob, File } = part("blob");
  const MOST = 10000;
  const HEADER_MOST = 16384;

  function stateOf(object) {
    const state = object[STATE];
    if (state === undefined || state.fields === undefined) throw new TypeError("Illegal invocation");
    return state;
  }

  function usv(value) {
    return `${value}`.toWellFormed();
  }

  function fileOf(blob, name) {
    if (name === undefined && blob instanceof File) return blob;
    const { type, lastModified } = blob;
    return new File([blob], name === undefined ? "blob" : usv(name), { type, lastModified });
  }

  function field(form, name, [value, fileName], given) {
    const fields = stateOf(form).fields;
    if (given > 2 && !(value instanceof Blob)) throw new TypeError("Only a Blob has a file name");
    const made = [usv(name), value instanceof Blob ? fileOf(value, fileName) : usv(value)];
    if (fields.length >= MOST) throw new RangeError(`More than ${MOST} fields`);
    return made;
  }

  const iteration = Object.create(Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())), {
    next: {
      value() {
        const walk = this[STATE];
        if (walk === undefined || walk.walked === undefined) throw new TypeError("Illegal invocation");
        if (walk.at >= walk.walked.fields.length) return { value: undefined, done: true };
        return { value: walk.pick(walk.walked.fields[walk.at++]), done: false };
      }, writable: true, configurable: true, enumerable: true,
    },
    [Symbol.toStringTag]: { value: "FormData Iterator", configurable: true },
  });

  function iterate(form, pick) {
    const walk = { __proto__: iteration };
    walk[STATE] = { walked: stateOf(form), at: 0, pick };
    return walk;
  }

  class FormData {
    constructor(form = undefined) {
      if (form !== undefined) throw new TypeError("There are no forms that FormData could be made from");
      this[STATE] = { fields: [] };
    }
    append(name, value, fileName = undefined) {
      if (arguments.length < 2) throw kit.few("append", 2);
      const made = field(this, name, [value, fileName], arguments.length);
      stateOf(this).fields.push(made);
    }
    delete(name) {
      if (arguments.length < 1) throw kit.few("delete", 1);
      const state = stateOf(this), key = usv(name);
      state.fields = state.fields.filter((pair) => pair[0] !== key);
    }
    get(name) {
      if (arguments.length < 1) throw kit.few("get", 1);
      const key = usv(name);
      return stateOf(this).fields.find((pair) => pair[0] === key)?.[1] ?? null;
    }
    getAll(name) {
      if (arguments.length < 1) throw kit.few("getAll", 1);
      const key = usv(name);
      return stateOf(this).fields.filter((pair) => pair[0] === key).map((pair) => pair[1]);
    }
    has(name) {
      if (arguments.length < 1) throw kit.few("has", 1);
      const key = usv(name);
      return stateOf(this).fields.some((pair) => pair[0] === key);
    }
    set(name, value, fileName = undefined) {
      if (arguments.length < 2) throw kit.few("set", 2);
      const made = field(this, name, [value, fileName], arguments.length), state = stateOf(this);
      const at = state.fields.findIndex((pair) => pair[0] === made[0]);
      if (at < 0) {
        state.fields.push(made);
      } else {
        state.fields = state.fields.filter((pair, i) => i <= at || pair[0] !== made[0]);
        state.fields[at] = made;
      }
    }
    forEach(callback, thisArg = undefined) {
      if (typeof callback !== "function") throw new TypeError("forEach takes a function");
      for (const [name, value] of this) kit.apply(callback, thisArg, [value, name, this]);
    }
    keys() { return iterate(this, (pair) => pair[0]); }
    values() { return iterate(this, (pair) => pair[1]); }
    entries() { return iterate(this, (pair) => [pair[0], pair[1]]); }
    get [Symbol.toStringTag]() { return "FormData"; }
  }
  Object.defineProperty(FormData.prototype, Symbol.iterator, {
    __proto__: null, value: FormData.prototype.entries, writable: true, configurable: true, enumerable: false,
  });

  function formOf(fields) {
    const form = new FormData();
    form[STATE].fields = fields;
    return form;
  }

  // ---- multipart/form-data ----

  function lines(text) {
    return text.replace(/\r\n?|\n/g, "\r\n");
  }

  function quoted(text) {
    return text.replaceAll("\n", "%0A").replaceAll("\r", "%0D").replaceAll('"', "%22");
  }

  function unquoted(text) {
    return text.replaceAll("%0A", "\n").replaceAll("%0D", "\r").replaceAll("%22", '"');
  }

  // The form as bytes, and the type that says how they are to be read.
  function encoded(form) {
    const boundary = `----MayflyFormBoundary${web.uuid().replaceAll("-", "").slice(0, 24)}`;
    const pieces = [];
    for (const [name, value] of form[STATE].fields) {
      const head = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(lines(name))}"`;
      if (typeof value === "string") {
        pieces.push(`${head}\r\n\r\n${lines(value)}\r\n`);
      } else {
        pieces.push(`${head}; filename="${quoted(value.name)}"\r\nContent-Type: ${value.type === "" ? "application/octet-stream" : value.type}\r\n\r\n`, value, "\r\n");
      }
    }
    pieces.push(`--${boundary}--\r\n`);
    return { blob: new Blob(pieces), type: `multipart/form-data; boundary=${boundary}` };
  }

  function fieldOf(bytes, [from, to, begin, end]) {
    if (to - from > HEADER_MOST) throw new TypeError(`The headers of a form's part are longer than ${HEADER_MOST} bytes`);
    const headers = web.text(bytes.buffer, bytes.byteOffset + from, to - from);
    const disposition = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(headers)?.[1] ?? "";
    const name = /(?:^|;)[ \t]*name="([^"\r\n]*)"/i.exec(disposition)?.[1];
    if (name === undefined) throw new TypeError("A part of the form has no name");
    const fileName = /;[ \t]*filename="([^"\r\n]*)"/i.exec(` ;${disposition}`)?.[1];
    const content = bytes.subarray(begin, end);
    if (fileName === undefined) return [unquoted(name), web.decode("utf-8", "", content.buffer, content.byteOffset, content.byteLength).slice(1)];
    const type = /^content-type:[ \t]*(.*?)[ \t]*$/im.exec(headers)?.[1] ?? "text/plain";
    return [unquoted(name), new File([content], unquoted(fileName), { type })];
  }

  function multipart(bytes, mime) {
    const [, quotedBoundary, plainBoundary] = /;[ \t]*boundary=(?:"([^"]+)"|([^;\s"]+))/i.exec(mime) ?? [];
    const boundary = quotedBoundary ?? plainBoundary;
    if (boundary === undefined) throw new TypeError("The type of the form names no boundary");
    const places = web.multipart(bytes.buffer, bytes.byteOffset, bytes.byteLength, boundary, MOST);
    if (places === null) throw new TypeError("The body is no multipart form");
    const numbers = places === "" ? [] : places.split(" ").map(Number), fields = [];
    for (let i = 0; i < numbers.length; i += 4) fields.push(fieldOf(bytes, numbers.slice(i, i + 4)));
    return formOf(fields);
  }

  function urlencoded(bytes) {
    const text = web.decode("utf-8", "", bytes.buffer, bytes.byteOffset, bytes.byteLength).slice(1);
    return formOf(part("url").pairsOf(text));
  }

  return {
    FormData, encoded,

    // The form that a body of this type is.
    read(bytes, mime) {
      const essence = mime.split(";", 1)[0].trim().toLowerCase();
      if (essence === "multipart/form-data") return multipart(bytes, mime);
      if (essence === "application/x-www-form-urlencoded") return urlencoded(bytes);
      throw new TypeError("A form is multipart/form-data or application/x-www-form-urlencoded");
    },
  };
}
