import { assert, test } from "mayfly:test";
import { createSchema, createYoga } from "graphql-yoga";

const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs: `type Query { hello(name: String!): String!, me: User, broken: Int } type User { id: ID!, friends: [User!]! } type Mutation { add(a: Int!, b: Int!): Int! }
      type Subscription { count(to: Int!): Int! }`,
    resolvers: {
      Query: { hello: (_, { name }) => `Hello ${name}`, me: (_, __, context) => ({ id: context.request.headers.get("x-user") }), broken: () => { throw new Error("secret"); } },
      User: { friends: async ({ id }) => [{ id: `${id}-friend` }] },
      Mutation: { add: (_, { a, b }) => a + b },
      Subscription: { count: { async *subscribe(_, { to }) { for (let i = 1; i <= to; i++) yield { count: i }; } } },
    },
  }),
});

const ask = (query, variables, accept = "application/json") => yoga.fetch("https://x.test/graphql", {
  method: "POST", headers: { "content-type": "application/json", "x-user": "u1", accept }, body: JSON.stringify({ query, variables }),
});

test("answers queries and mutations", async () => {
  const query = await (await ask("query Q($n: String!) { hello(name: $n) me { id friends { id } } }", { n: "Ada" })).json();
  assert.deepEqual(query, { data: { hello: "Hello Ada", me: { id: "u1", friends: [{ id: "u1-friend" }] } } });
  assert.deepEqual(await (await ask("mutation { add(a: 2, b: 3) }")).json(), { data: { add: 5 } });
});

test("hides what went wrong inside and says what is wrong with a query", async () => {
  const broken = await (await ask("{ broken }")).json();
  assert.deepEqual([broken.data.broken, broken.errors[0].message], [null, "Unexpected error."]);
  const wrong = await (await ask("{ nope }")).json();
  assert.ok(/Cannot query field/.test(wrong.errors[0].message), wrong.errors[0].message);
});

test("streams a subscription as events", async () => {
  const text = await (await ask("subscription { count(to: 3) }", undefined, "text/event-stream")).text();
  assert.deepEqual([...text.matchAll(/"count":(\d)/g)].map(([, count]) => count), ["1", "2", "3"]);
  assert.ok(text.includes("event: complete"), text);
});
