import { assert, test } from "mayfly:test";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { z } from "zod";

// A server without state: each request has a server and a transport of its own, as each request has an isolate of its own.
const handler = {
  async fetch(request) {
    const server = new McpServer({ name: "sums", version: "1.0.0" });
    server.registerTool("add", { description: "Adds", inputSchema: { a: z.number(), b: z.number() } }, async ({ a, b }) => ({ content: [{ type: "text", text: `${a + b}` }] }));
    server.registerTool("fail", { description: "Fails" }, async () => { throw new Error("on purpose"); });
    server.registerResource("greeting", new ResourceTemplate("greeting://{name}", { list: undefined }), {}, async (uri, { name }) => ({ contents: [{ uri: uri.href, text: `Hello ${name}` }] }));
    server.registerPrompt("ask", { argsSchema: { topic: z.string() } }, ({ topic }) => ({ messages: [{ role: "user", content: { type: "text", text: `About ${topic}` } }] }));
    const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: undefined, enableJsonResponse: request.headers.get("x-json") === "1" });
    await server.connect(transport);
    return transport.handleRequest(request);
  },
};

async function connected(headers = {}) {
  const client = new Client({ name: "client", version: "1.0.0" });
  const transport = new StreamableHTTPClientTransport(new URL("https://mcp.test/mcp"), {
    requestInit: { headers }, fetch: (url, init) => handler.fetch(new Request(url, init)),
  });
  await client.connect(transport);
  return client;
}

for (const [how, headers] of [["events", {}], ["JSON", { "x-json": "1" }]]) {
  test(`a client speaks to the server in ${how}`, async () => {
    const client = await connected(headers);
    assert.equal(client.getServerVersion().name, "sums");
    assert.deepEqual((await client.listTools()).tools.map(({ name }) => name), ["add", "fail"]);
    assert.equal((await client.callTool({ name: "add", arguments: { a: 2, b: 40 } })).content[0].text, "42");
    const failed = await client.callTool({ name: "fail", arguments: {} });
    assert.deepEqual([failed.isError, failed.content[0].text], [true, "on purpose"]);
    assert.ok((await client.callTool({ name: "add", arguments: { a: "x" } })).isError, "a wrong argument is refused");
    assert.equal((await client.readResource({ uri: "greeting://Ada" })).contents[0].text, "Hello Ada");
    assert.equal((await client.getPrompt({ name: "ask", arguments: { topic: "bees" } })).messages[0].content.text, "About bees");
    await client.close();
  });
}
