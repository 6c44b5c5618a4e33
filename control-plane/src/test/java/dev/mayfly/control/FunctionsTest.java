package dev.mayfly.control;

import static dev.mayfly.control.Door.form;
import static dev.mayfly.control.Door.hello;
import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deploying by form, and what becomes of settings. */
@QuarkusTest
class FunctionsTest {
    private String account;

    @BeforeEach
    void newAccount() {
        account = Door.account();
    }

    @Test
    void deployedFunctionIsThereWithItsUrls() {
        form("{\"mainModule\":\"index.js\",\"routes\":[{\"pattern\":\"%s.example.test/v1/*\"}]}".formatted(account))
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(200)
                .body("state", is("active"))
                .body("bundle.length()", is(64));
        operator()
                .get(path("hello"))
                .then()
                .statusCode(200)
                .body(
                        "urls",
                        contains(
                                "http://hello.%s.localhost:8080/".formatted(account),
                                "http://localhost:8080/@%s/hello/".formatted(account),
                                "http://%s.example.test:8080/v1/*".formatted(account)));
    }

    @Test
    void everyKindOfModuleIsKept() {
        String bundle = form("{\"mainModule\":\"src/index.js\"}")
                .module("src/index.js", Door.HELLO)
                .part("a.txt", "text/plain; charset=utf-8", "text")
                .part("b.json", "application/json", "{}")
                .part("c.bin", "application/octet-stream", new byte[] {0, -1, 13, 10, 45, 45})
                .part("d.js", "text/javascript", "export {}")
                .put(account, "kinds")
                .statusCode(200)
                .extract()
                .path("bundle");
        platform()
                .get("/v1/platform/deployments/bundles/" + bundle)
                .then()
                .statusCode(200)
                .body("mainModule", is("src/index.js"))
                .body("modules.name", contains("a.txt", "b.json", "c.bin", "d.js", "src/index.js"))
                .body("modules.kind", contains("text", "json", "data", "esm", "esm"))
                .body("modules.find { it.name == 'c.bin' }.content", is("AP8NCi0t"));
    }

    @Test
    void equalCodeIsTheSameBundle() {
        String first = hello().put(account, "one").statusCode(200).extract().path("bundle");
        hello().put(account, "two").statusCode(200).body("bundle", is(first));
        operator().delete(path("one")).then().statusCode(204);
        platform().get("/v1/platform/deployments/bundles/" + first).then().statusCode(200);
    }

    @Test
    void bundleGoesWithTheLastVersionThatHasIt() {
        String bundle = form("{\"mainModule\":\"index.js\"}")
                .module("index.js", Door.HELLO + "// " + account)
                .put(account, "alone")
                .statusCode(200)
                .extract()
                .path("bundle");
        operator().delete(path("alone")).then().statusCode(204);
        platform().get("/v1/platform/deployments/bundles/" + bundle).then().statusCode(404);
    }

    @Test
    void settingsThatAreNotNamedStay() {
        form("{\"mainModule\":\"index.js\",\"vars\":{\"A\":1},\"limits\":{\"cpuMs\":7},\"egress\":{\"mode\":\"none\"}}")
                .module("index.js", Door.HELLO)
                .put(account, "settled")
                .statusCode(200);
        hello().put(account, "settled").statusCode(200);
        deployment("settled").body("vars.A", is(1)).body("limits.cpuMs", is(7)).body("egress.mode", is("none"));
        form("{\"mainModule\":\"index.js\",\"vars\":{},\"limits\":{},\"egress\":{}}")
                .module("index.js", Door.HELLO)
                .put(account, "settled")
                .statusCode(200);
        deployment("settled")
                .body("vars.size()", is(0))
                .body("limits.cpuMs", is(1000))
                .body("egress.mode", is("open"));
    }

    @Test
    void oldVersionsArePruned() {
        String first = hello().put(account, "busy").extract().path("id");
        for (int i = 0; i < 3; i++) hello().put(account, "busy").statusCode(200);
        operator()
                .post(path("busy") + "/versions/%s/activate".formatted(first))
                .then()
                .statusCode(200);
        for (int i = 0; i < 3; i++) hello().put(account, "busy").statusCode(200);
        List<String> ids = operator()
                .get(path("busy") + "/versions")
                .then()
                .body("", hasSize(5))
                .extract()
                .path("id");
        assertThat(ids).isSortedAccordingTo((a, b) -> b.compareTo(a)).doesNotContain(first);
    }

