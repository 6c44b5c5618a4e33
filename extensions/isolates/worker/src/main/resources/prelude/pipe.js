// pipeTo and pipeThrough: chunks from a readable to a writable stream; closing, errors and a signal go along.
(kit) => {
  "use strict";
  const { part } = kit;
  const { nothing, deferred, resolved, react, promised } = part("promises");
  const { optionsOf } = part("queuing");
  const { acquireReader, releaseReader, cancelReadable, readFrom } = part("streams");
  const { acquireWriter, releaseWriter, closeQueued, closeUnlessClosed, abort, write } = part("writable");

  // The options, read in the standard's order.
  function wishesOf(options) {
    const given = optionsOf(options, "The options of a pipe");
    const preventAbort = Boolean(given.preventAbort), preventCancel = Boolean(given.preventCancel), preventClose = Boolean(given.preventClose);
    const { signal } = given;
    if (signal !== undefined && !part("events").isSignal(signal)) throw new TypeError("signal must be an AbortSignal");
    return { preventAbort, preventCancel, preventClose, signal };
  }

  function pipe(from, to, { preventAbort, preventCancel, preventClose, signal }) {
    const reader = acquireReader(from), writer = acquireWriter(to), piped = deferred();
    from.disturbed = true;
    let over = false, writing = resolved(undefined);

    function finish(failed, error) {
      releaseWriter(writer);
      releaseReader(reader);
      if (signal !== undefined) part("events").forget(signal, aborted);
      if (failed) piped.reject(error);
      else piped.resolve(undefined);
    }

    // What was read is written before anything else happens.
    function written() {
      const last = writing;
      return react(last, () => (last === writing ? undefined : written()));
    }

    function shut(action, failed, error = undefined) {
      if (over) return;
      over = true;
      const act = () => react(promised(action), () => finish(failed, error), (later) => finish(true, later));
      if (to.status === "writable" && !closeQueued(to)) react(written(), act);
      else act();
    }

    function aborted() {
      const error = signal.reason;
      shut(() => {
        const aborting = preventAbort || to.status !== "writable" ? resolved(undefined) : abort(to, error);
        const cancelling = preventCancel || from.status !== "readable" ? resolved(undefined) : cancelReadable(from, error);
        return react(aborting, () => cancelling, (first) => react(cancelling, () => { throw first; }, () => { throw first; }));
      }, true, error);
    }

    function step() {
      if (over) return;
      react(writer.ready.later.promise, () => {
        if (over) return;
        readFrom(from, {
          chunk: (value) => {
            writing = react(resolved(undefined), () => {
              const done = react(write(writer, value), nothing, nothing);
              step();
              return done;
            });
          },
          close: nothing,
          error: nothing,
        });
      }, nothing);
    }

    const sourceBroke = (error) => shut(() => (preventAbort ? undefined : abort(to, error)), true, error);
    const sinkBroke = (error) => shut(() => (preventCancel ? undefined : cancelReadable(from, error)), true, error);
    const sourceClosed = () => shut(() => (preventClose ? undefined : closeUnlessClosed(to)), false);

    if (signal !== undefined) {
      if (signal.aborted) {
        aborted();
        return piped.promise;
      }
      part("events").onAbort(signal, aborted);
    }
    if (from.status === "errored") sourceBroke(from.error);
    else react(reader.closed.promise, nothing, sourceBroke);
    if (to.status === "errored") sinkBroke(to.error);
    else react(writer.closed.later.promise, nothing, sinkBroke);
    if (from.status === "closed") sourceClosed();
    else react(reader.closed.promise, sourceClosed, nothing);
    if (closeQueued(to) || to.status === "closed") sinkBroke(new TypeError("The destination is closed or closing"));
    step();
    return piped.promise;
  }

  return { wishesOf, pipe };
}
