import { test, assert } from "mayfly:test";
import worker from "./index.js";

const get = (query, init) => worker.fetch(new Request(`http://stream/${query}`, init));

test("sends as many events as asked for", async () => {
  const body = await get("?ticks=3&everyMs=1").text();
  assert.equal(body.match(/^id: \d+$/gm).length, 3);
  assert.ok(body.endsWith('data: {"tick":3,"of":3}\n\n'));
});

test("sends the first event before the last is made", async () => {
  const reader = get("?ticks=2&everyMs=5000").body.getReader();
  const { value } = await reader.read();
  assert.ok(new TextDecoder().decode(value).startsWith("id: 1\n"));
  await reader.cancel();
});

test("ends when the reader goes away", async () => {
  const gone = new AbortController();
  const reader = get("?ticks=100&everyMs=1", { signal: gone.signal }).body.getReader();
  await reader.read();
  gone.abort();
  let pieces = 0;
  while (!(await reader.read()).done) pieces += 1;
  assert.ok(pieces <= 2);
});

test("takes nonsense for the least", async () => {
  assert.equal((await get("?ticks=many&everyMs=-4").text()).match(/^id:/gm).length, 1);
});
