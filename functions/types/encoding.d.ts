interface TextEncoder {
  readonly encoding: "utf-8";
  encode(text?: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, destination: Uint8Array): { read: number; written: number };
}
declare var TextEncoder: {
  prototype: TextEncoder;
  new (): TextEncoder;
};

interface TextDecoderOptions {
  /** Throw a TypeError where the bytes are not valid, instead of replacing them. */
  fatal?: boolean;
  ignoreBOM?: boolean;
}
/** All encodings of the standard: UTF-8, UTF-16, those of one byte a character, gb18030, GBK, Big5, EUC-JP, ISO-2022-JP, Shift_JIS, EUC-KR. */
interface TextDecoder {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  decode(input?: ArrayBuffer | ArrayBufferView, options?: { stream?: boolean }): string;
}
declare var TextDecoder: {
  prototype: TextDecoder;
  /** Throws a RangeError when the encoding is not known. */
  new (label?: string, options?: TextDecoderOptions): TextDecoder;
};

interface TextEncoderStream {
  readonly encoding: "utf-8";
  readonly readable: ReadableStream<Uint8Array<ArrayBuffer>>;
  readonly writable: WritableStream<string>;
}
declare var TextEncoderStream: {
  prototype: TextEncoderStream;
  new (): TextEncoderStream;
};

interface TextDecoderStream {
  readonly encoding: string;
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;
  readonly readable: ReadableStream<string>;
  readonly writable: WritableStream<ArrayBuffer | ArrayBufferView>;
}
declare var TextDecoderStream: {
  prototype: TextDecoderStream;
  new (label?: string, options?: TextDecoderOptions): TextDecoderStream;
};

/** Base64 to text of one character a byte. Throws a DOMException `InvalidCharacterError`. */
declare function atob(text: string): string;
/** Text of one character a byte (Latin-1) to base64. Throws a DOMException `InvalidCharacterError`. */
declare function btoa(text: string): string;

/** Copies what JSON cannot: cycles, Map, Set, Date, RegExp, errors, buffers, blobs, keys. Throws a DOMException `DataCloneError`. */
declare function structuredClone<T>(value: T, options?: { transfer?: Iterable<Transferable> }): T;
