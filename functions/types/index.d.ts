/**
 * What a Mayfly function finds. Use it in the place of lib.dom:
 * `"lib": ["esnext"], "types": ["@mayfly/types"]`.
 */
/// <reference path="./blob.d.ts" />
/// <reference path="./compression.d.ts" />
/// <reference path="./crypto.d.ts" />
/// <reference path="./encoding.d.ts" />
/// <reference path="./events.d.ts" />
/// <reference path="./eventsource.d.ts" />
/// <reference path="./handler.d.ts" />
/// <reference path="./html.d.ts" />
/// <reference path="./language.d.ts" />
/// <reference path="./messages.d.ts" />
/// <reference path="./modules.d.ts" />
/// <reference path="./ports.d.ts" />
/// <reference path="./streams.d.ts" />
/// <reference path="./system.d.ts" />
/// <reference path="./url.d.ts" />
/// <reference path="./websocket.d.ts" />
