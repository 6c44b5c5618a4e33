// Streams that are transferred: the one that is received reads from, or writes to, the one that was given away, which stays locked. Chunks are
// copied on their way.
(kit) => {
  "use strict";
  const { STATE, part, Later } = kit;
  const { copied } = part("clone");
  const streams = part("streams"), writables = part("writable"), { calm, react, rejected } = part("promises");

  const clone = (chunk) => copied(chunk, []).made;

  // An error goes along as a copy, or as that of its copying.
  function errorOf(error) {
    try {
      return clone(error);
    } catch (failure) {
      return failure;
    }
  }

  function readable(from) {
    streams.acquireReader(from);
    const made = streams.readable(() => new Later((resolve, reject) => {
      streams.readFrom(from, {
        chunk(value) {
          let chunk;
          try {
            chunk = clone(value);
          } catch (error) {
            calm(streams.cancelReadable(from, error));
            return reject(error);
          }
          streams.enqueue(made[STATE], chunk);
          return resolve();
        },
        close() {
          if (streams.takesMore(made[STATE])) streams.closeWhenEmpty(made[STATE]);
          resolve();
        },
        error: (error) => reject(errorOf(error)),
      });
    }), (reason) => streams.cancelReadable(from, errorOf(reason)));
    return made[STATE];
  }

  function writable(to) {
    const writer = writables.acquireWriter(to);
    calm(writer.closed.later.promise);
    calm(writer.ready.later.promise);
    const made = writables.writableState({
      write(chunk) {
        let given;
        try {
          given = clone(chunk);
        } catch (error) {
          calm(writables.abort(to, error));
          return rejected(error);
        }
        return react(writables.write(writer, given), undefined, (error) => { throw errorOf(error); });
      },
      close: () => writables.closeUnlessClosed(to),
      abort: (reason) => writables.abort(to, errorOf(reason)),
    }, 1, undefined);
    writables.start(made, undefined);
    return made;
  }

  function free(state) {
    if ((state.queue === undefined ? state.writer : state.reader) !== null) throw kit.fail("DataCloneError", "A locked stream could not be cloned");
  }

  return {
    transfer(stream) {
      const own = stream[STATE];
      if (own.transform !== undefined) return both(own);
      const reads = own.queue !== undefined;
      const made = { __proto__: (reads ? streams.ReadableStream : writables.WritableStream).prototype };
      return { made, check: () => free(own), go() { made[STATE] = reads ? readable(own) : writable(own); } };
    },
  };

  // A transform goes as its two sides.
  function both(own) {
    const { TransformStream } = part("transform");
    const made = { __proto__: TransformStream.prototype };
    return {
      made,
      check() {
        free(own.readable[STATE]);
        free(own.writable[STATE]);
      },
      go() {
        const out = { __proto__: streams.ReadableStream.prototype }, into = { __proto__: writables.WritableStream.prototype };
        out[STATE] = readable(own.readable[STATE]);
        into[STATE] = writable(own.writable[STATE]);
        made[STATE] = { transform: own.transform, readable: out, writable: into };
      },
    };
  }
}
