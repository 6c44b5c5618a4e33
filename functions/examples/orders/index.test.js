import { test, assert } from "mayfly:test";
import orders from "./index.js";

const ask = (path) => orders.fetch(new Request(`http://orders${path}`));

test("tells where an order is", async () => {
  assert.deepEqual(await ask("/orders/1002").json(), { order: "1002", status: "on its way" });
});

test("knows no other order and no other path", async () => {
  for (const path of ["/orders/7", "/orders/", "/", "/orders/constructor"]) {
    const answer = ask(path);
    assert.equal(answer.status, 404);
    assert.equal((await answer.json()).code, "not-found");
  }
});
