type HashName = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";
type HashAlgorithm = HashName | { name: HashName };
type HmacName = "HMAC" | { name: "HMAC" };
type KeyUsage = "sign" | "verify";

/** The JSON form of a key for HMAC. */
interface JsonWebKey {
  kty: string;
  k?: string;
  alg?: string;
  key_ops?: string[];
  ext?: boolean;
}

/** A key whose bytes do not show. */
interface CryptoKey {
  readonly type: "secret";
  readonly extractable: boolean;
  /** `length` in bits. */
  readonly algorithm: { readonly name: "HMAC"; readonly hash: { readonly name: HashName }; readonly length: number };
  readonly usages: KeyUsage[];
}
declare var CryptoKey: { prototype: CryptoKey };

/** Digests and HMAC. Any other algorithm rejects with a DOMException `NotSupportedError`. */
interface SubtleCrypto {
  /** MD5 is there for old protocols; it protects nothing. */
  digest(algorithm: HashAlgorithm | "MD5" | { name: "MD5" }, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
  importKey(
    format: "raw", data: ArrayBuffer | ArrayBufferView, algorithm: { name: "HMAC"; hash: HashAlgorithm }, extractable: boolean, usages: Iterable<KeyUsage>,
  ): Promise<CryptoKey>;
  importKey(
    format: "jwk", data: JsonWebKey, algorithm: { name: "HMAC"; hash: HashAlgorithm }, extractable: boolean, usages: Iterable<KeyUsage>,
  ): Promise<CryptoKey>;
  /** `length` in bits: 8 to 65,536, in whole bytes. */
  generateKey(algorithm: { name: "HMAC"; hash: HashAlgorithm; length?: number }, extractable: boolean, usages: Iterable<KeyUsage>): Promise<CryptoKey>;
  exportKey(format: "raw", key: CryptoKey): Promise<ArrayBuffer>;
  exportKey(format: "jwk", key: CryptoKey): Promise<JsonWebKey>;
  sign(algorithm: HmacName, key: CryptoKey, data: ArrayBuffer | ArrayBufferView): Promise<ArrayBuffer>;
  verify(algorithm: HmacName, key: CryptoKey, signature: ArrayBuffer | ArrayBufferView, data: ArrayBuffer | ArrayBufferView): Promise<boolean>;
  /** Whether two values of the same length are the same, in a time that tells nothing. From Workers. */
  timingSafeEqual(a: ArrayBuffer | ArrayBufferView, b: ArrayBuffer | ArrayBufferView): boolean;
}
declare var SubtleCrypto: { prototype: SubtleCrypto };

type IntegerArray = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

interface Crypto {
  readonly subtle: SubtleCrypto;
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
  /** At most 65,536 bytes at a time. */
  getRandomValues<T extends IntegerArray>(array: T): T;
}
declare var Crypto: { prototype: Crypto };
declare var crypto: Crypto;
