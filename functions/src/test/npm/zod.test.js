import { assert, test } from "mayfly:test";
import { z } from "zod";

const Order = z.object({
  name: z.string().min(2),
  count: z.coerce.number().int().positive(),
  tags: z.array(z.enum(["a", "b"])).default([]),
  at: z.iso.datetime().optional(),
  kind: z.discriminatedUnion("t", [z.object({ t: z.literal("x"), v: z.bigint() }), z.object({ t: z.literal("y") })]),
}).strict();

test("parses, coerces and fills in", async () => {
  const order = Order.parse({ name: "bo", count: "3", kind: { t: "x", v: 5n } });
  assert.equal(order.count, 3);
  assert.deepEqual(order.tags, []);
  assert.equal(await z.string().transform(async (text) => text.length).parseAsync("four"), 4);
});

test("says all that is wrong, and where", () => {
  const { success, error } = Order.safeParse({ name: "b", count: -1, at: "now", kind: { t: "z" }, extra: 1 });
  assert.equal(success, false);
  assert.deepEqual(error.issues.map((issue) => issue.path.join(".")).sort(), ["", "at", "count", "kind.t", "name"]);
});

test("becomes a JSON schema", () => {
  const schema = z.toJSONSchema(z.object({ mail: z.email() }));
  assert.deepEqual([schema.properties.mail.format, schema.required], ["email", ["mail"]]);
});
