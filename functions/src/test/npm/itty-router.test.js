import { assert, test } from "mayfly:test";
import { AutoRouter, cors, error, json } from "itty-router";

test("routes, answers in JSON, refuses, shares with other origins", async () => {
  const { preflight, corsify } = cors({ origin: "https://a.test" });
  const router = AutoRouter({ before: [preflight], finally: [corsify] });
  router
    .get("/hello/:name", ({ name, query }) => ({ hi: name, z: query.z }))
    .post("/things", async (request) => json(await request.json(), { status: 202 }))
    .get("/refused", () => error(418, "teapot"));
  const hello = await router.fetch(new Request("https://x.test/hello/bob?z=1", { headers: { origin: "https://a.test" } }));
  assert.deepEqual([await hello.json(), hello.headers.get("access-control-allow-origin")], [{ hi: "bob", z: "1" }, "https://a.test"]);
  const made = await router.fetch(new Request("https://x.test/things", { method: "POST", body: '{"n":1}' }));
  assert.deepEqual([made.status, await made.json()], [202, { n: 1 }]);
  const refused = await router.fetch(new Request("https://x.test/refused"));
  assert.deepEqual([refused.status, await refused.json()], [418, { status: 418, error: "teapot" }]);
  assert.equal((await router.fetch(new Request("https://x.test/none"))).status, 404);
});
