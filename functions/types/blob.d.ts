type BlobPart = string | ArrayBuffer | ArrayBufferView | Blob;

/** Bytes with a type, at most `bufferedBodyBytes`. */
interface Blob {
  readonly size: number;
  readonly type: string;
  slice(start?: number, end?: number, type?: string): Blob;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
}
declare var Blob: {
  prototype: Blob;
  new (parts?: Iterable<BlobPart>, options?: { type?: string; endings?: "transparent" | "native" }): Blob;
};

interface File extends Blob {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}
declare var File: {
  prototype: File;
  new (parts: Iterable<BlobPart>, name: string, options?: { type?: string; endings?: "transparent" | "native"; lastModified?: number }): File;
};

type FormDataEntryValue = File | string;

/** At most 10,000 fields; as a body at most `bufferedBodyBytes`. */
interface FormData extends Iterable<[string, FormDataEntryValue]> {
  append(name: string, value: string): void;
  append(name: string, value: Blob, fileName?: string): void;
  delete(name: string): void;
  get(name: string): FormDataEntryValue | null;
  getAll(name: string): FormDataEntryValue[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  set(name: string, value: Blob, fileName?: string): void;
  forEach(callback: (value: FormDataEntryValue, name: string, form: FormData) => void, thisArg?: unknown): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<FormDataEntryValue>;
  entries(): IterableIterator<[string, FormDataEntryValue]>;
}
declare var FormData: {
  prototype: FormData;
  new (): FormData;
};

interface ProgressEvent extends Event {
  readonly lengthComputable: boolean;
  readonly loaded: number;
  readonly total: number;
}
declare var ProgressEvent: EventPhases & {
  prototype: ProgressEvent;
  new (type: string, init?: EventInit & { lengthComputable?: boolean; loaded?: number; total?: number }): ProgressEvent;
};

type FileReaderHandler = ((this: FileReader, event: ProgressEvent) => unknown) | null;
interface FileReaderStates {
  readonly EMPTY: 0;
  readonly LOADING: 1;
  readonly DONE: 2;
}
/** For code that has it already; `blob.text()`, `arrayBuffer()` and `bytes()` are shorter. Texts have at most 32 M characters. */
interface FileReader extends EventTarget, FileReaderStates {
  readonly readyState: 0 | 1 | 2;
  readonly result: string | ArrayBuffer | null;
  readonly error: DOMException | null;
  onloadstart: FileReaderHandler;
  onprogress: FileReaderHandler;
  onload: FileReaderHandler;
  onabort: FileReaderHandler;
  onerror: FileReaderHandler;
  onloadend: FileReaderHandler;
  readAsArrayBuffer(blob: Blob): void;
  readAsBinaryString(blob: Blob): void;
  readAsDataURL(blob: Blob): void;
  readAsText(blob: Blob, encoding?: string): void;
  abort(): void;
}
declare var FileReader: FileReaderStates & {
  prototype: FileReader;
  new (): FileReader;
};
