import code from "code";

let next = 0;

/** Every request in a fresh dynamic worker; `/keep` keeps each one under an id of its own, to count what a live one holds. */
export default {
  async fetch(request, env) {
    const worker = { compatibilityDate: "2026-01-01", mainModule: "index.js", modules: { "index.js": code } };
    const isolate = new URL(request.url).pathname === "/keep" ? env.LOADER.get(`kept-${next++}`, async () => worker) : env.LOADER.load(worker);
    return isolate.getEntrypoint().fetch(request);
  },
};
