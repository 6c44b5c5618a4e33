import { test, assert } from "mayfly:test";
import worker from "./index.js";

/** A limit without time: each key may ask so often. */
function limitOf(most) {
  const asked = new Map();
  return {
    async limit({ key }) {
      asked.set(key, (asked.get(key) ?? 0) + 1);
      return { success: asked.get(key) <= most };
    },
  };
}

const ask = (env, key) => worker.fetch(new Request("http://api/", { headers: key ? { "x-api-key": key } : {} }), env);

test("answers until the limit, and then says when to come again", async () => {
  const env = { PER_KEY: limitOf(2) };
  assert.equal((await ask(env, "ada")).status, 200);
  assert.equal((await ask(env, "ada")).status, 200);
  const refused = await ask(env, "ada");
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "2");
  assert.equal((await refused.json()).code, "too-fast");
});

test("holds each key by itself", async () => {
  const env = { PER_KEY: limitOf(1) };
  assert.equal((await ask(env, "ada")).status, 200);
  assert.equal((await ask(env, "grace")).status, 200);
  assert.equal((await ask(env, "ada")).status, 429);
});

test("asks for a key", async () => {
  assert.equal((await ask({ PER_KEY: limitOf(1) })).status, 401);
});
