type HashName = "SHA-1" | "SHA-256" | "SHA-384" | "SHA-512";
type HashAlgorithm = HashName | { name: HashName };
type KeyUsage = "encrypt" | "decrypt" | "sign" | "verify" | "deriveKey" | "deriveBits" | "wrapKey" | "unwrapKey";
type KeyType = "public" | "private" | "secret";
type KeyFormat = "raw" | "spki" | "pkcs8" | "jwk";
type NamedCurve = "P-256" | "P-384" | "P-521";
type BufferSource = ArrayBuffer | ArrayBufferView;

type AesName = "AES-CBC" | "AES-CTR" | "AES-GCM" | "AES-KW";
type RsaName = "RSASSA-PKCS1-v1_5" | "RSA-PSS" | "RSA-OAEP";
type SigningCurveName = "Ed25519" | "Ed448";
type AgreeingCurveName = "X25519" | "X448";

interface AesCbcParams { name: "AES-CBC"; iv: BufferSource }
/** `length`: how many bits of the counter count, 1 to 128. */
interface AesCtrParams { name: "AES-CTR"; counter: BufferSource; length: number }
/** At most 1 MB each of `iv` and `additionalData`. */
interface AesGcmParams { name: "AES-GCM"; iv: BufferSource; additionalData?: BufferSource; tagLength?: 32 | 64 | 96 | 104 | 112 | 120 | 128 }
interface RsaOaepParams { name: "RSA-OAEP"; label?: BufferSource }
type EncryptAlgorithm = AesCbcParams | AesCtrParams | AesGcmParams | RsaOaepParams | "RSA-OAEP";
type WrapAlgorithm = EncryptAlgorithm | "AES-KW" | { name: "AES-KW" };

interface RsaPssParams { name: "RSA-PSS"; saltLength: number }
interface EcdsaParams { name: "ECDSA"; hash: HashAlgorithm }
interface Ed448Params { name: "Ed448"; context?: BufferSource }
type PlainSigning = "HMAC" | "RSASSA-PKCS1-v1_5" | SigningCurveName;
/** Ed25519 and Ed448 take at most 16 MB of data. */
type SignAlgorithm = PlainSigning | { name: PlainSigning } | RsaPssParams | EcdsaParams | Ed448Params;

interface HkdfParams { name: "HKDF"; hash: HashAlgorithm; salt: BufferSource; info: BufferSource }
/** Iterations are CPU time of the function. At most 1 MB is derived. */
interface Pbkdf2Params { name: "PBKDF2"; hash: HashAlgorithm; salt: BufferSource; iterations: number }
interface KeyAgreementParams { name: "ECDH" | AgreeingCurveName; public: CryptoKey }
type DeriveAlgorithm = HkdfParams | Pbkdf2Params | KeyAgreementParams;

/** `length` in bits: 128, 192 or 256. */
interface AesKeyParams { name: AesName; length: number }
/** `length` in bits; a block of the hash where it is missing. New keys have 1 to 65,536 bits. */
interface HmacKeyParams { name: "HMAC"; hash: HashAlgorithm; length?: number }
/** 1,024 to 4,096 bits, in whole bytes; the exponent is 3 or 65537. Making one takes CPU time of the function: a second or more for 4,096 bits. */
interface RsaKeyGenParams { name: RsaName; modulusLength: number; publicExponent: Uint8Array; hash: HashAlgorithm }
/** Up to 8,192 bits. */
interface RsaImportParams { name: RsaName; hash: HashAlgorithm }
interface EcKeyParams { name: "ECDSA" | "ECDH"; namedCurve: NamedCurve }
type PlainCurve = SigningCurveName | AgreeingCurveName;
type PairAlgorithm = RsaKeyGenParams | EcKeyParams | PlainCurve | { name: PlainCurve };
type PlainImport = AesName | "HKDF" | "PBKDF2" | PlainCurve;
type ImportAlgorithm = HmacKeyParams | RsaImportParams | EcKeyParams | PlainImport | { name: PlainImport };
type DerivedKeyAlgorithm = AesKeyParams | HmacKeyParams | "HKDF" | "PBKDF2" | { name: "HKDF" | "PBKDF2" };

