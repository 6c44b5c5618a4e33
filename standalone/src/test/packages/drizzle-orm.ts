import { and, eq, gt } from "drizzle-orm";
import { integer, pgTable, serial, text } from "drizzle-orm/pg-core";
import { drizzle } from "drizzle-orm/pg-proxy";

const users = pgTable("users", { id: serial("id").primaryKey(), name: text("name").notNull(), age: integer("age") });
const db = drizzle(async () => ({ rows: [] }));

export default {
  fetch(request: Request) {
    const name = new URL(request.url).searchParams.get("name") ?? "";
    return Response.json(db.select({ id: users.id }).from(users).where(and(eq(users.name, name), gt(users.age, 17))).limit(5).toSQL());
  },
};
