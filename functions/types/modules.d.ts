declare module "mayfly:workers" {
  /** The same object that handlers are given. */
  export const env: Mayfly.Env;

  /** {@link ExecutionContext.waitUntil} of the invocation under way. */
  export function waitUntil(promise: Promise<unknown>): void;

  /** A handler as a class; one instance is made for each invocation. */
  export class WorkerEntrypoint<Env = Mayfly.Env> {
    constructor(ctx: ExecutionContext, env: Env);
    protected readonly ctx: ExecutionContext;
    protected readonly env: Env;
  }
}

/** The same module under the name that Workers have for it. */
declare module "cloudflare:workers" {
  export { env, waitUntil, WorkerEntrypoint } from "mayfly:workers";
}

/** What tests of functions import; they run on the real isolate. */
declare module "mayfly:test" {
  /** Declares a test: a name that reads as a sentence, and what it does. */
  export function test(name: string, run: () => unknown): void;

  export class AssertionError extends Error {}

  export const assert: {
    ok(value: unknown, message?: string): void;
    /** By `Object.is`. */
    equal(actual: unknown, expected: unknown): void;
    /** Objects and arrays by what they hold. */
    deepEqual(actual: unknown, expected: unknown): void;
    rejects(promise: Promise<unknown>, pattern?: RegExp): Promise<void>;
  };
}

declare module "*.txt" {
  const text: string;
  export default text;
}
declare module "*.html" {
  const text: string;
  export default text;
}
declare module "*.bin" {
  const content: ArrayBuffer;
  export default content;
}
