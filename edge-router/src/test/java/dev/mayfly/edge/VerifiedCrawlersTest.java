package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.mayfly.isolates.InvocationRequest.RequestBody;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is a crawler, and who only says so. The page /known is for those who are. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class VerifiedCrawlersTest {
    private static final String HOST = "crawled.demo.localhost";

    @Inject
    Edge edge;

    @Inject
    TestDns dns;

    @ConfigProperty(name = "test.signer.origin")
    String signer;

    @ConfigProperty(name = "test.signer.x")
    String x;

    @ConfigProperty(name = "test.signer.key")
    String key;

    @BeforeEach
    void page() {
        edge.scripted("crawled", (request, client) -> answer(client, 200, "page"));
        dns.names.clear();
        dns.addresses.clear();
    }

    @Test
    void crawlerAtAnAddressOfItsOperatorIsVerified() {
        dns.names.put("127.0.0.1", "crawl-127-0-0-1.googlebot.com");
        dns.addresses.put("crawl-127-0-0-1.googlebot.com", "127.0.0.1");
        assertThat(known("Googlebot/2.1")).isEqualTo(200);
    }

    @Test
    void crawlerAtAnotherAddressIsForged() {
        assertThat(known("Googlebot/2.1")).isEqualTo(403);
        dns.names.put("127.0.0.1", "crawl-127-0-0-1.googlebot.com");
        assertThat(known("Googlebot/2.1")).isEqualTo(403);
        dns.addresses.put("crawl-127-0-0-1.googlebot.com", "192.0.2.1");
        assertThat(known("Googlebot/2.1")).isEqualTo(403);
    }

    @Test
    void nameOfAnotherOperatorProvesNothing() {
        dns.names.put("127.0.0.1", "msnbot.search.msn.com");
        dns.addresses.put("msnbot.search.msn.com", "127.0.0.1");
        assertThat(known("Googlebot/2.1")).isEqualTo(403);
        assertThat(known("bingbot/2.0")).isEqualTo(200);
    }

    @Test
    void crawlerWithoutPapersIsNeverVerified() {
        assertThat(known("Bytespider")).isEqualTo(403);
    }

    @Test
    void bodyOfAVerifiedCrawlerIsWhole() {
        dns.names.put("127.0.0.1", "crawl.googlebot.com");
        dns.addresses.put("crawl.googlebot.com", "127.0.0.1");
        edge.scripted(
                "crawled",
                (request, client) -> answer(
                        client,
                        200,
                        request.body() instanceof RequestBody.Whole(byte[] bytes) ? "" + bytes.length : "none"));
        given().header("Host", HOST)
                .header("User-Agent", "Googlebot/2.1")
                .body("x".repeat(50_000))
                .post("/known")
                .then()
                .statusCode(200)
                .body(is("50000"));
    }

    @Test
    void signedRequestIsVerifiedWhateverItCallsItself() throws Exception {
        signed(own(), signer, HOST, 0, 60, "a1")
                .get("/known")
                .then()
                .statusCode(200)
                .body(is("page"));
    }

    @Test
    void signatureIsGoodOnceWhereItHasANonce() throws Exception {
        assertThat(signed(own(), signer, HOST, 0, 60, "once").get("/known").statusCode())
                .isEqualTo(200);
        assertThat(signed(own(), signer, HOST, 0, 60, "once").get("/known").statusCode())
                .isEqualTo(403);
    }

    @Test
    void signatureOfAnotherTimeIsNone() throws Exception {
        signed(own(), signer, HOST, -120, 60, "a2").get("/known").then().statusCode(403);
        signed(own(), signer, HOST, 600, 60, "a3").get("/known").then().statusCode(403);
        signed(own(), signer, HOST, 0, 25 * 3600, "a4").get("/known").then().statusCode(403);
    }

    @Test
    void signatureForAnotherHostIsNone() throws Exception {
        signed(own(), signer, "other.demo.localhost", 0, 60, "a5")
                .get("/known")
                .then()
                .statusCode(403);
    }

    @Test
    void signatureWithAnotherKeyIsNone() throws Exception {
        PrivateKey other =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        signed(other, signer, HOST, 0, 60, "a6").get("/known").then().statusCode(403);
    }

    @Test
    void signatureOfOneCrawlerProvesNoOther() throws Exception {
        signed(own(), signer, HOST, 0, 60, "a9", "ChatGPT-User/1.0")
                .get("/known")
                .then()
                .statusCode(403);
        signed(own(), signer, HOST, 0, 60, "a8", "Googlebot/2.1")
                .get("/known")
                .then()
                .statusCode(403);
    }

    /** It is nobody that the rules know, so none fits. */
    @Test
    void signerThatNobodyKnowsIsNotAsked() throws Exception {
        signed(own(), "http://127.0.0.2:1", HOST, 0, 60, "a7")
                .get("/known")
                .then()
                .statusCode(200);
    }

    /** The tests' settings give it the loopback addresses; GPTBot has no papers. */
    @Test
    void crawlerAtAPublishedAddressIsVerified() {
        assertThat(known("CCBot/2.0")).isEqualTo(200);
        assertThat(known("GPTBot/1.2")).isEqualTo(403);
    }

    private static int known(String agent) {
        return given().header("Host", HOST)
                .header("User-Agent", agent)
                .get("/known")
                .statusCode();
    }

    private PrivateKey own() throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    }

    private RequestSpecification signed(
            PrivateKey with, String by, String host, long createdIn, long validFor, String nonce) throws Exception {
        return signed(with, by, host, createdIn, validFor, nonce, CrawlersTest.PERSON);
    }

    private RequestSpecification signed(
            PrivateKey with, String by, String host, long createdIn, long validFor, String nonce, String agent)
            throws Exception {
        long created = Instant.now().getEpochSecond() + createdIn;
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"%s\"}"
                        .formatted(x)
                        .getBytes(StandardCharsets.US_ASCII));
        String input =
                "(\"@authority\" \"signature-agent\");created=%d;expires=%d;keyid=\"%s\";alg=\"ed25519\";nonce=\"%s\";tag=\"web-bot-auth\""
                        .formatted(
                                created,
                                created + validFor,
                                Base64.getUrlEncoder().withoutPadding().encodeToString(hash),
                                nonce);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(with);
        signature.update("\"@authority\": %s\n\"signature-agent\": \"%s\"\n\"@signature-params\": %s"
                .formatted(host, by, input)
                .getBytes(StandardCharsets.US_ASCII));
        return given().header("Host", HOST)
                .header("User-Agent", agent)
                .header("Signature-Agent", "\"" + by + "\"")
                .header("Signature-Input", "sig1=" + input)
                .header("Signature", "sig1=:" + Base64.getEncoder().encodeToString(signature.sign()) + ":");
    }
}
