package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.bindings.deployments.Deployments.Deployment;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.edge.flags.FlagSnapshot;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Flags at the router: as they are told, asked over OFREP, and on env. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class FlagsTest {
    private static final String ALL = "/ofrep/v1/evaluate/flags";
    private static final String ACCOUNT = "flagged";
    private static final String APP = "shop";

    @Inject
    Edge edge;

    @Inject
    TestFlags feed;

    @Inject
    FlagSnapshot snapshot;

    @Inject
    TestAuthenticator authenticator;

    @ConfigProperty(name = "mayfly.edge.flags.sources.mounted.file")
    Path mounted;

    /** Of a file that is exchanged, spoilt, and mended. */
    @Test
    void appHasItsFlagsFromAFile() throws Exception {
        Edge.await(() -> word().equals("of a file"));
        String before = Files.readString(mounted);
        Files.writeString(mounted, before.replace("of a file", "of another"));
        Edge.await(() -> word().equals("of another"));
        Files.writeString(mounted, "{\"flags\":");
        Files.writeString(mounted.resolveSibling("next"), before.replace("of a file", "mended"));
        assertThat(word()).isEqualTo("of another");
        Files.move(mounted.resolveSibling("next"), mounted, StandardCopyOption.ATOMIC_MOVE);
        Edge.await(() -> word().equals("mended"));
    }

    private Object word() {
        return snapshot.flags(ACCOUNT, FlagPlace.of("mounted"))
                .resolve("word", Map.of())
                .variant()
                .map(variant -> variant.value())
                .orElse("none");
    }

    @BeforeEach
    void flags() {
        put(Kind.segment, "staff", "{\"ends_with\":[{\"var\":\"email\"},\"@example.com\"]}");
        put(
                Kind.flag,
                "new-search",
                "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\",\"targeting\":{\"if\":[{\"$ref\":\"staff\"},\"on\"]}}");
        put(
                Kind.flag,
                "greeting",
                "{\"state\":\"ENABLED\",\"variants\":{\"a\":\"Hello\",\"b\":\"Hi\"},\"targeting\":{\"if\":[{\"==\":[{\"var\":\"targetingKey\"},\"ada\"]},\"b\",\"a\"]},\"metadata\":{\"owner\":\"web\"}}");
        put(
                Kind.flag,
                "limits",
                "{\"state\":\"ENABLED\",\"variants\":{\"l\":{\"max\":[1,2]}},\"defaultVariant\":\"l\"}");
        put(Kind.flag, "off", "{\"state\":\"DISABLED\",\"variants\":{\"n\":5},\"defaultVariant\":\"n\"}");
        live("lost", "{\"state\":\"ENABLED\",\"variants\":{\"n\":5},\"targeting\":{\"cat\":[\"x\",\"y\"]}}");
    }

    @AfterEach
    void controlPlaneSpeaksAgain() {
        feed.silent(false);
    }

    private long put(Kind kind, String key, String definition) {
        return feed.put(ACCOUNT, APP, kind, key, Optional.of(definition));
    }

    private void live(String key, String definition) {
        edge.publish(put(Kind.flag, key, definition));
        Edge.await(() -> variant(key).isPresent() || snapshotHas(key));
    }

    private boolean snapshotHas(String key) {
        return resolve(key)
                .error()
                .filter(e -> e.code().name().equals("FLAG_NOT_FOUND"))
                .isEmpty();
    }

    private dev.mayfly.flags.Resolution resolve(String key) {
        return snapshot.flags(ACCOUNT, FlagPlace.of(APP)).resolve(key, Map.of());
    }

    private Optional<String> variant(String key) {
        return resolve(key).variant().map(variant -> variant.name());
    }

    private static RequestSpecification client() {
        return given().header("Authorization", "Bearer " + TestAuthenticator.token(ACCOUNT))
                .header("Flagd-Selector", APP)
                .contentType(ContentType.JSON);
    }

    private static ValidatableResponse ofrep(String key, String context) {
        return client().body("{\"context\":" + context + "}")
                .post(ALL + "/" + key)
                .then();
    }

    @Test
    void oneFlagIsEvaluated() {
        ofrep("new-search", "{\"targetingKey\":\"x\",\"email\":\"a@example.com\"}")
                .statusCode(200)
                .contentType(ContentType.JSON)
                .body("key", is("new-search"))
                .body("value", is(true))
                .body("variant", is("on"))
                .body("reason", is("TARGETING_MATCH"))
                .body("metadata.flagSetId", is(APP + "/production"));
        ofrep("greeting", "{\"targetingKey\":\"ada\"}").body("value", is("Hi")).body("metadata.owner", is("web"));
        ofrep("limits", "{}").body("value.max", equalTo(List.of(1, 2))).body("reason", is("STATIC"));
        ofrep("off", "{}").statusCode(200).body("reason", is("DISABLED")).body("$", not(anEmptyMap()));
        ofrep("off", "{}").body("value", nullValue()).body("variant", nullValue());
    }

    @Test
    void failuresAreTheProtocols() {
        ofrep("nothing", "{}")
                .statusCode(404)
                .body("key", is("nothing"))
                .body("errorCode", is("FLAG_NOT_FOUND"))
                .body("errorDetails", containsString("nothing"));
        ofrep("lost", "{}").statusCode(500).body("errorCode", is("GENERAL"));
        client().body("{\"context\": 5}")
                .post(ALL + "/limits")
                .then()
                .statusCode(400)
                .body("errorCode", is("INVALID_CONTEXT"));
        client().body("{").post(ALL).then().statusCode(400).body("errorCode", is("INVALID_CONTEXT"));
        given().header("Authorization", "Bearer " + TestAuthenticator.token(ACCOUNT))
                .header("Flagd-Selector", "no app at all")
                .post(ALL + "/limits")
                .then()
                .statusCode(400)
                .contentType(ContentType.JSON)
                .body("key", is("limits"))
                .body("errorCode", is("GENERAL"))
                .body("errorDetails", containsString("app"));
        client().body("[".repeat(1_000)).post(ALL).then().statusCode(400);
        client().body("x".repeat((1 << 20) + 1)).post(ALL).then().statusCode(413);
    }

    @Test
    void whoWasLetInIsToldFlagsWhileNobodyCanSayWhoseTokensAre() {
        ofrep("limits", "{}").statusCode(200);
        authenticator.away(true);
        try {
            ofrep("limits", "{}").statusCode(200).body("value.max", equalTo(List.of(1, 2)));
            given().header("Authorization", "Bearer " + TestAuthenticator.with("flags:read", "not-seen-yet"))
                    .post(ALL)
                    .then()
                    .statusCode(503);
        } finally {
            authenticator.away(false);
        }
    }

    @Test
    void allFlagsComeWithATagThatSparesSendingThemAgain() {
        String tag = client().body("{\"context\":{\"targetingKey\":\"ada\"}}")
                .post(ALL)
                .then()
                .statusCode(200)
                .body("flags", hasSize(5))
                .body("flags.find { it.key == 'greeting' }.value", is("Hi"))
                .body("flags.find { it.key == 'lost' }.errorCode", is("GENERAL"))
                .extract()
                .header("ETag");
        client().header("If-None-Match", tag)
                .body("{\"context\":{\"targetingKey\":\"ada\"}}")
                .post(ALL)
                .then()
                .statusCode(304)
                .body(is(""));
        client().header("If-None-Match", tag)
                .body("{\"context\":{\"targetingKey\":\"eve\"}}")
                .post(ALL)
                .then()
                .statusCode(200);
    }

    @Test
    void tokenDecidesWhoseFlagsTheyAre() {
        given().post(ALL).then().statusCode(401);
        given().header("Authorization", "Bearer " + TestAuthenticator.with("functions:read", ACCOUNT))
                .post(ALL)
                .then()
                .statusCode(403)
                .body("code", is("denied"));
        given().header("Authorization", "Bearer " + TestAuthenticator.with("flags:read", ACCOUNT))
                .header("Flagd-Selector", "flagSetId=" + APP + "/production")
                .post(ALL)
                .then()
                .statusCode(200)
                .body("flags", hasSize(5));
        given().header("Authorization", "Bearer " + TestAuthenticator.token("other"))
                .header("Flagd-Selector", APP)
                .post(ALL)
                .then()
                .statusCode(200)
                .body("flags", hasSize(0));
        given().header("Authorization", "Bearer " + TestAuthenticator.token("other"))
                .header("Mayfly-Account", ACCOUNT)
                .post(ALL)
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + TestAuthenticator.token(ACCOUNT))
                .header("Flagd-Selector", "No Such")
                .post(ALL)
                .then()
                .statusCode(400)
                .body("errorCode", is("GENERAL"))
                .body("errorDetails", containsString("app"));
    }

    @Test
    void changeIsHeardAndArchivedFlagIsGone() {
        live("colour", "{\"state\":\"ENABLED\",\"variants\":{\"r\":\"red\",\"b\":\"blue\"},\"defaultVariant\":\"r\"}");
        edge.publish(put(
                Kind.flag,
                "colour",
                "{\"state\":\"ENABLED\",\"variants\":{\"r\":\"red\",\"b\":\"blue\"},\"defaultVariant\":\"b\"}"));
        Edge.await(() -> variant("colour").equals(Optional.of("b")));
        edge.publish(feed.put(ACCOUNT, APP, Kind.flag, "colour", Optional.empty()));
        Edge.await(() -> !snapshotHas("colour"));
    }

    @Test
    void unpublishedChangeIsFoundByAsking() {
        put(Kind.flag, "quiet", "{\"state\":\"ENABLED\",\"variants\":{\"on\":true},\"defaultVariant\":\"on\"}");
        Edge.await(() -> variant("quiet").isPresent());
        edge.publish(feed.put(ACCOUNT, APP, Kind.flag, "quiet", Optional.empty()));
        Edge.await(() -> !snapshotHas("quiet"));
    }

    @Test
    void lastFlagsHoldWhileTheControlPlaneIsAway() {
        feed.silent(true);
        edge.publish(Long.MAX_VALUE);
        ofrep("greeting", "{\"targetingKey\":\"ada\"}").statusCode(200).body("value", is("Hi"));
        assertThat(variant("limits")).contains("l");
    }

    @Test
    void functionAsksItsFlagsAndIsNeverThrownAt() {
        String code = """
                export default { async fetch(request, env) {
                  const f = env.FLAGS;
                  return Response.json({
                    known: await f.getStringValue("greeting", "none"),
                    said: await f.getBooleanValue("new-search", false, { email: "a@example.com" }),
                    object: await f.getObjectValue("limits", {}),
                    any: await f.get("limits", null),
                    mismatch: await f.getNumberDetails("greeting", 7),
                    missing: await f.getBooleanDetails("nothing", true),
                    off: await f.getNumberValue("off", 3),
                    details: await f.getBooleanDetails("new-search", true),
                    odd: [await f.getStringValue(undefined, "d"), await f.getStringValue("greeting", "d", { big: 5n }),
                      await f.getStringValue("k".repeat(2000), "d"), await f.getStringValue("greeting", "d", 5)],
                  });
                } }""";
        BindingRef flags = new BindingRef(
                "FLAGS", "flags", Optional.empty(), Optional.empty(), Optional.of(APP), Optional.of("header:x-user"));
        edge.live(with(edge.deployment(ACCOUNT, "real-flags", code, Egress.OPEN), flags));
        given().header("Host", "real-flags." + ACCOUNT + ".localhost")
                .header("X-User", "ada")
                .get("/")
                .then()
                .statusCode(200)
                .body("known", is("Hi"))
                .body("said", is(true))
                .body("object.max", equalTo(List.of(1, 2)))
                .body("any.max", equalTo(List.of(1, 2)))
                .body("mismatch.value", is(7))
                .body("mismatch.errorCode", is("TYPE_MISMATCH"))
                .body("mismatch.reason", is("ERROR"))
                .body("missing.value", is(true))
                .body("missing.errorCode", is("FLAG_NOT_FOUND"))
                .body("off", is(3))
                .body("details.value", is(false))
                .body("details.variant", is("off"))
                .body("details.reason", is("DEFAULT"))
                .body("odd", equalTo(List.of("d", "d", "d", "d")));
    }

    /** Far more often than it may call anybody; what it does to an object is its own business. */
    @Test
    void functionThatAsksTheSameAgainAndAgainMakesFewCalls() {
        String code = """
                export default { async fetch(request, env) {
                  let same = 0;
                  for (let i = 0; i < 3000; i++) if ((await env.FLAGS.getStringValue("greeting", "none")) === "Hi") same++;
                  const spoilt = await env.FLAGS.getObjectDetails("limits", {});
                  spoilt.value.max.push(3);
                  spoilt.flagMetadata.owner = "me";
                  const { value, flagMetadata } = await env.FLAGS.getObjectDetails("limits", {});
                  const others = [];
                  for (const user of ["bob", "ada"]) others.push(await env.FLAGS.getStringValue("greeting", "none", { targetingKey: user }));
                  return Response.json({ same, max: value.max, owner: flagMetadata.owner ?? "nobody", others });
                } }""";
        BindingRef flags = new BindingRef(
                "FLAGS", "flags", Optional.empty(), Optional.empty(), Optional.of(APP), Optional.of("header:x-user"));
        edge.live(with(edge.deployment(ACCOUNT, "real-loop", code, Egress.OPEN), flags));
        given().header("Host", "real-loop." + ACCOUNT + ".localhost")
                .header("X-User", "ada")
                .get("/")
                .then()
                .statusCode(200)
                .body("same", is(3000))
                .body("max", equalTo(List.of(1, 2)))
                .body("owner", is("nobody"))
                .body("others", equalTo(List.of("Hello", "Hi")));
    }

    private static Deployment with(Deployment deployment, BindingRef binding) {
        return new Deployment(
                deployment.account(),
                deployment.function(),
                deployment.version(),
                deployment.bundle(),
                deployment.trust(),
                deployment.vars(),
                deployment.secrets(),
                List.of(binding),
                deployment.limits(),
                deployment.rates(),
                deployment.egress(),
                deployment.routes(),
                deployment.routesOnly(),
                deployment.candidate(),
                deployment.placement());
    }
}
