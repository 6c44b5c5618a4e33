// Bytes between a body and the host, with back-pressure: nothing is read while the other side has no credit left.
(kit) => {
  "use strict";
  const { STATE, PIPE, host, part, bytes } = kit;

  // A function that asks the host for the next piece of a stream: a Uint8Array as the value of a box, or null at the end.
  function pieces(id) {
    return () => new Promise((resolve, reject) => {
      host.read(id, (kind, buffer) => {
        if (kind === 0) resolve({ __proto__: null, value: new Uint8Array(bytes(buffer)) });
        else if (kind === 1) resolve(null);
        else reject(new TypeError("The body broke off before its end"));
      });
    });
  }

  function writable(out) {
    return new Promise((resolve) => { host.onWritable(out, resolve); });
  }

  function view(chunk) {
    if (ArrayBuffer.isView(chunk)) return chunk;
    if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
    throw new TypeError("A body stream must carry bytes (Uint8Array); use TextEncoderStream for text");
  }

  function lengthIn(list) {
    const flat = list.split("\n");
    let length = -1;
    for (let i = 0; i + 1 < flat.length; i += 2) {
      if (flat[i].toLowerCase() === "content-length") length = /^\d{1,15}$/.test(flat[i + 1]) ? Number(flat[i + 1]) : -1;
    }
    return length;
  }

  // How long a stream says it is: what is sent is held to the Content-Length that it goes out with.
  function lengthOf(state, list) {
    const { length, coded } = state.value[STATE];
    if (length >= 0) return coded === null || coded.asItCame ? length : -1;
    return state.headers !== null && state.headers[STATE].copied ? -1 : lengthIn(list);
  }

  function broken(sent, expected) {
    return new TypeError(`A body of ${expected} bytes was announced, and its stream ${sent > expected ? "has more" : `ended after ${sent}`}`);
  }

  async function flow(next, cancel, out, flowing, expected, done) {
    let failure = null, sent = 0;
    try {
      for (;;) {
        const boxed = await next();
        if (flowing.stopped) return;
        if (boxed === null) break;
        const piece = view(boxed.value);
        if (piece.byteLength === 0) continue;
        sent += piece.byteLength;
        if (expected >= 0 && sent > expected) throw broken(sent, expected);
        let credit = host.write(out, piece.buffer, piece.byteOffset, piece.byteLength);
        if (credit <= 0 && !flowing.stopped) credit = await writable(out);
        if (flowing.stopped) return;
        if (credit < 0) {
          flowing.stopped = true;
          cancel(kit.fail("AbortError", "The reader of the body went away"));
          return;
        }
      }
      if (sent < expected) throw broken(sent, expected);
      host.end(out);
    } catch (error) {
      if (flowing.stopped) return;
      host.fail(out);
      cancel(error);
      failure = { __proto__: null, error };
    } finally {
      done(failure);
    }
  }

  return {
    pieces, view,

    // The length that the headers of a message that came have told of its body; -1 where they tell none.
    told: (state) => lengthIn(state.list),

    // The headers that a stream goes out with: they tell its length where it is known, and no other.
    measured(state, list) {
      const expected = state.expected = lengthOf(state, list);
      if (expected < 0 && !list.includes("content-length")) return list;
      const flat = list.split("\n");
      let kept = "";
      for (let i = 0; i + 1 < flat.length; i += 2) if (flat[i] !== "content-length") kept += `${kept === "" ? "" : "\n"}${flat[i]}\n${flat[i + 1]}`;
      if (expected < 0) return kept;
      return `${kept}${kept === "" ? "" : "\n"}content-length\n${expected}`;
    },

    // Sends a body on stream `out`; done(failure) is called when it is over, with { error } if it broke. Answers a function that stops it.
    start(state, out, done) {
      const flowing = { stopped: false };
      let next, cancel;
      if (state.kind === PIPE) {
        const from = state.value;
        next = pieces(from);
        cancel = () => host.stopReading(from);
      } else {
        const streams = part("streams");
        const reader = streams.reader(state.value);
        next = reader.next;
        cancel = reader.cancel;
      }
      let over = false;
      const finish = (failure) => {
        if (over) return;
        over = true;
        done(failure);
      };
      flow(next, cancel, out, flowing, state.expected, finish);
      return (reason) => {
        if (flowing.stopped) return;
        flowing.stopped = true;
        cancel(reason);
        finish(null);
      };
    },
  };
}
