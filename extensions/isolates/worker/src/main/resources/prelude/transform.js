// Transform streams: what is written to one side comes out changed at the other.
(kit) => {
  "use strict";
  const { STATE, part } = kit;
  const { deferred, react, promised, resolved } = part("promises");
  const { stateOf, methodOf, objectOf, strategyOf, markOf } = part("queuing");
  const { readable, desired, wantsMore, takesMore, enqueue, closeWhenEmpty, breakReadable } = part("streams");
  const { WritableStream, writableState, start, breakWritable } = part("writable");

  function hold(transform, pressed) {
    if (transform.changed !== null) transform.changed.resolve(undefined);
    transform.changed = deferred();
    transform.pressed = pressed;
  }

  function unblock(transform) {
    if (transform.pressed) hold(transform, false);
  }

  function breakIn(transform, error) {
    breakWritable(transform.in, error);
    unblock(transform);
  }

  function breakBoth(transform, error) {
    breakReadable(transform.out, error);
    breakIn(transform, error);
  }

  function passOn(transform, chunk) {
    const { out } = transform;
    if (!takesMore(out)) throw new TypeError("The stream takes no more chunks: it is closed, closing or errored");
    try {
      enqueue(out, chunk);
    } catch (error) {
      breakIn(transform, error);
      throw out.error;
    }
    if (!wantsMore(out) && !transform.pressed) hold(transform, true);
  }

  function change(transform, chunk) {
    const { methods, controller } = transform;
    const changed = promised(() => (methods.transform === undefined ? passOn(transform, chunk) : methods.transform(chunk, controller)));
    return react(changed, undefined, (error) => {
      breakBoth(transform, error);
      throw error;
    });
  }

  // The end, which comes once, from whichever side is first.
  function end(transform, call, done, failed) {
    if (transform.ending !== null) return transform.ending.promise;
    const ending = transform.ending = deferred();
    react(promised(call), () => {
      const error = done();
      if (error === null) ending.resolve(undefined);
      else ending.reject(error.reason);
    }, (error) => {
      failed(error);
      ending.reject(error);
    });
    return ending.promise;
  }

  function brokenOut({ out }) {
    return out.status === "errored" ? { reason: out.error } : null;
  }

  function sinkOf(transform) {
    const { methods } = transform;
    return {
      write(chunk) {
        if (!transform.pressed) return change(transform, chunk);
        return react(transform.changed.promise, () => {
          if (transform.in.status === "erroring") throw transform.in.error;
          return change(transform, chunk);
        });
      },
      close: () => end(transform, () => (methods.flush === undefined ? undefined : methods.flush(transform.controller)), () => {
        if (takesMore(transform.out)) closeWhenEmpty(transform.out);
        return brokenOut(transform);
      }, (error) => breakReadable(transform.out, error)),
      abort: (reason) => end(transform, () => (methods.cancel === undefined ? undefined : methods.cancel(reason)), () => {
        const broken = brokenOut(transform);
        breakReadable(transform.out, reason);
        return broken;
      }, (error) => breakReadable(transform.out, error)),
    };
  }

  function cancelOf(transform) {
    const { methods } = transform;
    return (reason) => end(transform, () => (methods.cancel === undefined ? undefined : methods.cancel(reason)), () => {
      if (transform.in.status === "errored") return { reason: transform.in.error };
      breakIn(transform, reason);
      return null;
    }, (error) => breakIn(transform, error));
  }

  class TransformStreamDefaultController {
    constructor() { throw new TypeError("Illegal constructor"); }
    get desiredSize() { return desired(stateOf(this, "transforms").transforms.out); }
    enqueue(chunk = undefined) { passOn(stateOf(this, "transforms").transforms, chunk); }
    error(reason = undefined) { breakBoth(stateOf(this, "transforms").transforms, reason); }
    terminate() {
      const { transforms } = stateOf(this, "transforms");
      if (takesMore(transforms.out)) closeWhenEmpty(transforms.out);
      breakIn(transforms, new TypeError("The transform was terminated"));
    }
    get [Symbol.toStringTag]() { return "TransformStreamDefaultController"; }
  }

  class TransformStream {
    constructor(transformer = undefined, inStrategy = undefined, outStrategy = undefined) {
      const given = objectOf(transformer, "The transformer"), into = strategyOf(inStrategy), outof = strategyOf(outStrategy);
      const methods = { cancel: methodOf(given, "cancel"), flush: methodOf(given, "flush"), transform: undefined };
      if (given.readableType !== undefined) throw new RangeError("readableType is reserved");
      const begin = methodOf(given, "start");
      methods.transform = methodOf(given, "transform");
      if (given.writableType !== undefined) throw new RangeError("writableType is reserved");
      const outMark = markOf(outof, 0), inMark = markOf(into, 1);
      const started = deferred();
      const transform = { in: null, out: null, pressed: false, changed: null, ending: null, methods, controller: { __proto__: TransformStreamDefaultController.prototype } };
      transform.controller[STATE] = { transforms: transform };
      this[STATE] = { transform, readable: null, writable: null };
      const writable = this[STATE].writable = { __proto__: WritableStream.prototype };
      transform.in = writable[STATE] = writableState(sinkOf(transform), inMark, into.size);
      start(transform.in, () => started.promise);
      const pull = () => {
        hold(transform, false);
        return transform.changed.promise;
      };
      this[STATE].readable = readable(pull, cancelOf(transform), outMark, outof.size, () => started.promise);
      transform.out = this[STATE].readable[STATE];
      hold(transform, true);
      started.resolve(begin === undefined ? undefined : begin(transform.controller));
    }
    get readable() { return stateOf(this, "transform").readable; }
    get writable() { return stateOf(this, "transform").writable; }
    get [Symbol.toStringTag]() { return "TransformStream"; }
  }

  function bytesOf(chunk) {
    if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (chunk instanceof ArrayBuffer) return new Uint8Array(chunk);
    throw new TypeError("This stream carries bytes only");
  }

  // Two sides of bytes without a queue: a write is done once readers want it. `length` is how many bytes may pass; -1: any number.
  function bytesThrough(length) {
    const byob = part("byob");
    let wanted = deferred(), passed = 0;
    const into = { __proto__: WritableStream.prototype };
    const out = byob.stream(() => wanted.resolve(undefined), (reason) => {
      breakWritable(into[STATE], reason);
      wanted.resolve(undefined);
    });
    const { controller } = out[STATE];
    const fail = (error) => {
      breakReadable(out[STATE], error);
      throw error;
    };
    function pass(chunk) {
      const bytes = bytesOf(chunk).slice(); // Its author may write over it before it is read.
      passed += bytes.byteLength;
      if (length >= 0 && passed > length) throw new TypeError(`FixedLengthStream got more than the ${length} bytes that it was made for`);
      if (bytes.byteLength === 0) return undefined;
      return react(wanted.promise, () => {
        if (into[STATE].status === "erroring") throw into[STATE].error;
        wanted = deferred();
        byob.feed(controller, bytes);
      });
    }
    into[STATE] = writableState({
      write: (chunk) => react(promised(() => pass(chunk)), undefined, fail),
      close() {
        if (passed < length) fail(new TypeError(`FixedLengthStream got ${passed} of the ${length} bytes that it was made for`));
        byob.finish(controller);
      },
      abort: (reason) => breakReadable(out[STATE], reason),
    }, 1, undefined);
    start(into[STATE], undefined);
    out[STATE].length = length;
    return { transform: out[STATE], readable: out, writable: into };
  }

  class IdentityTransformStream {
    constructor() { this[STATE] = bytesThrough(-1); }
    get [Symbol.toStringTag]() { return "IdentityTransformStream"; }
  }

  // Passes on exactly so many bytes; more or fewer are an error. From Workers.
  class FixedLengthStream {
    constructor(length) {
      const wanted = Number(length);
      if (!(Number.isSafeInteger(wanted) && wanted >= 0)) throw new TypeError("FixedLengthStream takes a number of bytes");
      this[STATE] = bytesThrough(wanted);
    }
    get [Symbol.toStringTag]() { return "FixedLengthStream"; }
  }
  for (const [Kind, Parent] of [[IdentityTransformStream, TransformStream], [FixedLengthStream, IdentityTransformStream]]) {
    Object.setPrototypeOf(Kind, Parent);
    Object.setPrototypeOf(Kind.prototype, Parent.prototype);
  }

  return {
    TransformStream, TransformStreamDefaultController, IdentityTransformStream, FixedLengthStream,

    // The two sides of a transform of the prelude's own, for a stream whose interface has them.
    sides(transformer) {
      const { readable: out, writable: into } = new TransformStream(transformer)[STATE];
      return { readable: out, writable: into };
    },

    // A promise of the time when readers want more of a transform than is there.
    relief(controller) {
      const { pressed, changed } = controller[STATE].transforms;
      return pressed ? changed.promise : resolved(undefined);
    },
  };
}
