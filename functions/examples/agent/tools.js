/** What the model is told that it may call. */
export const tools = [
  {
    type: "function",
    function: {
      name: "order_status",
      description: "Where an order is.",
      parameters: { type: "object", properties: { order: { type: "string" } }, required: ["order"], additionalProperties: false },
    },
  },
];

const ORDERS = { 1001: "packed", 1002: "on its way" };

/** Runs a tool. What is wrong is told to the model, which can ask again; it is not trusted any more than a stranger. */
export function call(name, text) {
  if (name !== "order_status") return { error: `there is no tool ${name}` };
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    return { error: "the arguments are not JSON" };
  }
  if (typeof given?.order !== "string") return { error: "order must be a text" };
  return Object.hasOwn(ORDERS, given.order) ? { order: given.order, status: ORDERS[given.order] } : { error: "there is no such order" };
}
