import { test, assert } from "mayfly:test";
import model from "./index.js";

const tools = [{ type: "function", function: { name: "order_status" } }];

async function said(messages, given = tools) {
  const answer = await ask({ messages, tools: given, stream: true });
  const events = (await answer.text()).split("\n\n").filter((line) => line !== "" && !line.endsWith("[DONE]"));
  return events.map((line) => JSON.parse(line.slice("data: ".length)).choices[0].delta);
}

const ask = (body, headers = { authorization: "Bearer any" }) =>
  model.fetch(new Request("http://model/v1/chat/completions", { method: "POST", headers, body: JSON.stringify(body) }));

test("asks the tool for the order that is named", async () => {
  const [{ tool_calls: [call] }] = await said([{ role: "user", content: "Where is order 1001?" }]);
  assert.equal(call.function.arguments, '{"order":"1001"}');
});

test("says what the tool told it", async () => {
  const deltas = await said([{ role: "system", content: "Be kind." }, { role: "user", content: "Where is order 1?" }, { role: "tool", content: "{}" }]);
  assert.equal(deltas.map(({ content }) => content).join(""), "Be kind. I was told: {}");
});

test("says what it was given to know, and says so when that is nothing", async () => {
  const asked = { role: "user", content: "What of refunds?" };
  const told = await said([{ role: "system", content: "Be kind.\nNotes:\n- Refunds take a day." }, asked]);
  assert.equal(told.map(({ content }) => content).join(""), "Be kind. Refunds take a day. ");
  assert.equal((await said([{ role: "system", content: "Be kind." }, asked])).map(({ content }) => content).join(""), "Be kind. I know nothing about that.");
});

test("refuses strangers, other calls and what makes no sense", async () => {
  assert.equal((await ask({ messages: [], stream: true }, {})).status, 401);
  assert.equal((await model.fetch(new Request("http://model/v1/models"))).status, 404);
  assert.equal((await ask({})).status, 400);
});
