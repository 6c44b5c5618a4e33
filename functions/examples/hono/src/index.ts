import { Hono } from "hono";
import { bearerAuth } from "hono/bearer-auth";
import { HTTPException } from "hono/http-exception";
import { open, seal } from "./link";

interface Env {
  /** Signs links; who changes it ends all of them. */
  SIGNING_KEY: string;
  /** Whoever makes links shows it. */
  API_KEY: string;
}

const MINUTES_MAX = 7 * 24 * 60;

const app = new Hono<{ Bindings: Env }>();

app.use("/links", (c, next) => bearerAuth<{ Bindings: Env }>({ token: c.env.API_KEY })(c, next));

app.post("/links", async (c) => {
  const { url, minutes = 60 } = await c.req.json<{ url?: unknown; minutes?: unknown }>().catch(() => refuse("The body must be JSON."));
  if (typeof url !== "string" || !/^https?:$/.test(URL.parse(url)?.protocol ?? "")) refuse("url must be an http or https URL.");
  if (typeof minutes !== "number" || !(minutes > 0 && minutes <= MINUTES_MAX)) refuse(`minutes must be more than 0, at most ${MINUTES_MAX}.`);
  const ends = Date.now() + minutes * 60_000;
  const token = await seal({ url, ends }, c.env.SIGNING_KEY);
  return c.json({ link: new URL(`/go/${token}`, c.req.url).href, ends: new Date(ends).toISOString() }, 201);
});

app.get("/go/:token", async (c) => {
  const link = await open(c.req.param("token"), c.env.SIGNING_KEY);
  if (link === null) return c.text("This link was not made here.\n", 404);
  if (link.ends < Date.now()) return c.text("This link has ended.\n", 410);
  c.header("cache-control", "no-store");
  c.header("referrer-policy", "no-referrer");
  return c.redirect(link.url, 302);
});

app.notFound((c) => c.json({ code: "not-found", detail: `There is nothing at ${c.req.path}.` }, 404));

app.onError((error, c) => {
  if (error instanceof HTTPException) return error.getResponse();
  throw error;
});

function refuse(detail: string): never {
  throw new HTTPException(422, { res: Response.json({ code: "invalid-link", detail }, { status: 422 }) });
}

export default app satisfies ExportedHandler<Env>;
