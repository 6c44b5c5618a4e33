import { test, assert } from "mayfly:test";
import worker from "./index.js";

const get = (url, env = {}) => worker.fetch(new Request(url), env);

test("greets the world when nobody is named", async () => {
  assert.equal(await get("http://hello/").text(), "Hello, world!\n");
});

test("greets by name, decoded", async () => {
  assert.equal(await get("http://hello/?name=J%C3%BCrgen").text(), "Hello, Jürgen!\n");
});

test("says what the variable says", async () => {
  assert.equal(await get("http://hello/?name=Ada", { GREETING: "Salut" }).text(), "Salut, Ada!\n");
});

test("is plain text", () => {
  assert.equal(get("http://hello/").headers.get("Content-Type"), "text/plain; charset=utf-8");
});
