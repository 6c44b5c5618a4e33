/** Where a link leads, and until when (milliseconds since 1970). */
export interface Link {
  url: string;
  ends: number;
}

const encoder = new TextEncoder();

/** `<link>.<signature>`, each in base64url. */
export async function seal(link: Link, secret: string): Promise<string> {
  const content = encoder.encode(JSON.stringify(link));
  const signature = await crypto.subtle.sign("HMAC", await key(secret), content);
  return `${base64url(content)}.${base64url(new Uint8Array(signature))}`;
}

/** What the token says, if this secret has signed it. */
export async function open(token: string, secret: string): Promise<Link | null> {
  const [content, signature] = token.split(".", 2).map(bytes);
  if (!content || !signature) return null;
  if (!(await crypto.subtle.verify("HMAC", await key(secret), signature, content))) return null;
  return JSON.parse(new TextDecoder().decode(content)) as Link;
}

function key(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", encoder.encode(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
}

function base64url(content: Uint8Array): string {
  return btoa(String.fromCharCode(...content)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function bytes(text: string): Uint8Array | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
}
