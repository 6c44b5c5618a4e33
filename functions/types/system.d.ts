/** The global object, as in browsers. */
declare var self: typeof globalThis;

/** At most 10,000 timers at a time. Milliseconds; clocks tick in steps of 1 ms. What a callback throws is logged. */
declare function setTimeout<A extends unknown[]>(callback: (...values: A) => unknown, ms?: number, ...values: A): number;
declare function clearTimeout(id: number | null | undefined): void;
/** Every 1 ms at most. */
declare function setInterval<A extends unknown[]>(callback: (...values: A) => unknown, ms?: number, ...values: A): number;
declare function clearInterval(id: number | null | undefined): void;
declare function queueMicrotask(callback: () => unknown): void;
/** Writes the error to the log, as an uncaught one would be. */
declare function reportError(error: unknown): void;

declare var scheduler: {
  /** Waits without using CPU time. Rejects with the signal's reason. */
  wait(ms: number, options?: { signal?: AbortSignal }): Promise<void>;
};

declare var performance: {
  /** Milliseconds since the start of the invocation, in steps of 1 ms. */
  now(): number;
  /** When that was: milliseconds since 1970. */
  readonly timeOrigin: number;
  toJSON(): { timeOrigin: number };
};

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
  dir(value?: unknown): void;
  dirxml(...values: unknown[]): void;
  assert(condition?: unknown, ...values: unknown[]): void;
  count(label?: string): void;
  countReset(label?: string): void;
  time(label?: string): void;
  timeLog(label?: string, ...values: unknown[]): void;
  timeEnd(label?: string): void;
  table(rows?: unknown): void;
  group(...values: unknown[]): void;
  groupCollapsed(...values: unknown[]): void;
  groupEnd(): void;
  clear(): void;
}
declare var console: Console;
