import { test, assert } from "mayfly:test";
import worker from "./index.js";

const post = (body) => worker.fetch(new Request("http://api/orders", { method: "POST", body }));

test("prices an order", async () => {
  const answer = await post(JSON.stringify({ lines: [{ sku: "tea", quantity: 3, unitPrice: 250 }] }));
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), {
    lines: [{ sku: "tea", quantity: 3, unitPrice: 250, amount: 750 }],
    total: 750,
  });
});

test("names the line that is wrong", async () => {
  const answer = await post(JSON.stringify({ lines: [{ sku: "tea", quantity: 1, unitPrice: 1 }, { sku: "tea", quantity: 0, unitPrice: 1 }] }));
  assert.equal(answer.status, 422);
  assert.equal((await answer.json()).detail, "lines[1].quantity must be 1 or more");
});

test("refuses what is not JSON", async () => {
  const answer = await post("{lines");
  assert.equal(answer.status, 400);
  assert.equal(answer.headers.get("content-type"), "application/problem+json");
});

test("refuses an order without lines", async () => {
  assert.equal((await post("null")).status, 422);
});

test("says which method is right", async () => {
  const answer = await worker.fetch(new Request("http://api/orders"));
  assert.equal(answer.status, 405);
  assert.equal(answer.headers.get("allow"), "POST");
});

test("knows only one path", async () => {
  assert.equal((await worker.fetch(new Request("http://api/"))).status, 404);
});
