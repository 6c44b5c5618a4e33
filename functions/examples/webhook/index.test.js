import { test, assert } from "mayfly:test";
import worker from "./index.js";

const KEY = "whsec_for_tests";
const now = () => Math.floor(Date.now() / 1000);

async function sign(t, body, key = KEY) {
  const encoder = new TextEncoder();
  const hmac = await crypto.subtle.importKey("raw", encoder.encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const bytes = new Uint8Array(await crypto.subtle.sign("HMAC", hmac, encoder.encode(`${t}.${body}`)));
  return `t=${t},v1=${Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("")}`;
}

async function deliver(body, header, env = { SIGNING_KEY: KEY }) {
  const work = [];
  const headers = header === null ? {} : { "x-signature": header };
  const answer = await worker.fetch(new Request("http://hook/", { method: "POST", body, headers }), env, { waitUntil: (p) => work.push(p) });
  await Promise.all(work);
  return { answer, work };
}

test("takes a signed delivery and works on behind the answer", async () => {
  const { answer, work } = await deliver("{}", await sign(now(), "{}"));
  assert.equal(answer.status, 204);
  assert.equal(work.length, 1);
});

test("refuses a changed body", async () => {
  assert.equal((await deliver("{ }", await sign(now(), "{}"))).answer.status, 401);
});

test("refuses another key", async () => {
  assert.equal((await deliver("{}", await sign(now(), "{}", "other"))).answer.status, 401);
});

test("refuses an old signature", async () => {
  assert.equal((await deliver("{}", await sign(now() - 301, "{}"))).answer.status, 401);
});

test("refuses a missing and a malformed signature", async () => {
  assert.equal((await deliver("{}", null)).answer.status, 401);
  assert.equal((await deliver("{}", `t=${now()},v1=zz`)).answer.status, 401);
});

test("says when its secret is not set", async () => {
  assert.equal((await deliver("{}", await sign(now(), "{}"), {})).answer.status, 500);
});
