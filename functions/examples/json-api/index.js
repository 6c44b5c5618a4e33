import { addLine, totals } from "./orders.js";

/** Prices an order: `POST /orders` with `{"lines":[{"sku","quantity","unitPrice"}]}`. */
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname !== "/orders") return problem(404, "not-found", `There is nothing at ${pathname}.`);
    if (request.method !== "POST") {
      return problem(405, "method-not-allowed", "Send the order with POST.", { allow: "POST" });
    }
    let order;
    try {
      order = await request.json();
    } catch {
      return problem(400, "bad-json", "The body is not JSON.");
    }
    if (!Array.isArray(order?.lines)) return problem(422, "no-lines", "lines must be an array.");
    try {
      return Response.json(totals(order.lines.map(addLine)), { status: 201 });
    } catch (error) {
      return problem(422, "bad-line", error.message);
    }
  },
};

/** RFC 9457. */
function problem(status, code, detail, headers = {}) {
  return Response.json(
    { title: code.replaceAll("-", " "), status, code, detail },
    { status, headers: { ...headers, "content-type": "application/problem+json" } },
  );
}
