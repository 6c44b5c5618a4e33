// node:stream/web
//= ReadableStream, ReadableStreamDefaultReader, ReadableStreamBYOBReader, WritableStream, WritableStreamDefaultWriter, TransformStream
//= ByteLengthQueuingStrategy, CountQueuingStrategy, TextEncoderStream, TextDecoderStream
(kit) => {
  "use strict";
  const { ReadableStream, ReadableStreamDefaultReader } = kit.part("streams");
  const { ReadableStreamBYOBReader } = kit.part("byob");
  const { WritableStream, WritableStreamDefaultWriter } = kit.part("writable");
  const { TransformStream } = kit.part("transform");
  const { ByteLengthQueuingStrategy, CountQueuingStrategy } = kit.part("queuing");
  const { TextEncoderStream, TextDecoderStream } = kit.part("encoding");
  return {
    ReadableStream, ReadableStreamDefaultReader, ReadableStreamBYOBReader, WritableStream, WritableStreamDefaultWriter, TransformStream,
    ByteLengthQueuingStrategy, CountQueuingStrategy, TextEncoderStream, TextDecoderStream,
  };
}
