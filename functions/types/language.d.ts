// What the language has and TypeScript's own library does not know yet.

interface Uint8Array<TArrayBuffer extends ArrayBufferLike> {
  toBase64(options?: { alphabet?: "base64" | "base64url"; omitPadding?: boolean }): string;
  toHex(): string;
  /** Fills as much of the array as the text has: how much was read of the text, and written. */
  setFromBase64(text: string, options?: Mayfly.FromBase64): { read: number; written: number };
  setFromHex(text: string): { read: number; written: number };
}

interface Uint8ArrayConstructor {
  fromBase64(text: string, options?: Mayfly.FromBase64): Uint8Array<ArrayBuffer>;
  fromHex(text: string): Uint8Array<ArrayBuffer>;
}

declare namespace Mayfly {
  interface FromBase64 { alphabet?: "base64" | "base64url"; lastChunkHandling?: "loose" | "strict" | "stop-before-partial" }
}

interface Map<K, V> {
  getOrInsert(key: K, value: V): V;
  getOrInsertComputed(key: K, make: (key: K) => V): V;
}

interface WeakMap<K extends WeakKey, V> {
  getOrInsert(key: K, value: V): V;
  getOrInsertComputed(key: K, make: (key: K) => V): V;
}

interface IteratorConstructor {
  concat<T>(...all: Iterable<T>[]): IteratorObject<T, undefined, unknown>;
}

interface RegExpConstructor {
  escape(text: string): string;
}

interface Math {
  sumPrecise(numbers: Iterable<number>): number;
}

interface ErrorConstructor {
  /** V8's: gives the object a `stack`, without the calls of the function `above` and what it called. */
  captureStackTrace(object: object, above?: Function): void;
}
