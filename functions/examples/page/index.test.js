import { test, assert } from "mayfly:test";
import worker from "./index.js";

const get = (path) => worker.fetch(new Request(`http://page${path}`));
const post = (body, headers = {}) => worker.fetch(new Request("http://page/", { method: "POST", body, headers }));

test("is HTML, and says which sources it allows", async () => {
  const answer = await get("/");
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  const nonce = /style-src 'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy"))[1];
  assert.ok((await answer.text()).includes(`<style nonce="${nonce}">`));
});

test("has another nonce each time", async () => {
  const policy = async () => (await get("/")).headers.get("content-security-policy");
  assert.ok((await policy()) !== (await policy()));
});

test("leads from the form to the greeting", async () => {
  const answer = await post(new URLSearchParams({ name: " Ada & Björn " }));
  assert.equal(answer.status, 303);
  const greeting = await get(answer.headers.get("location"));
  assert.ok((await greeting.text()).includes("Hello, <b>Ada &amp; Björn</b>!"));
});

test("escapes what strangers typed, in text and in attributes", async () => {
  const script = `"><script>alert('x')</script>`;
  const escaped = "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";
  const text = await (await get(`/hello?name=${encodeURIComponent(script)}`)).text();
  assert.ok(text.includes(`<b>${escaped}</b>`));
  const again = await (await post(new URLSearchParams({ name: script.repeat(3) + "!".repeat(80) }))).text();
  assert.ok(again.includes(`value="${escaped}`));
  for (const page of [text, again, await (await get("/<script>")).text()]) assert.ok(!page.includes("<script>"));
});

test("shows the form again when the name is missing or too long", async () => {
  const answer = await post(new URLSearchParams({ name: "  " }));
  assert.equal(answer.status, 422);
  assert.ok((await answer.text()).includes("A name has 1 to 80 characters."));
  assert.equal((await post(new URLSearchParams({ name: "x".repeat(81) }))).status, 422);
});

test("takes forms alone", async () => {
  assert.equal((await post('{"name":"Ada"}', { "content-type": "application/json" })).status, 415);
});

test("knows no other page, and answers HEAD", async () => {
  assert.equal((await get("/nowhere")).status, 404);
  assert.equal((await worker.fetch(new Request("http://page/", { method: "HEAD" }))).status, 200);
});
