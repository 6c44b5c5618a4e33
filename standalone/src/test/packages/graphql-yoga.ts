import { createSchema, createYoga } from "graphql-yoga";

const yoga = createYoga({
  logging: false,
  schema: createSchema({
    typeDefs: "type Query { hello(name: String!): String! } type Subscription { count(to: Int!): Int! }",
    resolvers: {
      Query: { hello: (_, { name }) => `Hello ${name}` },
      Subscription: { count: { async *subscribe(_, { to }) { for (let i = 1; i <= to; i++) yield { count: i }; } } },
    },
  }),
});

export default { fetch: (request: Request, env: object, ctx: object) => yoga.fetch(request, { ...env, ...ctx }) };
