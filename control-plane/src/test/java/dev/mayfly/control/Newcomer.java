package dev.mayfly.control;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Somebody without a token, and the account that work gives them. Solves challenges by what the description says, with code of its own. */
record Newcomer(String account, String token, String claim, String expiresAt) {
    static Newcomer arrives() {
        Map<String, Object> challenge = challenge();
        Map<String, Object> given =
                send(challenge, solved(challenge)).statusCode(200).extract().path("");
        return new Newcomer(
                (String) given.get("account"), (String) given.get("token"), (String) given.get("claim"), (String)
                        given.get("expiresAt"));
    }

    static Map<String, Object> challenge() {
        return given().post("/v1/temporary/challenge")
                .then()
                .statusCode(200)
                .extract()
                .path("");
    }

    static ValidatableResponse send(Map<String, Object> challenge, byte[] checkpoints) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "challenge",
                        challenge.get("challenge"),
                        "checkpoints",
                        Base64.getEncoder().encodeToString(checkpoints)))
                .post("/v1/temporary")
                .then();
    }

    static byte[] solved(Map<String, Object> challenge) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] hash = sha.digest(Base64.getUrlDecoder().decode((String) challenge.get("seed")));
            var checkpoints = new ByteArrayOutputStream();
            checkpoints.writeBytes(hash);
            for (int segment = 0; segment < (int) challenge.get("segments"); segment++) {
                for (int step = 0; step < (int) challenge.get("steps"); step++) hash = sha.digest(hash);
                checkpoints.writeBytes(hash);
            }
            return checkpoints.toByteArray();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
