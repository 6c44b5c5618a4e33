import { marked } from "marked";

export default {
  async fetch(request: Request) {
    return new Response(await marked.parse(await request.text()), { headers: { "content-type": "text/html" } });
  },
};