/** The JSON form of a key (RFC 7517). */
interface JsonWebKey {
  kty?: string;
  use?: string;
  key_ops?: string[];
  alg?: string;
  ext?: boolean;
  crv?: string;
  k?: string;
  x?: string;
  y?: string;
  d?: string;
  n?: string;
  e?: string;
  p?: string;
  q?: string;
  dp?: string;
  dq?: string;
  qi?: string;
}

interface KeyAlgorithm {
  readonly name: string;
  readonly hash?: { readonly name: HashName };
  /** In bits. */
  readonly length?: number;
  readonly namedCurve?: NamedCurve;
  readonly modulusLength?: number;
  readonly publicExponent?: Uint8Array;
}

/** A key whose bytes do not show. `structuredClone` copies it. */
interface CryptoKey {
  readonly type: KeyType;
  readonly extractable: boolean;
  readonly algorithm: KeyAlgorithm;
  readonly usages: KeyUsage[];
}
declare var CryptoKey: { prototype: CryptoKey };

interface CryptoKeyPair {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** The Web Crypto API. */
interface SubtleCrypto {
  /** MD5 is there for old protocols; it protects nothing. */
  digest(algorithm: HashAlgorithm | "MD5" | { name: "MD5" }, data: BufferSource): Promise<ArrayBuffer>;
  encrypt(algorithm: EncryptAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  decrypt(algorithm: EncryptAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  sign(algorithm: SignAlgorithm, key: CryptoKey, data: BufferSource): Promise<ArrayBuffer>;
  verify(algorithm: SignAlgorithm, key: CryptoKey, signature: BufferSource, data: BufferSource): Promise<boolean>;
  generateKey(algorithm: AesKeyParams | HmacKeyParams, extractable: boolean, usages: Iterable<KeyUsage>): Promise<CryptoKey>;
  generateKey(algorithm: PairAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>): Promise<CryptoKeyPair>;
  deriveKey(
    algorithm: DeriveAlgorithm, baseKey: CryptoKey, derivedKeyType: DerivedKeyAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>,
  ): Promise<CryptoKey>;
  /** `length` in bits; without it, all that two keys agree on. */
  deriveBits(algorithm: DeriveAlgorithm, baseKey: CryptoKey, length?: number | null): Promise<ArrayBuffer>;
  importKey(
    format: "raw" | "spki" | "pkcs8", data: BufferSource, algorithm: ImportAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>,
  ): Promise<CryptoKey>;
  importKey(format: "jwk", data: JsonWebKey, algorithm: ImportAlgorithm, extractable: boolean, usages: Iterable<KeyUsage>): Promise<CryptoKey>;
  exportKey(format: "raw" | "spki" | "pkcs8", key: CryptoKey): Promise<ArrayBuffer>;
  exportKey(format: "jwk", key: CryptoKey): Promise<JsonWebKey>;
  wrapKey(format: KeyFormat, key: CryptoKey, wrappingKey: CryptoKey, wrapAlgorithm: WrapAlgorithm): Promise<ArrayBuffer>;
  unwrapKey(
    format: KeyFormat, wrappedKey: BufferSource, unwrappingKey: CryptoKey, unwrapAlgorithm: WrapAlgorithm, unwrappedKeyAlgorithm: ImportAlgorithm,
    extractable: boolean, usages: Iterable<KeyUsage>,
  ): Promise<CryptoKey>;
  /** Whether two values of the same length are the same, in a time that tells nothing. From Workers. */
  timingSafeEqual(a: BufferSource, b: BufferSource): boolean;
}
declare var SubtleCrypto: { prototype: SubtleCrypto };

type IntegerArray = Int8Array | Uint8Array | Uint8ClampedArray | Int16Array | Uint16Array | Int32Array | Uint32Array | BigInt64Array | BigUint64Array;

interface Crypto {
  readonly subtle: SubtleCrypto;
  randomUUID(): `${string}-${string}-${string}-${string}-${string}`;
  /** At most 65,536 bytes at a time; more throws a `QuotaExceededError`. */
  getRandomValues<T extends IntegerArray>(array: T): T;
}
declare var Crypto: { prototype: Crypto };
declare var crypto: Crypto;
