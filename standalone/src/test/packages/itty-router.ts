import { AutoRouter, error } from "itty-router";

const router = AutoRouter();
router.get("/sum/:a/:b", ({ a, b }) => ({ sum: Number(a) + Number(b) })).get("/tea", () => error(418, "teapot"));

export default { fetch: router.fetch };
