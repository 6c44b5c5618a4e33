package dev.mayfly.edge.bots.verify;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The Ed25519 keys of a directory, by their thumbprint (RFC 7638, RFC 8037 A.3): a key is named by what it is, not by what it says. */
record KeySet(Map<String, Key> keys) {
    static final int KEYS_MAX = 64;
    private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final int KEY_BYTES = 32;

    /** Valid between two seconds since 1970. */
    record Key(PublicKey key, long from, long until) {}

    /** Keys of other kinds are left out. Empty: it is no directory. */
    static Optional<KeySet> read(Buffer json) {
        try {
            Map<String, Key> keys = new HashMap<>();
            JsonArray listed = new JsonObject(json).getJsonArray("keys");
            if (listed == null || listed.size() > KEYS_MAX) return Optional.empty();
            for (Object entry : listed) if (entry instanceof JsonObject jwk) add(jwk, keys);
            return Optional.of(new KeySet(keys));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    Optional<PublicKey> find(String thumbprint, long nowSeconds) {
        return Optional.ofNullable(keys.get(thumbprint))
                .filter(key -> key.from <= nowSeconds && nowSeconds < key.until)
                .map(Key::key);
    }

    private static void add(JsonObject jwk, Map<String, Key> keys) {
        if (!"OKP".equals(jwk.getValue("kty")) || !"Ed25519".equals(jwk.getValue("crv"))) return;
        if (!(jwk.getValue("x") instanceof String x)) return;
        try {
            byte[] raw = Base64.getUrlDecoder().decode(x);
            if (raw.length != KEY_BYTES) return;
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            encoded.writeBytes(X509_ED25519);
            encoded.writeBytes(raw);
            PublicKey key =
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toByteArray()));
            keys.put(
                    thumbprint(Base64.getUrlEncoder().withoutPadding().encodeToString(raw)),
                    new Key(key, jwk.getLong("nbf", 0L), jwk.getLong("exp", Long.MAX_VALUE)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // A key that is none is left out, as one of another kind is.
        }
    }

    private static String thumbprint(String x) throws NoSuchAlgorithmException {
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x + "\"}";
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(jwk.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
