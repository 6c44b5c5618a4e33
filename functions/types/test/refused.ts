// What does not work on Mayfly, and tsc must say so: a line that is accepted is an error here.
import { env } from "mayfly:workers";

// @ts-expect-error a handler answers with a Response
const text: ExportedHandler = { fetch: () => "text" };
// @ts-expect-error only fetch is served
const cron: ExportedHandler = { fetch: () => new Response(), scheduled: () => {} };
// @ts-expect-error the environment holds what was declared
env.NOWHERE;
// @ts-expect-error a number is no body
new Response(1);
// @ts-expect-error there are no forms on a page
new FormData({});
// @ts-expect-error a socket says texts and bytes
new WebSocket("wss://example.com/").send(1);
// @ts-expect-error nor a page
document.title;
// @ts-expect-error nor Node
process.env;
// @ts-expect-error nor a cache
caches.default;
// @ts-expect-error nor WebAssembly
WebAssembly.compile(new Uint8Array(8));
// @ts-expect-error nor a page that would load it
URL.createObjectURL(new Blob([]));
// @ts-expect-error a handler of a rewriter has methods
new HTMLRewriter().on("a", () => {});
// @ts-expect-error tokens are made by the rewriter only
new Element();
// @ts-expect-error where in a country nobody knows
new Request("https://example.com/").cf?.city;
// @ts-expect-error a text has no file name
new FormData().append("a", "text", "name.txt");
// @ts-expect-error there is no such mode of reader
new ReadableStream().getReader({ mode: "bytes" });
// @ts-expect-error a cipher that nobody has
crypto.subtle.importKey("raw", new Uint8Array(16), "AES-CFB", false, ["encrypt"]);
// @ts-expect-error an iv is missing
crypto.subtle.encrypt({ name: "AES-GCM" }, {} as CryptoKey, new Uint8Array(1));
// @ts-expect-error a format that is none
new CompressionStream("br");
// @ts-expect-error a redirect mode that is none
fetch("https://example.com/", { redirect: "sometimes" });
// @ts-expect-error a redirect has a status of its own
Response.redirect("https://example.com/", 200);
// @ts-expect-error what came in cannot be changed in place
new Request("http://a/").method = "POST";
// @ts-expect-error a body without a type is not known
(async () => (await new Response("{}").json()).total)();
// @ts-expect-error outcomes are a closed set
const outcome: Mayfly.Outcome = "fine";
// @ts-expect-error a key is a text
({} as Mayfly.RateLimit).limit({ key: 5 });
// @ts-expect-error a flag has a default of its type
({} as Mayfly.Flags).getBooleanValue("new-search", "no");
// @ts-expect-error a controller is made by its stream
new ReadableStreamDefaultController();
// @ts-expect-error timers take functions
setTimeout("alert(1)", 1);

export { cron, outcome, text };
