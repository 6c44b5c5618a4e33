// Bytes between a body and the host, with back-pressure: nothing is read while the other side has no credit left.
(kit) => {
  "use strict";
  const { PIPE, STREAM, TEXT, host, part, bytes } = kit;

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

  async function flow(next, cancel, out, flowing, done) {
    let failure = null;
    try {
      for (;;) {
        const boxed = await next();
        if (flowing.stopped) return;
        if (boxed === null) break;
        const piece = view(boxed.value);
        if (piece.byteLength === 0) continue;
        let credit = host.write(out, piece.buffer, piece.byteOffset, piece.byteLength);
        if (credit <= 0 && !flowing.stopped) credit = await writable(out);
        if (flowing.stopped) return;
        if (credit < 0) {
          flowing.stopped = true;
          cancel(kit.fail("AbortError", "The reader of the body went away"));
          return;
        }
      }
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
      flow(next, cancel, out, flowing, finish);
      return (reason) => {
        if (flowing.stopped) return;
        flowing.stopped = true;
        cancel(reason);
        finish(null);
      };
    },
  };
}
