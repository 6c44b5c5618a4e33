const ORDERS = { 1001: "packed", 1002: "on its way" };

/** Where orders are: `GET /orders/<number>`. The agent's tool calls it. */
export default {
  fetch(request) {
    const number = new URL(request.url).pathname.match(/^\/orders\/(\w+)$/)?.[1];
    if (number === undefined || !Object.hasOwn(ORDERS, number)) {
      return Response.json({ status: 404, code: "not-found", detail: "There is no such order." }, { status: 404, headers: { "content-type": "application/problem+json" } });
    }
    console.log("looked up order", number);
    return Response.json({ order: number, status: ORDERS[number] });
  },
};
