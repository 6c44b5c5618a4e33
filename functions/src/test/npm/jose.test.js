import { assert, test } from "mayfly:test";
import { SignJWT, UnsecuredJWT, base64url, createLocalJWKSet, decodeJwt, errors, exportJWK, generateKeyPair, jwtVerify } from "jose";

async function roundTrip(alg, signing, verifying) {
  const token = await new SignJWT({ role: "admin" }).setProtectedHeader({ alg, kid: "k1" }).setIssuedAt().setIssuer("mayfly").setExpirationTime("2h").sign(signing);
  const { payload, protectedHeader } = await jwtVerify(token, verifying, { issuer: "mayfly" });
  assert.deepEqual([payload.role, protectedHeader.alg], ["admin", alg]);
  return token;
}

test("HS256 is signed, verified and found out when forged", async () => {
  const secret = new TextEncoder().encode("a secret of at least thirty-two bytes");
  const token = await roundTrip("HS256", secret, secret);
  const [head, , signature] = token.split(".");
  const forged = `${head}.${base64url.encode('{"role":"root","iss":"mayfly"}')}.${signature}`;
  await assert.rejects(jwtVerify(forged, secret), /signature verification failed/);
  await assert.rejects(jwtVerify(token, secret, { issuer: "other" }), /unexpected "iss"/);
  const late = await new SignJWT({}).setProtectedHeader({ alg: "HS256" }).setExpirationTime(1).sign(secret);
  await assert.rejects(jwtVerify(late, secret), /timestamp check failed/);
  assert.equal(decodeJwt(token).iss, "mayfly");
  assert.ok(new UnsecuredJWT({ a: 1 }).encode().endsWith("."));
  assert.ok(errors.JWTExpired.prototype instanceof errors.JOSEError);
});

for (const alg of ["RS256", "ES256"]) {
  test(`${alg} is signed with a key of its own and verified by a set of keys`, async () => {
    const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
    const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg }] });
    const token = await roundTrip(alg, privateKey, keys);
    const other = await generateKeyPair(alg);
    await assert.rejects(jwtVerify(token, other.publicKey), /signature verification failed/);
  });
}
