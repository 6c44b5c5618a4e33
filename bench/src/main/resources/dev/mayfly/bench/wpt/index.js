// Runs one file of web-platform-tests in the isolate that this is the main module of, and answers with what came of it.
import harness from "./testharness.txt";
import scripts from "./scripts.txt";
import page from "./page.json";

// What tests replace must not change how their results travel.
const { stringify } = JSON, script = eval, Answer = Response, Address = URL, later = setTimeout;
const MESSAGE_MOST = 300, PASS = 0, FINE = 0;
const HARNESS_ENDS = ["OK", "ERROR", "TIMEOUT", "PRECONDITION_FAILED"];

const Asked = Request;
const resolved = (input) => (input instanceof Asked ? input : new Address(input, page.url).href);

// A worker has no page that relative addresses could be relative to; tests are written for places that have one.
function standOnPage() {
  const platform = { fetch: globalThis.fetch, Request: globalThis.Request };
  const { href, origin, protocol, host, hostname, port, pathname, search, hash } = new Address(page.url);
  globalThis.location = { href, origin, protocol, host, hostname, port, pathname, search, hash };
  globalThis.GLOBAL = { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false };
  globalThis.fetch = async function fetch(input, init) { return platform.fetch(resolved(input), init); };
  const { redirect } = Answer;
  Answer.redirect = (url, ...status) => redirect(new Address(url, page.url), ...status);
  globalThis.Request = new Proxy(platform.Request, {
    construct: (target, [input, ...rest], made) => Reflect.construct(target, [resolved(input), ...rest], made === globalThis.Request ? target : made),
  });
}

// What looks for interfaces asks what kind of place it is in, and a worker's is the nearest that it knows.
function standAsWorker() {
  globalThis.DedicatedWorkerGlobalScope = class DedicatedWorkerGlobalScope {
    static [Symbol.hasInstance](object) { return object === globalThis; }
  };
}

function summary(tests, ended) {
  const failures = [];
  let passed = 0;
  for (const test of tests) {
    if (test.status === PASS) passed++;
    else failures[failures.length] = { name: `${test.name}`, message: `${test.message ?? "did not run to its end"}`.slice(0, MESSAGE_MOST) };
  }
  let total = tests.length;
  if (ended.status !== FINE || total === 0) {
    total++;
    failures[failures.length] = { name: "(the file runs)", message: `${HARNESS_ENDS[ended.status]}: ${ended.message ?? "no tests"}`.slice(0, MESSAGE_MOST) };
  }
  return { passed, total, failures };
}

export default {
  fetch() {
    return new Promise((resolve) => {
      standOnPage();
      script(harness);
      if (scripts.includes("function exposed_in(")) standAsWorker();
      globalThis.add_completion_callback((tests, ended) => resolve(new Answer(stringify(summary(tests, ended)))));
      later(() => globalThis.timeout(), page.patienceMs);
      script(scripts);
    });
  },
};
