import { test, assert } from "mayfly:test";
import worker from "./index.js";

/** Remembers what it is asked, and finds everything. */
function searchOf(hits) {
  const asked = [];
  return {
    asked,
    async putIndex(...call) { asked.push(["putIndex", ...call]); },
    async putDocument(...call) { asked.push(["putDocument", ...call]); return { line: 1, id: call[1], status: "created" }; },
    async search(...call) { asked.push(["search", ...call]); return { hits }; },
  };
}

test("keeps a note, to be found at once", async () => {
  const env = { NOTES: searchOf([]) };
  const answer = await worker.fetch(new Request("http://notes/notes/a%20b", { method: "PUT", body: "buy milk" }), env);
  assert.equal((await answer.json()).status, "created");
  assert.equal(JSON.stringify(env.NOTES.asked[1]), JSON.stringify(["putDocument", "notes", "a b", { fields: { text: "buy milk" } }, true]));
});

test("tells what was found, marked where words are", async () => {
  const env = { NOTES: searchOf([{ id: "a", score: 1, text: "buy milk", highlights: { text: ["buy <em>milk</em>"] } }]) };
  const [first] = await (await worker.fetch(new Request("http://notes/?q=milk"), env)).json();
  assert.equal(first.text, "buy <em>milk</em>");
});

test("asks for a question", async () => {
  assert.equal((await worker.fetch(new Request("http://notes/"), { NOTES: searchOf([]) })).status, 400);
});
