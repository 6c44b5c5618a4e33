// Content codings of responses: what an upstream compressed is unpacked when somebody reads it, and what its headers call compressed is
// packed on its way out. A piece at a time, when it is asked for.
(kit) => {
  "use strict";
  const { STATE, NONE, TEXT, PIPE, STREAM, host, web, part, bytes: hosted } = kit;
  const PIECE = 65536;
  const FORMATS = { __proto__: null, gzip: "gzip", "x-gzip": "gzip", deflate: "deflate" };

  // The format that a list of headers names; "" where it names none that is known here, or more than one.
  function named(list) {
    const flat = list.split("\n");
    let coding = "";
    for (let i = 0; i + 1 < flat.length; i += 2) {
      if (flat[i] !== "content-encoding") continue;
      if (coding !== "") return "";
      coding = flat[i + 1].trim().toLowerCase();
    }
    return FORMATS[coding] ?? "";
  }

  // Many call raw deflated bytes "deflate"; those do not begin as zlib's frame does.
  function formatOf(format, way, first) {
    return way === "unpack-all" && format === "deflate" && (first & 15) !== 8 ? "deflate-raw" : format;
  }

  // Sends a source through a codec, and is a source itself. The codec is open from the first byte to the end, or to an error.
  function through(source, format, way) {
    let codec = 0, ending = false, over = false, view = null, at = 0;
    const close = () => {
      over = true;
      if (codec !== 0) host.codecClose(codec);
      codec = 0;
    };
    const open = (first) => { if (codec === 0) codec = host.codecOpen(formatOf(format, way, first), way); };
    async function fill() {
      while (view === null || at >= view.byteLength) {
        const boxed = await source.next();
        if (over) return;
        if (boxed === null) {
          ending = true;
          if (way === "pack") open(0);
          if (codec !== 0) host.codecFinish(codec);
          return;
        }
        const given = part("pump").view(boxed.value);
        view = new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
        if (view.byteLength > PIECE) view = view.slice(); // Its author may write over it meanwhile.
        at = 0;
      }
      open(view[at]);
      const length = Math.min(PIECE, view.byteLength - at);
      host.codecFeed(codec, view.buffer, view.byteOffset + at, length);
      at += length;
    }
    function cancel(reason) {
      close();
      source.cancel(reason);
    }
    async function next() {
      try {
        while (!over) {
          const buffer = codec === 0 ? null : host.codecNext(codec);
          if (buffer !== null) return { __proto__: null, value: new Uint8Array(hosted(buffer)) };
          if (ending) close();
          else await fill();
        }
        return null;
      } catch (error) {
        cancel(error);
        throw error;
      }
    }
    return { next, cancel };
  }

  // The bytes of a body as they came.
  function plain(state) {
    if (state.kind === STREAM) return part("streams").reader(state.value);
    const id = state.value;
    if (state.kind === PIPE) return { next: part("pump").pieces(id), cancel: () => host.stopReading(id) };
    let left = state.kind === TEXT ? new Uint8Array(hosted(web.encode(state.value.toWellFormed()))) : new Uint8Array(state.value, state.offset, part("body").lengthOf(state));
    return {
      async next() {
        const value = left;
        left = null;
        return value === null ? null : { __proto__: null, value };
      },
      cancel() {},
    };
  }

  function streamOf({ next, cancel }) {
    return part("byob").stream(async (controller) => {
      let boxed = await next();
      while (boxed !== null && boxed.value.byteLength === 0) boxed = await next();
      if (boxed === null) part("byob").finish(controller);
      else part("byob").feed(controller, boxed.value);
    }, cancel);
  }

  function withoutLength(list) {
    const flat = list.split("\n"), kept = [];
    for (let i = 0; i + 1 < flat.length; i += 2) if (flat[i] !== "content-length") kept.push(flat[i], flat[i + 1]);
    return kept.join("\n");
  }

  return {
    named,

    // A function that gives a body unpacked, piece by piece.
    pieces: (state) => through(plain(state), state.coding, "unpack-all").next,

    // The same as a stream, which is passed on as it came if nobody read of it.
    stream(state) {
      const coded = { format: state.coding, asItCame: false };
      const raw = plain(state), unpacked = through(raw, state.coding, "unpack-all");
      const stream = streamOf({ next: () => (coded.asItCame ? raw : unpacked).next(), cancel: unpacked.cancel });
      stream[STATE].coded = coded;
      return stream;
    },

    // Makes the body what the headers say of it, and answers the headers that go out.
    outgoing(state, list) {
      const format = named(list);
      if (format === "" || state.kind === NONE || state.manual || state.coding !== "") return list;
      const coded = state.kind === STREAM ? state.value[STATE].coded : null;
      if (coded !== null && coded.format === format && !part("streams").isDisturbed(state.value)) {
        coded.asItCame = true;
        return list;
      }
      state.value = streamOf(through(plain(state), format, "pack"));
      state.kind = STREAM;
      return withoutLength(list);
    },
  };
}
