/**
 * Events that a server sends. It comes back 3 s (or what `retry` says) after a connection broke, with `Last-Event-ID`; each connection is a subrequest. An answer
 * that is no `text/event-stream`, a denied address, or a limit closes it for good. It keeps no invocation alive behind the answer: use `ctx.waitUntil`.
 * Lines and the data of an event have at most 1,048,576 characters.
 */
interface EventSource extends EventTarget {
  /** `null` of one that was made from a stream. */
  readonly url: string | null;
  readonly withCredentials: false;
  readonly readyState: 0 | 1 | 2;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
  onopen: ((event: Event) => unknown) | null;
  onmessage: ((event: MessageEvent<string>) => unknown) | null;
  /** `readyState` tells whether it comes back. */
  onerror: ((event: ErrorEvent) => unknown) | null;
  close(): void;
}
declare var EventSource: {
  prototype: EventSource;
  new (url: string | URL, init?: { withCredentials?: false }): EventSource;
  /** The events of a stream of bytes; closed when that ends. */
  from(stream: ReadableStream<Uint8Array>): EventSource;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;
};

interface ErrorEventInit extends EventInit {
  message?: string;
  filename?: string;
  lineno?: number;
  colno?: number;
  error?: unknown;
}
interface ErrorEvent extends Event {
  readonly message: string;
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly error: unknown;
}
declare var ErrorEvent: EventPhases & {
  prototype: ErrorEvent;
  new (type: string, init?: ErrorEventInit): ErrorEvent;
};

/** There for code that names it; rejections that nobody handles are logged. */
interface PromiseRejectionEvent extends Event {
  readonly promise: Promise<unknown>;
  readonly reason: unknown;
}
declare var PromiseRejectionEvent: EventPhases & {
  prototype: PromiseRejectionEvent;
  new (type: string, init: EventInit & { promise: Promise<unknown>; reason?: unknown }): PromiseRejectionEvent;
};
