import { test, assert } from "mayfly:test";
import worker from "./src/index.js";

const send = (method, path, body) => worker.fetch(new Request(`http://x${path}`, { method, body }));

test("adds numbers", async () => {
  const answer = await send("POST", "/sum", "[1, 2, 3.5]");
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).sum, 6.5);
});

test("says what is wrong with a body", async () => {
  for (const body of ["no json", "{}", '["1"]']) {
    const answer = await send("POST", "/sum", body);
    assert.equal(answer.status, 422);
    assert.equal(answer.headers.get("content-type"), "application/problem+json");
  }
});

test("says which method a path takes", async () => {
  const answer = await send("GET", "/sum");
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("allow"), "POST");
});

test("knows no other path", async () => {
  assert.equal((await send("GET", "/else")).status, 404);
});
