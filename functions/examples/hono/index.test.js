import { test, assert } from "mayfly:test";
import app from "./index.js";

const ENV = { SIGNING_KEY: "a key for tests", API_KEY: "let-me-in" };
const get = (path, env = ENV) => app.fetch(new Request(`http://links${path}`), env);
const post = (body, token = ENV.API_KEY) =>
  app.fetch(new Request("http://links/links", { method: "POST", body, headers: { authorization: `Bearer ${token}` } }), ENV);

async function link(fields) {
  const answer = await post(JSON.stringify(fields));
  assert.equal(answer.status, 201);
  return new URL((await answer.json()).link).pathname;
}

test("a link leads to its URL", async () => {
  const answer = await get(await link({ url: "https://example.com/?q=1" }));
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.get("location"), "https://example.com/?q=1");
  assert.equal(answer.headers.get("cache-control"), "no-store");
});

test("a link ends", async () => {
  const path = await link({ url: "https://example.com/", minutes: 1 });
  const { now } = Date;
  Date.now = () => now() + 61_000;
  try {
    assert.equal((await get(path)).status, 410);
  } finally {
    Date.now = now;
  }
});

test("a link that was changed leads nowhere", async () => {
  const path = await link({ url: "https://example.com/" });
  const [, signature] = path.split(".");
  const forged = btoa('{"url":"https://evil.example/","ends":9e15}').replaceAll("=", "");
  assert.equal((await get(`/go/${forged}.${signature}`)).status, 404);
  assert.equal((await get("/go/nothing")).status, 404);
});

test("another key's link leads nowhere", async () => {
  const path = await link({ url: "https://example.com/" });
  assert.equal((await get(path, { ...ENV, SIGNING_KEY: "another" })).status, 404);
});

test("only who shows the key makes links", async () => {
  assert.equal((await post('{"url":"https://example.com/"}', "wrong")).status, 401);
});

test("refuses what is no link, and says what would be right", async () => {
  const answer = await post('{"url":"javascript:alert(1)"}');
  assert.equal(answer.status, 422);
  assert.equal((await answer.json()).detail, "url must be an http or https URL.");
  assert.equal((await post('{"url":"https://example.com/","minutes":0}')).status, 422);
  assert.equal((await post("{")).status, 422);
});

test("says that there is nothing elsewhere", async () => {
  assert.equal((await get("/nowhere")).status, 404);
});
