// Definitions made at random, and what flagd's evaluator for JavaScript says of each: node differ.js COUNT SEED. One JSON object a line.
// Left out is where its engine goes ways of its own: null in == and in `cat`, "" as present in `missing`, an element of a text, a reference within an
// evaluator to an earlier one, lists in lists and compared with texts, "" in "", hashes of what is not ASCII, and null as what `fractional` goes by, where flagd itself takes the targeting key.
import { FlagdCore } from "@openfeature/flagd-core";

const [count, seed] = process.argv.slice(2).map(Number);
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

let state = seed >>> 0;
const random = () => {
  state = (state + 0x6d2b79f5) >>> 0; // mulberry32
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};
const below = (n) => Math.floor(random() * n);
const one = (list) => list[below(list.length)];
const some = (max, make) => Array.from({ length: 1 + below(max) }, make);

const names = ["email", "plan", "age", "tags", "user.name", "user.id", "version", "tags.1", "nobody", "$flagd.flagKey", "targetingKey", "zero", "empty"];
const present = ["email", "age", "user.name", "user.id", "nobody", "zero", "$flagd.flagKey"];
const keys = ["email", "age", "zero", "empty", "tags", "$flagd.flagKey"];
const versions = ["1.2.3", "v1.2.3", "1.2", "1", "2.0.0", "1.2.3-beta.2", "1.2.3-beta.11", "1.2.3+build", "2.0.0.0", "x1", "01.2.3", "", "1.10.0", 1, 1.2, "1.2.3-rc", "V2"];
const operators = ["=", "!=", "<", "<=", ">", ">=", "^", "~"];
const texts = ["", "a", "pro", "someone@example.com", "@example.com", "some", "10", "9", " 7 ", "ü", "true", "on"];
const numbers = [0, 1, -1, 2, 9, 10, 17, 18, 2.5, 100, 1e6];
const literal = () => one([() => one(texts), () => one(numbers), () => random() < 0.5, () => null])();
const variable = () => (random() < 0.2 ? { var: [one(names), literal()] } : { var: one(names) });
const ascii = texts.filter((text) => text !== "ü");
const written = () => one([{ var: one(keys) }, one(ascii), one(numbers)]);
const list = (depth) => (random() < 0.5 ? { var: "tags" } : some(3, () => value(depth)));
const within = (depth) => one([() => ({ "===": [{ var: "" }, literal()] }), () => ({ in: [{ var: "" }, "some pro"] }), () => ({ "!==": [{ var: "" }, literal()] })])();

function value(depth) {
  if (depth <= 0) return random() < 0.6 ? variable() : literal();
  return one([
    variable, variable, literal, literal,
    () => condition(depth - 1),
    () => ({ [one(["+", "*", "min", "max"])]: [number(depth - 1), number(depth - 1)] }),
    () => ({ [one(["-", "/", "%"])]: [number(depth - 1), number(depth - 1)] }),
    () => ({ cat: some(3, written) }),
    () => ({ substr: [{ cat: some(2, written) }, one([0, 1, -2, 3, 50]), ...(random() < 0.5 ? [one([1, -1, 2, 50])] : [])] }),
    () => ({ if: [condition(depth - 1), value(depth - 1), value(depth - 1)] }),
  ])();
}
function number(depth) {
  return random() < 0.5 ? one([{ var: "age" }, { var: "user.id" }, { var: "zero" }]) : random() < 0.8 ? one(numbers) : value(depth);
}
function condition(depth) {
  if (depth < 0) return { "===": [variable(), literal()] };
  return one([
    () => ({ [one(["===", "!=="])]: [value(depth - 1), value(depth - 1)] }),
    () => ({ [one(["==", "!="])]: random() < 0.5 ? [{ var: "email" }, one(texts)] : [{ var: "age" }, one([17, "18", 2.5, true])] }),
    () => ({ [one(["<", "<=", ">", ">="])]: [number(depth - 1), number(depth - 1)] }),
    () => ({ [one(["<", "<="])]: [number(depth - 1), number(depth - 1), number(depth - 1)] }),
    () => ({ [one(["and", "or"])]: some(3, () => condition(depth - 1)) }),
    () => ({ [one(["!", "!!"])]: [value(depth - 1)] }),
    () => ({ in: [value(depth - 1), random() < 0.5 ? list(depth - 1) : { var: "email" }] }),
    () => ({ [one(["starts_with", "ends_with"])]: [value(depth - 1), random() < 0.8 ? one(texts) : value(depth - 1)] }),
    () => ({ sem_ver: [random() < 0.7 ? { var: "version" } : one(versions), one(operators), one(versions)] }),
    () => ({ [one(["all", "some", "none"])]: [{ var: "tags" }, within(depth - 1)] }),
    () => ({ "!!": [{ filter: [{ var: "tags" }, within(depth - 1)] }] }),
    () => ({ "===": [{ reduce: [{ var: "tags" }, { "+": [{ var: "accumulator" }, 1] }, 0] }, below(3)] }),
    () => ({ "!!": [{ missing: some(3, () => one(present)) }] }),
    () => ({ "!!": [{ missing_some: [1 + below(2), some(3, () => one(present))] }] }),
    () => ({ $ref: one(["staff", "grown", "shares"]) }),
  ])();
}
function fractional(depth) {
  const by = () => one([() => [], () => [], () => [{ var: one(keys) }], () => [{ cat: [{ var: "$flagd.flagKey" }, written()] }]])();
  const weight = () => one([() => below(100), () => below(4), () => -5, () => ({ var: "age" }), () => ({ if: [condition(depth - 1), 10, 20] })])();
  const bucket = () => [random() < 0.8 ? one(["a", "b", "c"]) : choice(depth - 1), ...(random() < 0.8 ? [weight()] : [])];
  return { fractional: [...by(), ...some(4, bucket)] };
}
function choice(depth) {
  if (depth <= 0) return one(["a", "b", "c", "a", "b", null, "nowhere"]);
  return one([
    () => one(["a", "b", "c"]),
    () => ({ if: [condition(depth - 1), choice(depth - 1), ...(random() < 0.7 ? [choice(depth - 1)] : [])] }),
    () => ({ if: [condition(depth - 1), choice(depth - 1), condition(depth - 1), choice(depth - 1), choice(depth - 1)] }),
    () => fractional(depth - 1),
    () => ({ $ref: "shares" }),
    () => condition(depth - 1),
  ])();
}

