import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from "jose";

export default {
  async fetch() {
    const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: "ES256" }] });
    const token = await new SignJWT({}).setProtectedHeader({ alg: "ES256" }).setSubject("ada").setExpirationTime("1h").sign(privateKey);
    const { payload } = await jwtVerify(token, keys);
    const forged = `${token.slice(0, token.lastIndexOf("."))}.${"A".repeat(86)}`;
    const refused = await jwtVerify(forged, keys).then(() => "taken", ({ code }) => code);
    return Response.json({ sub: payload.sub, refused });
  },
};
