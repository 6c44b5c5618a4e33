// node:stream/consumers: all of a stream as one value.
//= arrayBuffer, blob, buffer, json, text
(kit) => {
  "use strict";
  const { Buffer } = kit.node("buffer");

  async function buffer(stream) {
    const pieces = [];
    for await (const chunk of stream) pieces.push(typeof chunk === "string" ? Buffer.from(chunk) : Buffer.from(chunk.buffer ?? chunk, chunk.byteOffset, chunk.byteLength));
    return Buffer.concat(pieces);
  }

  const text = async (stream) => (await buffer(stream)).toString();
  return {
    buffer, text, json: async (stream) => JSON.parse(await text(stream)),
    arrayBuffer: async (stream) => (await buffer(stream)).buffer,
    blob: async (stream) => new (kit.part("blob").Blob)([await buffer(stream)]),
  };
}
