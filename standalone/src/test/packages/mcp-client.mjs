// A client in Node.js: lists the tools of the server at the URL it is given, calls one, and tells what came of it in JSON.
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const client = new Client({ name: "client", version: "1.0.0" });
await client.connect(new StreamableHTTPClientTransport(new URL(process.argv[2])));
const { tools } = await client.listTools();
const { content } = await client.callTool({ name: "add", arguments: { a: 2, b: 40 } });
const wrong = await client.callTool({ name: "add", arguments: { a: "x" } });
await client.close();
console.log(JSON.stringify({ server: client.getServerVersion().name, tools: tools.map(({ name }) => name), sum: content[0].text, wrong: wrong.isError }));
