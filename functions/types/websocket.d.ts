interface CloseEventInit extends EventInit {
  wasClean?: boolean;
  code?: number;
  reason?: string;
}
interface CloseEvent extends Event {
  /** Both sides said goodbye. */
  readonly wasClean: boolean;
  /** 1005: closed without a code; 1006: the connection broke. */
  readonly code: number;
  readonly reason: string;
}
declare var CloseEvent: EventPhases & {
  prototype: CloseEvent;
  new (type: string, init?: CloseEventInit): CloseEvent;
};

interface WebSocketStates {
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
}
interface WebSocketEvents {
  open: Event;
  message: MessageEvent<any>;
  error: ErrorEvent;
  close: CloseEvent;
}
/** One end of a conversation. Messages have at most 1 MiB. A close of the other side is answered by itself. */
interface WebSocket extends EventTarget, WebSocketStates {
  /** Of one that was made with an address. */
  readonly url: string | null;
  readonly readyState: 0 | 1 | 2 | 3;
  readonly protocol: string;
  readonly extensions: string;
  /** Bytes that were sent and have not left the isolate. */
  readonly bufferedAmount: number;
  /** Binary messages come as this: `blob` where the socket was made with an address, else `arraybuffer`. */
  binaryType: "blob" | "arraybuffer";
  onopen: ((this: WebSocket, event: Event) => unknown) | null;
  onmessage: ((this: WebSocket, event: MessageEvent) => unknown) | null;
  onerror: ((this: WebSocket, event: ErrorEvent) => unknown) | null;
  onclose: ((this: WebSocket, event: CloseEvent) => unknown) | null;
  addEventListener<K extends keyof WebSocketEvents>(
    type: K, listener: ((this: WebSocket, event: WebSocketEvents[K]) => unknown) | { handleEvent(event: WebSocketEvents[K]): unknown } | null,
    options?: boolean | { capture?: boolean; once?: boolean; passive?: boolean; signal?: AbortSignal },
  ): void;
  addEventListener(
    type: string, listener: EventListenerOrObject | null, options?: boolean | { capture?: boolean; once?: boolean; passive?: boolean; signal?: AbortSignal },
  ): void;
  /** An end of a pair, or what a fetch brought, is heard and may speak from here on. */
  accept(): void;
  send(data: string | ArrayBuffer | ArrayBufferView | Blob): void;
  /** 1000, 3000 to 4999; where it was accepted, 1001 to 1003 and 1007 to 1014 too. A reason has at most 123 bytes. */
  close(code?: number, reason?: string): void;
}
declare var WebSocket: WebSocketStates & {
  prototype: WebSocket;
  /** Connects, under the rules of `fetch`: it is a subrequest, private addresses are denied, no redirect is followed. */
  new (url: string | URL, protocols?: string | Iterable<string>): WebSocket;
  readonly READY_STATE_CONNECTING: 0;
  readonly READY_STATE_OPEN: 1;
  readonly READY_STATE_CLOSING: 2;
  readonly READY_STATE_CLOSED: 3;
};

/** Two ends of one conversation: give one to the client, `new Response(null, { status: 101, webSocket })`, and accept the other. */
declare var WebSocketPair: {
  prototype: Iterable<WebSocket>;
  new (): { 0: WebSocket; 1: WebSocket; [Symbol.iterator](): Iterator<WebSocket, undefined> };
};
