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

/** Runs a tool. What is wrong is told to the model, which can ask again; it is not trusted any more than a stranger. */
export async function call(env, name, text, signal) {
  if (name !== "order_status") return { error: `there is no tool ${name}` };
  let given;
  try {
    given = JSON.parse(text);
  } catch {
    return { error: "the arguments are not JSON" };
  }
  if (typeof given?.order !== "string" || !/^\w{1,20}$/.test(given.order)) return { error: "order must be 1 to 20 letters and digits" };
  return status(env, given.order, signal);
}

async function status(env, order, signal) {
  try {
    const answer = await fetch(`${env.ORDERS_URL}/orders/${order}`, { signal });
    if (answer.status === 404) return { error: "there is no such order" };
    if (!answer.ok) throw new Error(`orders answered with status ${answer.status}`);
    return await answer.json();
  } catch (error) {
    if (signal.aborted) throw error;
    console.error("looking up an order failed:", error.message);
    return { error: "orders cannot be looked up at present" };
  }
}