    @Test
    void activeVersionIsNeverPruned() {
        String first = hello().put(account, "stable").extract().path("id");
        for (int i = 0; i < 4; i++) hello().put(account, "stable").statusCode(200);
        operator()
                .post(path("stable") + "/versions/%s/activate".formatted(first))
                .then()
                .statusCode(200);
        operator()
                .get(path("stable") + "/versions")
                .then()
                .body("", hasSize(5))
                .body("findAll { it.state == 'active' }.id", contains(first));
    }

    @Test
    void functionsHaveALimit() {
        for (int i = 0; i < 25; i++) hello().put(account, "f" + i).statusCode(200);
        hello().put(account, "more").statusCode(429).body("code", is("limit-functions"));
        hello().put(account, "f3").statusCode(200);
    }

    @Test
    void missingBindingIsRefusedWhereItStands() {
        String metadata = """
                {
                  "mainModule": "index.js",
                  "bindings": [
                    {"name": "LOG", "type": "invocations"},
                    {"name": "DREAMS", "type": "dreams"}
                  ]
                }""";
        form(metadata)
                .module("index.js", Door.HELLO)
                .put(account, "dreamer")
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", is("unknown-binding"))
                .body("detail", containsString("dreams"))
                .body("errors", hasSize(1))
                .body("errors[0].file", is("metadata"))
                .body("errors[0].line", is(5))
                .body("errors[0].column", is(32));
        operator().get(path("dreamer")).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"mainModule":"index.js","main":1}                                          | unknown-key      | 1 | 26
            {"mainModule":"index.js","limits":{"cpu":1}}                                | unknown-key      | 1 | 36
            {"mainModule":"index.js","limits":{"cpuMs":0}}                              | invalid-limit    | 1 | 44
            {"mainModule":"index.js","limits":{"heapBytes":999999999999}}               | invalid-limit    | 1 | 48
            {"mainModule":"index.js","limits":{"cpuMs":"much"}}                         | invalid-metadata | 1 | 44
            {"mainModule":"index.js","limits":{"cpuMs":"9"}}                            | invalid-metadata | 1 | 44
            {"mainModule":"index.js","limits":{"cpuMs":""}}                             | invalid-metadata | 1 | 44
            {"mainModule":"index.js","limits":{"cpuMs":9.5}}                            | invalid-metadata | 1 | 44
            {"mainModule":"index.js","limits":{"cpuMs":1e99}}                           | invalid-metadata | 1 | 44
            {"mainModule":"index.js","limits":{"subrequests":9999999999}}               | invalid-metadata | 1 | 50
            {"mainModule":"index.js","limits":7}                                        | invalid-metadata | 1 | 35
            {"mainModule":"index.js","message":7}                                       | invalid-metadata | 1 | 36
            {"mainModule":"index.js","bindings":{"name":"A","type":"invocations"}}      | invalid-metadata | 1 | 37
            {"mainModule":"index.js","bindings":[{"name":"A","type":true}]}             | invalid-metadata | 1 | 57
            {"mainModule":"index.js","egress":{"mode":0}}                               | invalid-metadata | 1 | 43
            {"mainModule":"index.js","egress":{"mode":""}}                              | invalid-metadata | 1 | 43
            {"mainModule":"index.js","egress":{"allow":[80]}}                           | invalid-metadata | 1 | 45
            {"mainModule":"index.js","egress":{"allow":[null]}}                         | invalid-metadata | 1 | 35
            {"mainModule":"index.js","routes":["a.example.com/*"]}                      | invalid-metadata | 1 | 36
            {"mainModule":"index.js","vars":{"a-b":1}}                                  | invalid-name     | 1 | 34
            {"mainModule":"index.js","vars":{"__proto__":1}}                            | invalid-name     | 1 | 34
            {"mainModule":"index.js","vars":{"A":1,"A":2}}                              | invalid-metadata | 1 | 40
            {"mainModule":"index.js","vars":{"A":1},"bindings":[{"name":"A","type":"invocations"}]} | duplicate-name | 1 | 61
            {"mainModule":"index.js","bindings":[{"name":"A"}]}                         | invalid-metadata | 1 | 38
            {"mainModule":"index.js","egress":{"mode":"some"}}                          | invalid-metadata | 1 | 43
            {"mainModule":"index.js","bindings":[{"name":"A","type":"ratelimit"}]}      | invalid-metadata | 1 | 38
            {"mainModule":"index.js","bindings":[{"name":"A","type":"ratelimit","namespace_id":"1"}]} | invalid-metadata | 1 | 38
            {"mainModule":"index.js","bindings":[{"name":"A","type":"ratelimit","namespace_id":"x","simple":{"limit":1,"period":60}}]} | invalid-rate | 1 | 84
            {"mainModule":"index.js","bindings":[{"name":"A","type":"ratelimit","namespace_id":"1","simple":{"limit":1,"period":30}}]} | invalid-rate | 1 | 97
            {"mainModule":"index.js","bindings":[{"name":"A","type":"ratelimit","namespace_id":"1","simple":{"limit":0,"period":60}}]} | invalid-metadata | 1 | 97
            {"mainModule":"index.js","bindings":[{"name":"A","type":"invocations","namespace_id":"1"}]} | invalid-metadata | 1 | 38
            {"mainModule":"index.js","rates":{"client":{"limit":1,"period":90000}}}     | invalid-metadata | 1 | 44
            {"mainModule":"index.js","rates":{"clientBy":"none"}}                       | invalid-metadata | 1 | 34
            {"mainModule":"index.js","rates":{"account":{"limit":1,"period":1}}}        | unknown-key      | 1 | 35
            {"mainModule":"index.js","placement":{"regions":["no way"]}}                | invalid-placement | 1 | 38
            {"mainModule":"index.js","placement":{"regions":["fra","fra"]}}             | invalid-placement | 1 | 38
            {"mainModule":"index.js","placement":{"regions":["fra"],"affinity":"luck"}} | invalid-placement | 1 | 38
            {"mainModule":"index.js","placement":{"affinity":"ip"}}                     | invalid-placement | 1 | 38
            {"mainModule":"index.js","placement":{"regions":["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q"]}} | invalid-placement | 1 | 38
            {"mainModule":"index.js","egress":{"allow":["ok.example:80","no way"]}}     | invalid-egress   | 1 | 61
            {"mainModule":"index.js","routes":[{"pattern":"localhost/*"}]}              | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"127.0.0.1/*"}]}              | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"127.1/*"}]}                  | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"a.0x7f/*"}]}                 | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"[::1]/*"}]}                  | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"vm/*"}]}                     | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"*.com/*"}]}                  | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"*.co.uk/*"}]}                | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"api.reserved.example/*"}]}   | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"a.api.reserved.example/*"}]} | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"api.front.example/*"}]}      | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"*.reserved.example/*"}]}     | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"*.127.0.0.1/*"}]}            | invalid-route    | 1 | 47
            {"mainModule":"index.js","routes":[{"pattern":"a.example.com"}]}            | invalid-route    | 1 | 47
            {"vars":{}}                                                                 | invalid-metadata | 1 | 1
            {"mainModule":7                                                             | invalid-metadata | 1 | 16
            [1]                                                                         | invalid-metadata | 1 | 1
            """)
    void badMetadataIsRefusedWhereItStands(String metadata, String code, int line, int column) {
        form(metadata)
                .module("index.js", Door.HELLO)
                .put(account, "refused")
                .statusCode(422)
                .body("code", is(code))
                .body("errors[0].file", is("metadata"))
                .body("errors[0].line", is(line))
                .body("errors[0].column", is(column));
        operator().get(path("refused")).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"mainModule":"index.js","main":1}              | metadata.main: there is no key 'main' here; there is bindings, egress,
            {"mainModule":"index.js","limits":{"cpu":1}}    | metadata.limits.cpu: there is no key 'cpu' here; there is allocatedBytes,
            {"mainModule":"index.js","limits":{"cpuMs":"9"}} | metadata.limits.cpuMs: this must be a whole number
            {"mainModule":"index.js","egress":{"mode":"some"}} | metadata.egress.mode: this must be one of open, none
            {"mainModule":7}                                | metadata.mainModule: this must be text
            """)
    void badMetadataIsRefusedInJsonToo(String metadata, String detail) {
        deployAsJson("refused", metadata)
                .statusCode(400)
                .body("code", is("invalid-json"))
                .body("detail", containsString(detail));
        operator().get(path("refused")).then().statusCode(404);
    }

    @Test
    void deploysAsJson() {
        deployAsJson("told", "{\"mainModule\":\"index.js\",\"limits\":{\"cpuMs\":9}}")
                .statusCode(200);
        deployment("told").body("limits.cpuMs", is(9));
    }

    private ValidatableResponse deployAsJson(String name, String metadata) {
        String code = Base64.getEncoder().encodeToString(Door.HELLO.getBytes(StandardCharsets.UTF_8));
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"metadata\":%s,\"modules\":[{\"name\":\"index.js\",\"kind\":\"esm\",\"content\":\"%s\"}]}"
                        .formatted(metadata, code))
                .post(path(name) + "/versions")
                .then();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../up.js", "/abs.js", "a//b.js", "a/./b.js", "a\\b.js", "mayfly:workers", "a?b", "nul\u0001"})
    void moduleNamesStayInside(String name) {
        hello().module(name, "export {}")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("invalid-module-name"))
                .body("errors[0].file", is(name))
                .body("errors[0].line", nullValue());
    }

    @Test
    void mainModuleMustBeThereAndCode() {
        form("{\n \"mainModule\": \"lost.js\"}")
                .module("index.js", Door.HELLO)
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("no-module"))
                .body("detail", containsString("lost.js"))
                .body("errors[0].file", is("metadata"))
                .body("errors[0].line", is(2))
                .body("errors[0].column", is(16));
        form("{\"mainModule\":\"index.js\"}")
                .part("index.js", "text/plain", Door.HELLO)
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("main-not-esm"))
                .body("detail", containsString("index.js is text"))
                .body("errors[0].file", is("metadata"))
                .body("errors[0].line", is(1))
                .body("errors[0].column", is(15));
        form("{\"mainModule\":\"index.js\"}")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("no-module"))
                .body("errors[0].column", is(15));
        hello().part("x.css", "text/css", "x")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("unknown-kind"));
        for (var type : List.of("application/wasm", "application/octet-stream")) {
            hello().part("sub/x.wasm", type, "x")
                    .put(account, "refused")
                    .statusCode(422)
                    .body("code", is("webassembly"))
                    .body("detail", containsString("sub/x.wasm: WebAssembly does not run here"))
                    .body("errors[0].file", is("sub/x.wasm"));
        }
        hello().part("x", "application/wasm", "x")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("webassembly"));
        hello().part("x.txt", "text/plain", new byte[] {-1})
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("not-utf8"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            export default { fetch() { return new Response( } }                     | syntax     | 1 | 49
            import x from './lost.js'; export default { fetch() {} }                | no-module  | 1 |
            throw new Error('early'); export default { fetch() {} }                 | threw      | 1 | 7
            import { x } from './index.js'; export default { fetch() {} }           | syntax     | 1 | 10
            export default { scheduled() {} }                                       | no-handler | 1 | 1
            const a = 1; export default a                                           | no-handler | 1 | 14
            export const a = 1                                                      | no-handler | 1 | 1
            """)
    void codeThatCannotRunIsRefusedWhereItFails(String code, String problem, Integer line, Integer column) {
        var answer = form("{\"mainModule\":\"index.js\"}")
                .module("index.js", code)
                .put(account, "refused")
                .statusCode(422)
                .body("code", is(problem))
                .body("errors[0].file", is("index.js"));
        if (line != null) answer.body("errors[0].line", is(line));
        if (column != null) answer.body("errors[0].column", is(column));
        operator().get(path("refused")).then().statusCode(404);
    }

    @Test
    void codeThatNeverEndsIsRefusedWhereItWas() {
        form("{\"mainModule\":\"index.js\",\"limits\":{\"cpuMs\":100}}")
                .module("index.js", "export default { fetch() {} };\n\nwhile (true) {}")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("exhausted-cpu"))
                .body("errors[0].file", is("index.js"))
                .body("errors[0].line", is(3));
    }

    @Test
    void whatWaitsForeverIsRefusedWithoutAPlace() {
        form("{\"mainModule\":\"index.js\"}")
                .module("index.js", "await new Promise(() => {});\nexport default { fetch() {} };")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("deadlock"))
                .body("errors[0].file", is("index.js"))
                .body("errors[0].line", nullValue());
    }

    @Test
    void whatWouldBeOnEnvTwiceIsRefusedWhereTheMetadataNamesIt() {
        hello().put(account, "clash").statusCode(200);
        operator()
                .contentType(ContentType.JSON)
                .body("{\"value\":\"s\"}")
                .put(path("clash") + "/secrets/KEY")
                .then()
                .statusCode(204);
        form("{\"mainModule\":\"index.js\",\n\"vars\":{\"KEY\":1}}")
                .module("index.js", Door.HELLO)
                .put(account, "clash")
                .statusCode(422)
                .body("code", is("duplicate-name"))
                .body("errors[0].line", is(2))
                .body("errors[0].column", is(9));
        form("{\"mainModule\":\"index.js\",\n\"bindings\":[{\"name\":\"KEY\",\"type\":\"invocations\"}]}")
                .module("index.js", Door.HELLO)
                .put(account, "clash")
                .statusCode(422)
                .body("errors[0].line", is(2))
                .body("errors[0].column", is(21));
        deployAsJson("clash", "{\"mainModule\":\"index.js\",\"vars\":{\"KEY\":1}}")
                .statusCode(422)
                .body("errors[0].file", is("metadata"))
                .body("errors[0].pointer", is("/vars/KEY"))
                .body("errors[0].line", nullValue());
    }

    @Test
    void problemInAnotherModuleNamesThatModule() {
        form("{\"mainModule\":\"index.js\"}")
                .module("index.js", "import './lib/b.js'; export default { fetch() {} }")
                .module("lib/b.js", "export {};\n\nlet let = 1;")
                .put(account, "refused")
                .statusCode(422)
                .body("code", is("syntax"))
                .body("errors[0].file", is("lib/b.js"))
                .body("errors[0].line", is(3));
    }

    @Test
    void metadataHasBounds() {
        String vars = numbered(257, "\"V%d\":1");
        refused("{\"mainModule\":\"index.js\",\"vars\":{%s}}".formatted(vars), 422, "invalid-metadata");
        String routes = numbered(101, "{\"pattern\":\"h%d.bounds.test/\"}");
        refused("{\"mainModule\":\"index.js\",\"routes\":[%s]}".formatted(routes), 429, "limit-routes");
        String allowed = numbered(101, "\"h%d\"");
        refused("{\"mainModule\":\"index.js\",\"egress\":{\"allow\":[%s]}}".formatted(allowed), 422, "invalid-egress");
        String long1001 = "x".repeat(1001);
        refused("{\"mainModule\":\"index.js\",\"message\":\"%s\"}".formatted(long1001), 422, "invalid-metadata");
        refused("{\"mainModule\":\"index.js\"}" + " ".repeat(1 << 20), 422, "invalid-metadata");
    }

    private void refused(String metadata, int status, String code) {
        form(metadata)
                .module("index.js", Door.HELLO)
                .put(account, "bounded")
                .statusCode(status)
                .body("code", is(code));
    }

    private static String numbered(int count, String form) {
        return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining(","));
    }

    @Test
    void bundleHasASize() {
        hello().part("big.bin", "application/octet-stream", new byte[(10 << 20) - Door.HELLO.length()])
                .put(account, "big")
                .statusCode(200);
        hello().part("big.bin", "application/octet-stream", new byte[10 << 20])
                .put(account, "bigger")
                .statusCode(422)
                .body("code", is("bundle-too-large"))
                .body("detail", containsString("at most 10485760 are allowed; the largest is big.bin with 10485760"))
                .body("errors[0].file", is("big.bin"))
                .body("errors[0].line", nullValue());
        hello().part("big.bin", "application/octet-stream", new byte[13 << 20])
                .put(account, "bigger")
                .statusCode(422)
                .body("code", is("bundle-too-large"))
                .body("detail", containsString("all modules together may have 10485760"))
                .body("errors", nullValue());
        operator().get(path("bigger")).then().statusCode(404);
    }

    @Test
    void formMustBeAForm() {
        new Door.Form(Backends.BOOTSTRAP)
                .module("index.js", Door.HELLO)
                .put(account, "refused")
                .statusCode(400)
                .body("code", is("invalid-form"));
        operator()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType("multipart/form-data; boundary=x")
                .body("--y\r\n\r\n--y--".getBytes(StandardCharsets.UTF_8))
                .put(path("refused"))
                .then()
                .statusCode(400)
                .body("code", is("invalid-form"));
        operator()
                .contentType(ContentType.JSON)
                .body("{}")
                .put(path("refused"))
                .then()
                .statusCode(415);
    }

    @Test
    void routesBelongToWhoeverCameFirst() {
        String other = Door.account();
        hello().put(account, "first").statusCode(200);
        hello().put(account, "second").statusCode(200);
        hello().put(other, "thief").statusCode(200);
        String host = account + ".org.test";
        putRoutes(account, "first", host + "/*").statusCode(200).body("pattern", contains(host + "/*"));
        putRoutes(account, "second", host + "/*").statusCode(409).body("detail", containsString("/first"));
        putRoutes(account, "second", host + "/v2/*").statusCode(200);
        putRoutes(other, "thief", host + "/admin/*")
                .statusCode(409)
                .body("detail", not(containsString(account + "/first")));
        putRoutes(other, "thief", "*." + host + "/*").statusCode(200);
        putRoutes(account, "first", "deep." + host + "/*").statusCode(409);
        putRoutes(other, "thief").statusCode(200).body("", hasSize(0));
        putRoutes(account, "first", "deep." + host + "/*").statusCode(200);
    }

    @Test
    void routesThatAreTakenRefuseTheDeploymentAsAWhole() {
        String other = Door.account();
        hello().put(account, "first").statusCode(200);
        putRoutes(account, "first", account + ".net.test/*").statusCode(200);
        form("{\"mainModule\":\"index.js\",\"routes\":[{\"pattern\":\"%s.net.test/x\"}]}".formatted(account))
                .module("index.js", Door.HELLO)
                .put(other, "late")
                .statusCode(409);
        operator().get("/v1/accounts/%s/functions/late".formatted(other)).then().statusCode(404);
    }

    @Test
    void formOfAForeignAccountIsRefused() {
        String stranger = Door.token(Door.account());
        hello().as(stranger).put(account, "stolen").statusCode(403).body("code", is("denied"));
        hello().as("mf_nobodys").put(account, "stolen").statusCode(401).body("code", is("unauthenticated"));
        form("not json").as(stranger).put(account, "stolen").statusCode(403);
        operator().get(path("stolen")).then().statusCode(404);
        hello().put("never-made", "hello").statusCode(404);
        hello().put(account, "Bad_Name").statusCode(400).body("code", is("invalid-name"));
    }

    @Test
    void messageIsKept() {
        form("{\"mainModule\":\"index.js\",\"message\":\"why\"}")
                .module("index.js", Door.HELLO)
                .put(account, "told")
                .body("message", is("why"))
                .body("errors", nullValue());
    }

    private ValidatableResponse putRoutes(String owner, String name, String... patterns) {
        List<Map<String, String>> routes = Arrays.stream(patterns)
                .map(pattern -> Map.of("pattern", pattern))
                .toList();
        return operator()
                .contentType(ContentType.JSON)
                .body(routes)
                .put("/v1/accounts/%s/functions/%s/routes".formatted(owner, name))
                .then();
    }

    private ValidatableResponse deployment(String name) {
        return platform()
                .get("/v1/platform/deployments?since=0")
                .then()
                .statusCode(200)
                .rootPath("deployed.find { it.account == '%s' && it.function == '%s' }".formatted(account, name));
    }

    private String path(String name) {
        return "/v1/accounts/%s/functions/%s".formatted(account, name);
    }
}
