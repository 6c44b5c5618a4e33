// The module "mayfly:workers" (and "cloudflare:workers").
const platform = globalThis[Symbol.for("mayfly.workers")];
export const env = platform.env;
export const waitUntil = platform.waitUntil;
export class WorkerEntrypoint {
  constructor(ctx, env) {
    this.ctx = ctx;
    this.env = env;
  }
}
