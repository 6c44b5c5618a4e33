import { Hono } from "hono";
import { html } from "hono/html";

const app = new Hono();

app.get("/", (c) => {
  console.log("greets");
  return c.text("Hello Hono!");
});

app.get("/page", (c) => c.html(<h1>Hello, {c.req.query("name") ?? "world"}!</h1>));

app.get("/raw", (c) => c.html(html`<p>${"<escaped>"}</p>`));

export default app;
