import { Hono } from "hono";
import { greeting } from "./greeting";

type Env = { GREETING: string };

const app = new Hono<{ Bindings: Env }>();

app.get("/", (c) => c.text(greeting(c.env.GREETING, c.req.query("name"))));
app.get("/greetings/:name", (c) => c.json({ greeting: greeting(c.env.GREETING, c.req.param("name")) }));

export default app;
