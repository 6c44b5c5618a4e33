import { test, assert } from "mayfly:test";
import worker from "./index.js";

test("greets by name, as the variable says", async () => {
  const answer = await worker.fetch(new Request("http://x/?name=Ada"), { GREETING: "Salut" });
  assert.equal(await answer.text(), "Salut, Ada!\n");
});

test("greets the world when nobody is named", async () => {
  assert.equal(await worker.fetch(new Request("http://x/"), { GREETING: "Hello" }).text(), "Hello, world!\n");
});
