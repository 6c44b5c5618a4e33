import { assert, test } from "mayfly:test";
import { Hono } from "hono";
import { contextStorage, getContext } from "hono/context-storage";
import { etag } from "hono/etag";
import { html } from "hono/html";
import { sign, verify } from "hono/jwt";
import { streamSSE } from "hono/streaming";

test("routes by method, path and pattern, through middleware", async () => {
  const app = new Hono().basePath("/api");
  app.use("*", async (c, next) => {
    await next();
    c.header("x-seen", "1");
  });
  app.get("/users/:id{[0-9]+}", (c) => c.json({ id: c.req.param("id"), q: c.req.query("q") }));
  app.post("/echo", async (c) => c.text(await c.req.text(), 201));
  app.get("/boom", () => { throw new Error("boom"); });
  app.notFound((c) => c.text("none", 404));
  app.onError((error, c) => c.text(error.message, 500));
  const found = await app.request("/api/users/12?q=z");
  assert.deepEqual([await found.json(), found.headers.get("x-seen")], [{ id: "12", q: "z" }, "1"]);
  assert.equal(await (await app.request("/api/users/x")).text(), "none");
  assert.equal(await (await app.request("/api/boom")).text(), "boom");
  const echoed = await app.request("/api/echo", { method: "POST", body: "hey" });
  assert.deepEqual([echoed.status, await echoed.text()], [201, "hey"]);
});

test("signs and verifies tokens, knows etags, streams events, escapes", async () => {
  assert.equal((await verify(await sign({ sub: "a" }, "secret"), "secret", "HS256")).sub, "a");
  const app = new Hono();
  app.get("/tagged", etag(), (c) => c.text("body"));
  app.get("/events", (c) => streamSSE(c, async (stream) => { for (const id of ["0", "1"]) await stream.writeSSE({ data: `d${id}`, id }); }));
  app.get("/page", (c) => c.html(html`<p>${"<&>"}</p>`));
  const tag = (await app.request("/tagged")).headers.get("etag");
  assert.equal((await app.request("/tagged", { headers: { "If-None-Match": tag } })).status, 304);
  assert.equal(await (await app.request("/events")).text(), "data: d0\nid: 0\n\ndata: d1\nid: 1\n\n");
  assert.equal(await (await app.request("/page")).text(), "<p>&lt;&amp;&gt;</p>");
});

test("finds the context of its own request wherever it asks", async () => {
  const app = new Hono();
  const deep = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return getContext().req.query("n");
  };
  app.use(contextStorage());
  app.get("/", async (c) => c.text(await deep()));
  const said = await Promise.all(["1", "2", "3"].map(async (n) => (await app.request(`/?n=${n}`)).text()));
  assert.deepEqual(said, ["1", "2", "3"]);
});
