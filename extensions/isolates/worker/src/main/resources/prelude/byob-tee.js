// A stream of bytes as two: what one branch reads into a buffer of its own, the other gets as a copy.
(kit) => {
  "use strict";
  const { STATE, part } = kit;
  const { nothing, deferred, resolved, react } = part("promises");
  const { acquireReader, releaseReader, cancelReadable, breakReadable, readFrom } = part("streams");
  const byob = part("byob");
  const Bytes = Uint8Array;

  function tee(state) {
    const branches = [null, null], cancelled = [false, false], reasons = [undefined, undefined];
    const over = deferred();
    let reader = acquireReader(state), reading = false;
    const again = [false, false];

    const stateOfBranch = (i) => branches[i][STATE];
    const bothCancelled = () => cancelled[0] && cancelled[1];

    function watch() {
      const watched = reader;
      react(watched.closed.promise, nothing, (error) => {
        if (watched !== reader) return;
        for (const branch of branches) breakReadable(branch[STATE], error);
        if (!bothCancelled()) over.resolve(undefined);
      });
    }

    function change(toByob) {
      if (reader.byob === toByob) return;
      const old = reader;
      reader = null;
      releaseReader(old);
      reader = acquireReader(state, toByob);
      watch();
    }

    // What cannot be copied ends both branches and the stream.
    function copyOf(view) {
      try {
        return new Bytes(view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength));
      } catch (error) {
        for (const branch of branches) breakReadable(branch[STATE], error);
        over.resolve(cancelReadable(state, error));
        return null;
      }
    }

    // Nobody else has these bytes.
    function give(i, { buffer, byteOffset, byteLength }) {
      byob.accept(stateOfBranch(i), buffer, byteOffset, byteLength);
    }

    function readOn() {
      reading = false;
      if (again[0]) pull(0);
      else if (again[1]) pull(1);
    }

    function answerWaiting(i) {
      if (stateOfBranch(i).bytes.pulls.length > 0) byob.respond(stateOfBranch(i), 0);
    }

    function pullDefault() {
      change(false);
      readFrom(state, {
        chunk: (view) => react(resolved(undefined), () => {
          again[0] = again[1] = false;
          let second = view;
          if (!cancelled[0] && !cancelled[1]) {
            second = copyOf(view);
            if (second === null) return;
          }
          if (!cancelled[0]) give(0, view);
          if (!cancelled[1]) give(1, second);
          readOn();
        }),
        close: () => {
          reading = false;
          for (const i of [0, 1]) if (!cancelled[i]) byob.close(stateOfBranch(i));
          answerWaiting(0);
          answerWaiting(1);
          if (!bothCancelled()) over.resolve(undefined);
        },
        error: () => { reading = false; },
      });
    }

    function pullInto(view, i) {
      change(true);
      const other = 1 - i;
      byob.read(reader, view, 1, {
        chunk: (filled) => react(resolved(undefined), () => {
          again[0] = again[1] = false;
          if (!cancelled[other]) {
            const copy = copyOf(filled);
            if (copy === null) return;
            if (!cancelled[i]) byob.respondWithNewView(stateOfBranch(i), filled);
            give(other, copy);
          } else if (!cancelled[i]) {
            byob.respondWithNewView(stateOfBranch(i), filled);
          }
          readOn();
        }),
        close: (rest) => {
          reading = false;
          if (!cancelled[i]) byob.close(stateOfBranch(i));
          if (!cancelled[other]) byob.close(stateOfBranch(other));
          if (rest !== undefined) {
            if (!cancelled[i]) byob.respondWithNewView(stateOfBranch(i), rest);
            if (!cancelled[other]) answerWaiting(other);
          }
          if (!bothCancelled()) over.resolve(undefined);
        },
        error: () => { reading = false; },
      });
    }

    function pull(i) {
      if (reading) {
        again[i] = true;
        return resolved(undefined);
      }
      reading = true;
      const request = byob.requestOf(stateOfBranch(i));
      if (request === null) pullDefault();
      else pullInto(request[STATE].view, i);
      return resolved(undefined);
    }

    const cancel = (i) => (reason) => {
      cancelled[i] = true;
      reasons[i] = reason;
      if (bothCancelled()) over.resolve(cancelReadable(state, reasons));
      return over.promise;
    };

    branches[0] = byob.stream(() => pull(0), cancel(0));
    branches[1] = byob.stream(() => pull(1), cancel(1));
    watch();
    return branches;
  }

  return { tee };
}
