/** The global object, as in browsers. */
declare var self: typeof globalThis;

/** At most 10,000 timers at a time. Milliseconds; clocks tick in steps of 1 ms. What a callback throws is logged. */
declare function setTimeout<A extends unknown[]>(callback: (...values: A) => unknown, ms?: number, ...values: A): number;
declare function clearTimeout(id: number | null | undefined): void;
/** Every 1 ms at most. */
declare function setInterval<A extends unknown[]>(callback: (...values: A) => unknown, ms?: number, ...values: A): number;
declare function clearInterval(id: number | null | undefined): void;
declare function queueMicrotask(callback: () => unknown): void;
/** What the global object is told of. Without a listener that calls `preventDefault`, errors and rejections are written to the log. */
interface GlobalEvents {
  error: ErrorEvent;
  unhandledrejection: PromiseRejectionEvent;
  rejectionhandled: PromiseRejectionEvent;
}
declare function addEventListener<T extends keyof GlobalEvents>(
  type: T, listener: ((event: GlobalEvents[T]) => unknown) | { handleEvent(event: GlobalEvents[T]): unknown } | null,
  options?: boolean | { capture?: boolean; once?: boolean; passive?: boolean; signal?: AbortSignal }): void;
declare function addEventListener(type: string, listener: EventListenerOrObject | null, options?: boolean | { capture?: boolean; once?: boolean; passive?: boolean; signal?: AbortSignal }): void;
declare function removeEventListener(type: string, listener: EventListenerOrObject | null, options?: boolean | { capture?: boolean }): void;
declare function dispatchEvent(event: Event): boolean;
declare var onerror: ((message: string, filename: string, lineno: number, colno: number, error: unknown) => unknown) | null;
declare var onunhandledrejection: ((event: PromiseRejectionEvent) => unknown) | null;
declare var onrejectionhandled: ((event: PromiseRejectionEvent) => unknown) | null;
/** The error as an uncaught one would be: an event, and a line of the log. */
declare function reportError(error: unknown): void;

declare var scheduler: {
  /** Waits without using CPU time. Rejects with the signal's reason. */
  wait(ms: number, options?: { signal?: AbortSignal }): Promise<void>;
};

interface Performance extends EventTarget {
  /** Milliseconds since the start of the invocation, in steps of 1 ms. */
  now(): number;
  /** When that was: milliseconds since 1970. */
  readonly timeOrigin: number;
  toJSON(): { timeOrigin: number };
}
declare var Performance: { prototype: Performance };
declare var performance: Performance;

declare var navigator: {
  readonly userAgent: "Mayfly";
  readonly language: "en";
  readonly languages: readonly ["en"];
  readonly hardwareConcurrency: 1;
  readonly onLine: true;
};

/** Writes to the invocation's record: `mayfly logs`. Beyond `logBytes` (64 KB unless set) lines are dropped, with one notice. */
interface Console {
  debug(...values: unknown[]): void;
  log(...values: unknown[]): void;
  info(...values: unknown[]): void;
  warn(...values: unknown[]): void;
  error(...values: unknown[]): void;
  trace(...values: unknown[]): void;
  dir(value?: unknown, options?: { depth?: number | null; colors?: boolean; showHidden?: boolean }): void;
  dirxml(...values: unknown[]): void;
  assert(condition?: unknown, ...values: unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  time(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
  timeEnd(label?: string): void;
  table(rows?: unknown, columns?: string[]): void;
  group(...values: unknown[]): void;
  groupCollapsed(...values: unknown[]): void;
  groupEnd(): void;
  /** These three do nothing: they tell tools that are not there. */
  profile(label?: string): void;
  profileEnd(label?: string): void;
  timeStamp(label?: string): void;
  clear(): void;
}
declare var console: Console;
