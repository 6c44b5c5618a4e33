import { assert, test } from "mayfly:test";
import { and, asc, eq, gt, inArray, like, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pg-proxy";
import { integer, pgTable, serial, text, timestamp } from "drizzle-orm/pg-core";

const users = pgTable("users", { id: serial("id").primaryKey(), name: text("name").notNull(), age: integer("age"), made: timestamp("made").defaultNow() });
const posts = pgTable("posts", { id: serial("id").primaryKey(), author: integer("author").references(() => users.id), title: text("title") });

test("builds queries", () => {
  const db = drizzle(async () => ({ rows: [] }));
  const query = db.select({ name: users.name, count: sql`count(*)`.as("count") }).from(users).leftJoin(posts, eq(posts.author, users.id))
    .where(and(gt(users.age, 17), like(users.name, "A%"), inArray(users.id, [1, 2]))).groupBy(users.name).orderBy(asc(users.name)).limit(5).toSQL();
  assert.equal(query.sql, 'select "users"."name", count(*) as "count" from "users" left join "posts" on "posts"."author" = "users"."id" where ("users"."age" > $1 and "users"."name" like $2 and "users"."id" in ($3, $4)) group by "users"."name" order by "users"."name" asc limit $5');
  assert.deepEqual(query.params, [17, "A%", 1, 2, 5]);
});

test("hands statements to a driver and maps what comes back", async () => {
  const asked = [];
  const db = drizzle(async (statement, parameters, method) => {
    asked.push([statement, parameters, method]);
    return { rows: [[1, "Ada", 36, "2026-01-31 00:00:00"]] };
  });
  const [made] = await db.insert(users).values({ name: "Ada", age: 36 }).returning();
  assert.deepEqual([made.id, made.name, made.made.toISOString()], [1, "Ada", "2026-01-31T00:00:00.000Z"]);
  assert.deepEqual(asked[0].slice(1), [["Ada", 36], "all"]);
  assert.ok(asked[0][0].startsWith('insert into "users"'), asked[0][0]);
});
