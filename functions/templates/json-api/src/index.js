import { problem } from "./problem.js";

/** Takes numbers at `POST /sum` and answers with their sum. */
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname !== "/sum") return problem(404, `there is nothing at ${pathname}`);
    if (request.method !== "POST") return problem(405, "send numbers with POST", { allow: "POST" });
    const numbers = await request.json().catch(() => null);
    if (!Array.isArray(numbers) || !numbers.every((n) => typeof n === "number"))
      return problem(422, "the body must be an array of numbers, such as [1, 2]");
    return Response.json({ sum: numbers.reduce((sum, n) => sum + n, 0) });
  },
};