const kinds = [
  { a: "x", b: "y", c: "z", true: "t", false: "f" },
  { a: true, b: false, c: true, true: true, false: false },
  { a: 1, b: 2.5, c: 0, true: 3, false: 4 },
  { a: { n: 1 }, b: {}, c: { s: "t" }, true: {}, false: {} },
];
const flag = () => ({
  state: random() < 0.95 ? "ENABLED" : "DISABLED",
  variants: one(kinds),
  ...one([{ defaultVariant: "b" }, { defaultVariant: "b" }, { defaultVariant: null }, {}]),
  ...(random() < 0.95 ? { targeting: random() < 0.9 ? choice(below(5)) : {} } : {}),
  ...(random() < 0.2 ? { metadata: { tier: below(3), own: true } } : {}),
});
const context = () => ({
  ...one([{ targetingKey: `user-${below(1000)}` }, { targetingKey: `user-${below(1000)}` }, { targetingKey: "" }, {}]),
  email: one(["someone@example.com", "other@example.org"]),
  plan: one(["pro", "free", "", null]),
  age: one([17, 18, 2.5, -3, "18"]),
  tags: one([["some", "pro"], [], ["a"], [1, 2]]),
  user: one([{ name: "ada", id: 7 }, { id: 0 }, {}]),
  version: one(versions),
  zero: 0,
  empty: "",
});

for (let i = 0; i < count; i++) {
  const definition = {
    ...(random() < 0.3 ? { metadata: { team: "shop", tier: 9 } } : {}),
    $evaluators: { staff: { ends_with: [{ var: "email" }, "@example.com"] }, grown: { ">=": [{ var: "age" }, 18] }, shares: { fractional: [["a", below(50)], ["b", { var: "age" }], ["c"]] } },
    flags: { [`flag-${below(50)}`]: flag() },
  };
  const [key] = Object.keys(definition.flags);
  const asked = context();
  const type = { string: "String", boolean: "Boolean", number: "Number", object: "Object" }[typeof definition.flags[key].variants.a];
  const core = new FlagdCore(undefined, quiet);
  let answer;
  try {
    core.setConfigurations(JSON.stringify(definition));
    const { variant, reason, errorCode, errorMessage, flagMetadata } = core[`resolve${type}Evaluation`](key, null, asked, quiet);
    answer = { variant, reason, errorCode, metadata: flagMetadata, gaveUp: /^(Error evaluating|Invalid) targeting/.test(errorMessage ?? "") };
  } catch (e) {
    answer = { thrown: e.message };
  }
  console.log(JSON.stringify({ definition, key, context: asked, answer }));
}
