// node:stream/web
//= ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, ReadableStreamBYOBReader, ReadableStreamBYOBRequest
//= ReadableByteStreamController, WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController, TransformStream
//= TransformStreamDefaultController, ByteLengthQueuingStrategy, CountQueuingStrategy, TextEncoderStream, TextDecoderStream, CompressionStream
//= DecompressionStream
(kit) => {
  "use strict";
  const { ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController } = kit.part("streams");
  const { ReadableStreamBYOBReader, ReadableStreamBYOBRequest, ReadableByteStreamController } = kit.part("byob");
  const { WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController } = kit.part("writable");
  const { TransformStream, TransformStreamDefaultController } = kit.part("transform");
  const { ByteLengthQueuingStrategy, CountQueuingStrategy } = kit.part("queuing");
  const { TextEncoderStream, TextDecoderStream } = kit.part("encoding");
  const { CompressionStream, DecompressionStream } = kit.part("compression");
  return {
    ReadableStream, ReadableStreamDefaultReader, ReadableStreamDefaultController, ReadableStreamBYOBReader, ReadableStreamBYOBRequest,
    ReadableByteStreamController, WritableStream, WritableStreamDefaultWriter, WritableStreamDefaultController, TransformStream,
    TransformStreamDefaultController, ByteLengthQueuingStrategy, CountQueuingStrategy, TextEncoderStream, TextDecoderStream, CompressionStream,
    DecompressionStream,
  };
}
