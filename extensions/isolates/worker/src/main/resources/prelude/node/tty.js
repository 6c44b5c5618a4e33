// node:tty: nothing is one.
//= isatty, ReadStream, WriteStream
(kit) => {
  "use strict";
  const { unavailable } = kit.part("node/errors");
  const absent = (what) => function missing() { throw unavailable(`tty.${what}`, "functions have no terminal"); };
  return { isatty: () => false, ReadStream: absent("ReadStream"), WriteStream: absent("WriteStream") };
}
