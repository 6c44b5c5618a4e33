/** What a body can be made from. An async iterable is streamed; its pieces are bytes. */
type BodyInit = string | ArrayBuffer | ArrayBufferView | Blob | FormData | URLSearchParams | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;
type HeadersInit = Headers | Record<string, string> | Iterable<readonly [string, string]>;
type RequestInfo = Request | string;

/**
 * A body is read once; a second time is a TypeError. What is read as a whole counts against `bufferedBodyBytes` (10 MB unless set; 32 MB at
 * most as text) and ends the invocation beyond it; a stream has no limit.
 */
interface Body {
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
  readonly bodyUsed: boolean;
  text(): Promise<string>;
  /** Rejects with a SyntaxError when it is not JSON. */
  json<T = unknown>(): Promise<T>;
  arrayBuffer(): Promise<ArrayBuffer>;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  blob(): Promise<Blob>;
  /** Of multipart/form-data and application/x-www-form-urlencoded; anything else is a TypeError. */
  formData(): Promise<FormData>;
}

interface RequestInit {
  method?: string;
  headers?: HeadersInit;
  /** Not with GET or HEAD. */
  body?: BodyInit | null;
  /** `follow` goes through at most 20 redirects, and checks each address. */
  redirect?: "follow" | "manual" | "error";
  /** Aborted: fetch rejects with its reason, and the connection is given up. */
  signal?: AbortSignal | null;
  /** Checked and told, for code that names them; there is no page, cache or cookie jar here that they could mean. */
  referrer?: string;
  referrerPolicy?: string;
  mode?: "cors" | "no-cors" | "same-origin";
  credentials?: "omit" | "same-origin" | "include";
  cache?: "default" | "no-store" | "reload" | "no-cache" | "force-cache" | "only-if-cached";
  integrity?: string;
  keepalive?: boolean;
  priority?: "high" | "low" | "auto";
  duplex?: "half";
  window?: null;
  /** Kept for whoever asks the request for it; fetch() takes no notice. */
  cf?: object | null;
}

/** Where a client is, as far as the router knows. Only the router says it: nothing that a client sends changes it. */
interface IncomingRequestCfProperties {
  /** The region of the router. */
  readonly colo: string;
  /** ISO 3166-1, two letters. Not there for clients of private networks, and where nobody knows. */
  readonly country?: string;
  readonly continent?: "AF" | "AN" | "AS" | "EU" | "NA" | "OC" | "SA";
  /** In degrees, of a point in the middle of the country. */
  readonly latitude?: string;
  readonly longitude?: string;
  /** What latitude and longitude are those of. */
  readonly accuracy?: "country";
  /** Where the operator's database knows it. */
  readonly asn?: number;
  readonly asOrganization?: string;
  readonly httpProtocol: "HTTP/1.0" | "HTTP/1.1" | "HTTP/2";
  /** Where the router itself speaks TLS. */
  readonly tlsVersion?: string;
  readonly tlsCipher?: string;
}

interface Request extends Body {
  readonly method: string;
  readonly url: string;
  /** Of a request that came from outside they cannot be changed; `new Headers(request.headers)` is a copy. */
  readonly headers: Headers;
  readonly redirect: "follow" | "manual" | "error";
  /** Fires when the client goes away. */
  readonly signal: AbortSignal;
  readonly destination: "";
  readonly referrer: string;
  readonly referrerPolicy: string;
  readonly mode: "cors" | "no-cors" | "same-origin";
  readonly credentials: "omit" | "same-origin" | "include";
  readonly cache: "default" | "no-store" | "reload" | "no-cache" | "force-cache" | "only-if-cached";
  readonly integrity: string;
  readonly keepalive: boolean;
  readonly isReloadNavigation: false;
  readonly isHistoryNavigation: false;
  readonly duplex: "half";
  /** Of a request from outside, and of copies of it; of others what they were made with. */
  readonly cf: IncomingRequestCfProperties | undefined;
  clone(): Request;
}
declare var Request: {
  prototype: Request;
  new (input: RequestInfo | URL, init?: RequestInit | Request): Request;
};

interface ResponseInit {
  /** 200 to 599, or 101 with a `webSocket`. */
  status?: number;
  statusText?: string;
  headers?: HeadersInit;
  /** Whether the body is compressed on its way out, as a `Content-Encoding` of gzip or deflate says, or is so already: "manual". */
  encodeBody?: "automatic" | "manual";
  /** The client's end, with status 101: one of a `WebSocketPair`, or one that a fetch brought. */
  webSocket?: WebSocket | null;
}

interface Response extends Body {
  readonly status: number;
  readonly statusText: string;
  /** Status 200 to 299. */
  readonly ok: boolean;
  readonly type: "default" | "basic" | "error";
  /** Of a fetched response: where it came from in the end. */
  readonly url: string;
  readonly redirected: boolean;
  /** What was opened, where the status is 101: accept it, or answer with it. */
  readonly webSocket: WebSocket | null;
  /** Of a fetched response they cannot be changed; `new Response(response.body, response)` is a copy. */
  readonly headers: Headers;
  clone(): Response;
}
declare var Response: {
  prototype: Response;
  new (body?: BodyInit | null, init?: ResponseInit | Response): Response;
  json(data: unknown, init?: ResponseInit | Response): Response;
  redirect(url: string | URL, status?: 301 | 302 | 303 | 307 | 308): Response;
  error(): Response;
};

/** At most 1,000 entries and 128 KB of text; names are told in lower case. */
interface Headers extends Iterable<[string, string]> {
  append(name: string, value: string): void;
  delete(name: string): void;
  /** All values of that name, joined by a comma and a space. */
  get(name: string): string | null;
  getSetCookie(): string[];
  has(name: string): boolean;
  set(name: string, value: string): void;
  forEach(callback: (value: string, name: string, headers: Headers) => void, thisArg?: unknown): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<string>;
  entries(): IterableIterator<[string, string]>;
}
declare var Headers: {
  prototype: Headers;
  new (init?: HeadersInit): Headers;
};

/**
 * Calls out over http or https, or reads what a `data:` URL carries. Counts as a subrequest (50 unless set). Private, loopback and link-local addresses are denied unless `egress.allow`
 * names them. Rejects with a TypeError whose `code` says why ({@link Mayfly.CallError}), or with the signal's reason.
 */
declare function fetch(input: RequestInfo | URL, init?: RequestInit | Request): Promise<Response>;
