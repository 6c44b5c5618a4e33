// What flagd's evaluator for JavaScript costs, with the definition and the context of EvaluationBench: node peer.js
import { readFileSync } from "node:fs";
import { FlagdCore } from "@openfeature/flagd-core";

const WARM_MS = 3_000;
const SAMPLES = 200_000;
const BATCH = 10; // a clock tick is some 40 ns
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const definition = readFileSync(new URL("../src/main/resources/dev/mayfly/bench/flags/definition.json", import.meta.url), "utf8");
const core = new FlagdCore(undefined, quiet);
core.setConfigurations(definition);
const context = { targetingKey: "user-8271", email: "someone@example.com", country: "DE" };
const cases = {
  static: () => core.resolveBooleanEvaluation("static", false, context, quiet),
  targeted: () => core.resolveBooleanEvaluation("targeted", false, context, quiet),
  fractional: () => core.resolveStringEvaluation("fractional", "", context, quiet),
};

let sink = 0;
console.log(`@openfeature/flagd-core in Node.js ${process.version}, one thread, ns a call`);
for (const [name, ask] of Object.entries(cases)) {
  const given = ask();
  if (given.reason === "ERROR") throw new Error(`${name}: ${given.errorCode} ${given.errorMessage}`);
  for (const end = performance.now() + WARM_MS; performance.now() < end; ) sink += ask().reason.length;
  const took = new Float64Array(SAMPLES / BATCH);
  for (let i = 0; i < took.length; i++) {
    const begun = process.hrtime.bigint();
    for (let j = 0; j < BATCH; j++) sink += ask().reason.length;
    took[i] = Number(process.hrtime.bigint() - begun) / BATCH;
  }
  took.sort();
  const at = (quantile) => Math.round(took[Math.floor(took.length * quantile)]);
  console.log(`${name.padEnd(12)} p50 ${`${at(0.5)}`.padStart(6)}   p99 ${`${at(0.99)}`.padStart(6)}   ${given.variant} (${given.reason})`);
}
if (sink === 0) throw new Error("nothing was asked");
