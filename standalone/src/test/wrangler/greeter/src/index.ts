import { Hono } from "hono";
import { greeting } from "./greeting";

type Env = { GREETING: string; LANGUAGES: string[]; KEY?: string; OTHER?: string };

const app = new Hono<{ Bindings: Env }>();

app.get("/", (c) => c.text(greeting(c.env.GREETING, c.req.query("name") ?? "world")));
app.get("/env", (c) => c.json({ languages: c.env.LANGUAGES, key: c.env.KEY ?? null, other: c.env.OTHER ?? null }));
app.get("/log", (c) => {
  console.log("looked at", c.req.path);
  return c.text("logged");
});
app.get("/client/v4/user", (c) => c.text("the function's own"));

export default {
  fetch(request: Request, env: Env, ctx: any): Response | Promise<Response> {
    if (new URL(request.url).pathname === "/throw") throw new TypeError("it broke here");
    return app.fetch(request, env, ctx);
  },
};
