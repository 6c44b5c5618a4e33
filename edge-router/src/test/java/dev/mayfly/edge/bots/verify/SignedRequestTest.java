package dev.mayfly.edge.bots.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.bots.verify.StructuredFields.Malformed;
import dev.mayfly.edge.ingress.Authority;
import dev.mayfly.edge.ingress.IncomingRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRequestTest {
    /** RFC 9421 B.1.4, and its thumbprint. */
    private static final String PUBLISHED = """
            {"keys":[{"kty":"RSA","n":"x","e":"AQAB"},
                     {"kty":"OKP","crv":"Ed25519","x":"JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"},
                     {"kty":"OKP","crv":"Ed25519","x":"short"}]}""";

    private static final String THUMBPRINT = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";
    private static final IncomingRequest REQUEST =
            new IncomingRequest("POST", "https", new Authority("example.com", "443"), "/foo", "?param=Value&Pet=dog");

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) headers.add(namesAndValues[i], namesAndValues[i + 1]);
        return headers;
    }

    private static Optional<SignedRequest> read(String components, String parameters) {
        return SignedRequest.read(
                REQUEST,
                headers(
                        "Signature-Agent",
                        "\"https://bot.example\"",
                        "X-Twice",
                        " a ",
                        "X-Twice",
                        "b",
                        "Signature-Input",
                        "s1=(" + components + ")" + parameters,
                        "Signature",
                        "s1=:" + Base64.getEncoder().encodeToString(new byte[64]) + ":"));
    }

    private static final String WHOLE = ";created=1;expires=2;keyid=\"k\";tag=\"web-bot-auth\"";

    @Test
    void keyIsNamedByWhatItIs() {
        KeySet keys = KeySet.read(Buffer.buffer(PUBLISHED)).orElseThrow();
        assertThat(keys.keys()).containsOnlyKeys(THUMBPRINT);
        assertThat(keys.find(THUMBPRINT, 0)).isPresent();
    }

    @Test
    void keyOutOfItsTimeIsNone() {
        KeySet keys = KeySet.read(Buffer.buffer(PUBLISHED.replace("D0bs\"", "D0bs\",\"nbf\":10,\"exp\":20")))
                .orElseThrow();
        assertThat(keys.find(THUMBPRINT, 9)).isEmpty();
        assertThat(keys.find(THUMBPRINT, 10)).isPresent();
        assertThat(keys.find(THUMBPRINT, 20)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":", "null", "{\"keys\":null}"})
    void otherThingsAreNoDirectory(String json) {
        assertThat(KeySet.read(Buffer.buffer(json))).isEmpty();
    }

    @Test
    void directoryOfTooManyKeysIsNone() {
        assertThat(KeySet.read(Buffer.buffer("{\"keys\":[" + "1,".repeat(KeySet.KEYS_MAX) + "1]}")))
                .isEmpty();
    }

    /** The example of RFC 9421 B.2.6, whose signature has no tag. */
    @Test
    void exampleOfTheStandardIsVerified() {
        String base = """
                "date": Tue, 20 Apr 2021 02:07:55 GMT
                "@method": POST
                "@path": /foo
                "@authority": example.com
                "content-type": application/json
                "content-length": 18
                "@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519\"""";
        byte[] signature = Base64.getDecoder()
                .decode("wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==");
        var key = KeySet.read(Buffer.buffer(PUBLISHED))
                .orElseThrow()
                .keys()
                .get(THUMBPRINT)
                .key();
        assertThat(new SignedRequest("", "", Optional.empty(), 0, 0, base, signature).isSignedBy(key))
                .isTrue();
        assertThat(new SignedRequest("", "", Optional.empty(), 0, 0, base + " ", signature).isSignedBy(key))
                .isFalse();
    }

    @Test
    void componentsAreThoseOfTheRequest() {
        SignedRequest signed = read(
                        "\"@method\" \"@authority\" \"@path\" \"@query\" \"@target-uri\" \"@scheme\" \"@request-target\" \"x-twice\" \"signature-agent\"",
                        WHOLE)
                .orElseThrow();
        assertThat(signed.signer()).isEqualTo("https://bot.example");
        assertThat(signed.base()).isEqualTo("""
                        "@method": POST
                        "@authority": example.com
                        "@path": /foo
                        "@query": ?param=Value&Pet=dog
                        "@target-uri": https://example.com/foo?param=Value&Pet=dog
                        "@scheme": https
                        "@request-target": /foo?param=Value&Pet=dog
                        "x-twice": a, b
                        "signature-agent": "https://bot.example"
                        "@signature-params": ("@method" "@authority" "@path" "@query" "@target-uri" "@scheme" "@request-target" "x-twice" "signature-agent")\
                        """ + WHOLE);
    }

    @Test
    void agentMayBeOneOfADictionary() {
        MultiMap headers = headers(
                "Signature-Agent",
                "a=\"https://other.example\", b=\"https://bot.example\"",
                "Signature-Input",
                "s=(\"@authority\" \"signature-agent\";key=\"b\")" + WHOLE,
                "Signature",
                "s=:" + Base64.getEncoder().encodeToString(new byte[64]) + ":");
        assertThat(SignedRequest.read(REQUEST, headers)).hasValueSatisfying(signed -> {
            assertThat(signed.signer()).isEqualTo("https://bot.example");
            assertThat(signed.base()).contains("\"signature-agent\";key=\"b\": \"https://bot.example\"\n");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@authority\"",
                "\"signature-agent\"",
                "\"@authority\" \"signature-agent\" \"x-none\"",
                "\"@authority\" \"signature-agent\" \"@status\"",
                "\"@authority\" \"signature-agent\" \"X-Twice\"",
                "\"@authority\" \"signature-agent\" \"@authority\"",
                "\"@authority\" \"signature-agent\" \"x-twice\";bs",
                "\"@authority\" \"signature-agent\" 1",
                "\"@authority\"\"signature-agent\"",
                "\"@authority\" \"signature-agent"
            })
    void whatDoesNotBindTheRequestIsNoSignature(String components) {
        assertThat(read(components, WHOLE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";created=1;expires=2;keyid=\"k\"",
                ";created=1;expires=2;keyid=\"k\";tag=\"other\"",
                ";created=1;keyid=\"k\";tag=\"web-bot-auth\"",
                ";expires=2;keyid=\"k\";tag=\"web-bot-auth\"",
                ";created=1;expires=2;tag=\"web-bot-auth\"",
                ";created=\"1\";expires=2;keyid=\"k\";tag=\"web-bot-auth\"",
                ";created=1.5;expires=2;keyid=\"k\";tag=\"web-bot-auth\"",
                ";created=1;expires=2;keyid=\"k\";tag=\"web-bot-auth\";alg=\"hmac-sha256\"",
                ";created=1;expires=2;keyid=\"k\";tag=\"web-bot-auth\";nonce=7",
            })
    void whatIsIncompleteIsNoSignature(String parameters) {
        assertThat(read("\"@authority\" \"signature-agent\"", parameters)).isEmpty();
    }

    @Test
    void nonceHasALength() {
        String nonce = ";nonce=\"" + "x".repeat(129) + "\"";
        assertThat(read("\"@authority\" \"signature-agent\"", WHOLE + nonce)).isEmpty();
    }

    @Test
    void fieldsOfManyMembersAreRefused() {
        assertThat(SignedRequest.agent(headers("signature-agent", "a=\"x\", ".repeat(40) + "b=\"x\"")))
                .isEmpty();
    }

    @Test
    void noiseIsReadOrRefused() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        Random random = new Random(seed);
        String letters = "()\";=,: ?01ab*-\\\t.@";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(24); k > 0; k--) text.append(letters.charAt(random.nextInt(letters.length())));
            try {
                assertThat(StructuredFields.dictionary(text.toString())).isNotNull();
            } catch (Malformed expected) {
                assertThat(expected).as("seed %d", seed).hasMessageStartingWith("The field has ");
            }
        }
    }

    @Test
    void nonceIsTakenOnceAndNoMoreThanThereIsRoom() {
        Nonces nonces = new Nonces(2);
        assertThat(nonces.take("k", "a", 10, 0)).isTrue();
        assertThat(nonces.take("k", "a", 10, 0)).isFalse();
        assertThat(nonces.take("k", "b", 20, 0)).isTrue();
        assertThat(nonces.take("k", "c", 20, 0)).isFalse();
        assertThat(nonces.take("k", "c", 20, 10)).isTrue();
    }
}
