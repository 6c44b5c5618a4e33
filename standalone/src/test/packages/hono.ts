import { Hono } from "hono";
import { streamSSE } from "hono/streaming";

const app = new Hono<{ Bindings: { GREETING: string } }>();
app.use("*", async (c, next) => {
  await next();
  c.header("x-seen", "1");
});
app.get("/users/:id{[0-9]+}", (c) => c.json({ greeting: c.env.GREETING, id: c.req.param("id"), q: c.req.query("q") }));
app.post("/echo", async (c) => c.text(await c.req.text(), 201));
app.get("/events", (c) => streamSSE(c, async (stream) => {
  for (const id of ["0", "1"]) await stream.writeSSE({ data: `d${id}`, id });
}));

export default app;
