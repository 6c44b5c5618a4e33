interface MessageEventInit<T = any> extends EventInit {
  data?: T;
  origin?: string;
  lastEventId?: string;
  source?: MessagePort | null;
  ports?: Iterable<MessagePort>;
}
interface MessageEvent<T = any> extends Event {
  readonly data: T;
  readonly origin: string;
  readonly lastEventId: string;
  readonly source: MessagePort | null;
  /** The ports that were transferred with the message. */
  readonly ports: readonly MessagePort[];
}
declare var MessageEvent: EventPhases & {
  prototype: MessageEvent;
  new <T = any>(type: string, init?: MessageEventInit<T>): MessageEvent<T>;
};

/** What `structuredClone` and ports may transfer. A stream that was transferred stays locked; chunks are copied on their way. */
type Transferable = ArrayBuffer | MessagePort | ReadableStream | WritableStream | TransformStream;

/** An end of a channel. Both ends lie in the same invocation. At most 10,000 messages wait at a port; more throw a `QuotaExceededError`. */
interface MessagePort extends EventTarget {
  /** Starts the port, as `start` does. */
  onmessage: ((this: MessagePort, event: MessageEvent) => unknown) | null;
  onmessageerror: ((this: MessagePort, event: MessageEvent) => unknown) | null;
  /** The other port was closed, and all that it had sent has arrived. */
  onclose: ((this: MessagePort, event: Event) => unknown) | null;
  postMessage(message: unknown, transfer: Iterable<Transferable>): void;
  postMessage(message: unknown, options?: { transfer?: Iterable<Transferable> }): void;
  start(): void;
  close(): void;
}
declare var MessagePort: { prototype: MessagePort };

interface MessageChannel {
  readonly port1: MessagePort;
  readonly port2: MessagePort;
}
declare var MessageChannel: {
  prototype: MessageChannel;
  new (): MessageChannel;
};
