import { z } from "zod";

const Order = z.object({ to: z.email(), items: z.array(z.object({ id: z.string(), count: z.coerce.number().int().positive() })).min(1) });

export default {
  async fetch(request: Request) {
    const order = Order.safeParse(await request.json());
    return order.success
      ? Response.json(order.data)
      : Response.json(order.error.issues.map(({ path, code }) => `${path.join(".")}: ${code}`), { status: 422 });
  },
};
