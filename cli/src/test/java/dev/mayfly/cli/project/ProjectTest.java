package dev.mayfly.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aFunction() throws IOException {
        write("src/index.js", "export default {}");
        write("src/lib/date.js", "export const x = 1");
        write("src/index.test.js", "");
        write("src/page.html", "<p>");
        write("src/node_modules/x/index.js", "");
        write("src/.hidden.js", "");
        write("src/package.json", "{}");
        write("src/package-price.js", "");
    }

    @Test
    void modulesAreThoseBesideMain() throws IOException {
        config("{\"name\":\"api\", \"main\":\"src/index.js\", // a comment\n}");
        Project project = Project.read(folder);
        assertThat(project.main()).isEqualTo("index.js");
        assertThat(project.modules())
                .extracting(Project.Module::name)
                .containsExactly("index.js", "lib/date.js", "package-price.js", "page.html");
        assertThat(project.modules().get(3).contentType()).isEqualTo("text/plain");
    }

    @Test
    void webAssemblyGoesAlongToBeRefusedByItsName() throws IOException {
        config("{\"name\":\"api\", \"main\":\"src/index.js\"}");
        write("src/lib/codec.wasm", "x");
        assertThat(Project.read(folder).modules())
                .filteredOn(module -> module.name().equals("lib/codec.wasm"))
                .extracting(Project.Module::contentType)
                .containsExactly("application/wasm");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "\"sneaky\"}|12:41",
                "\"n*\"}|5:13",
                "\"b.example/x\"}|5:31",
                "99|6:23",
                "1,\"subrequests\"|8:25",
                "{\"mode\":\"none\"}|9:14",
                "{\"A\":1}|4:10",
                "\"A\":1}|4:11",
                "\"2026-01-31\"|3:24",
                "\"index.js\"|"
            })
    void placesInTheMetadataAreThoseOfTheFile(String what, @Nullable String place) throws IOException {
        config("""
                {"name": "api",
                 "main": "src/index.js",
                 "compatibility_date": "2026-01-31",
                 "vars": {"A": 1},
                 "routes": ["n*", {"pattern": "b.example/x"}],
                 "limits": {"cpu_ms": 99},
                 "mayfly": { // more limits
                   "limits": {"wallMs": 1, "subrequests": 2},
                   "egress": {"mode": "none"},
                   "bindings": []},
                 "unsafe": {"metadata": {"mayfly": {}},
                   "bindings": [{"name": "LOG", "type": "sneaky"}]}}""");
        Project project = Project.read(folder);
        String metadata = project.metadata().toString();
        assertThat(metadata).contains(what);
        assertThat(project.places().of(metadata, 1, metadata.indexOf(what) + 1))
                .isEqualTo(Optional.ofNullable(place).map("wrangler.jsonc:"::concat));
    }

    @Test
    void rateLimitsAreBindingsAndAreFoundWhereTheyStand() throws IOException {
        config("""
                {"name": "api", "main": "src/index.js",
                 "ratelimits": [
                   {"name": "FAST", "namespace_id": "1", "simple": {"limit": 5, "period": 10}},
                   {"name": "SLOW", "namespace_id": "2", "simple": {"limit": 0, "period": 60}}],
                 "mayfly": {"rates": {"client": {"limit": 7, "period": 1}}},
                 "unsafe": {"bindings": [{"name": "LOG", "type": "invocations"}]}}""");
        Project project = Project.read(folder);
        String metadata = project.metadata().toString();
        assertThat(project.metadata().path("bindings")).hasToString("""
                [{"name":"FAST","namespace_id":"1","simple":{"limit":5,"period":10},"type":"ratelimit"},\
                {"name":"SLOW","namespace_id":"2","simple":{"limit":0,"period":60},"type":"ratelimit"},\
                {"name":"LOG","type":"invocations"}]""");
        assertThat(project.metadata().path("rates")).hasToString("{\"client\":{\"limit\":7,\"period\":1}}");
        assertPlace(project, metadata, "{\"limit\":0", "wrangler.jsonc:4:52");
        assertPlace(project, metadata, "\"invocations\"", "wrangler.jsonc:6:50");
        assertPlace(project, metadata, "7,", "wrangler.jsonc:5:43");
    }

    private static void assertPlace(Project project, String metadata, String what, String place) {
        assertThat(project.places().of(metadata, 1, metadata.indexOf(what) + 1)).contains(place);
    }

    @Test
    void environmentsOwnPlacesGoBeforeTheFiles() throws IOException {
        config("""
                {"name": "api", "main": "src/index.js", "limits": {"cpu_ms": 1}, "vars": {"A": 1},
                 "env": {"test": {"vars": {"A": 2}}}}""");
        Project project = Project.read(folder, Optional.of("test"));
        String metadata = project.metadata().toString();
        assertThat(project.places().of(metadata, 1, metadata.indexOf("2}") + 1)).contains("wrangler.jsonc:2:33");
        assertThat(project.places().of(metadata, 1, metadata.indexOf("1}") + 1)).contains("wrangler.jsonc:1:62");
    }

    @Test
    void brokenFileIsToldInItsAuthorsWords() throws IOException {
        config("{\"name\": \"api\",\n \"main\": [");
        assertThatThrownBy(() -> Project.read(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("wrangler.jsonc:2:")
                .hasMessageContaining("line 2, column 10")
                .hasMessageNotContainingAny("Source", "REDACTED", "Feature");
    }

    @Test
    void settingsBecomeMetadata() throws IOException {
        config("""
                {"name":"api","main":"src/index.js","vars":{"A":1},"routes":["a.example/*",{"pattern":"b.example/x"}],
                 "limits":{"cpu_ms":50,"subrequests":7},"mayfly":{"limits":{"wallMs":9},"egress":{"mode":"none","allow":[]}}}""");
        assertThat(Project.read(folder).metadata()).hasToString("""
                {"mainModule":"index.js","vars":{"A":1},"bindings":[],"egress":{"mode":"none","allow":[]},\
                "routes":[{"pattern":"a.example/*"},{"pattern":"b.example/x"}],"routesOnly":false,"limits":{"cpuMs":50,"subrequests":7,"wallMs":9},"rates":{},"placement":{}}""");
    }

    @Test
    void whatWranglerTakesIsTakenToo() throws IOException {
        config("""
                {"name":"api","main":"src/index.js","route":{"pattern":"a.example/*","zone_name":"example"},"observability":{"enabled":true},
                 "compatibility_date":"2026-01-31","compatibility_flags":["url_standard"],"workers_dev":true,
                 "unsafe":{"metadata":{"mayfly":{"egress":{"mode":"none"}}},"bindings":[{"name":"LOG","type":"invocations"}]}}""");
        assertThat(Project.read(folder).metadata()).hasToString("""
                {"mainModule":"index.js","vars":{},"bindings":[{"name":"LOG","type":"invocations"}],"egress":{"mode":"none"},\
                "routes":[{"pattern":"a.example/*"}],"routesOnly":false,"limits":{},"rates":{},"placement":{},\
                "notes":{"compatibility_date":"2026-01-31","compatibility_flags":"url_standard"}}""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "workers_dev":"no"                               | workers_dev must be true or false
            "observability":{"logs":{"destinations":["a"]}}   | observability.logs.destinations
            "observability":{"logs":{"persist":false}}        | observability.logs.persist: false
            "observability":{"traces":{"destinations":["a"]}} | observability.traces.destinations
            "observability":{"traces":{"persist":false}}      | observability.traces.persist: false
            "compliance_region":"fedramp_high"               | compliance_region
            "first_party_worker":true                         | first_party_worker
            """)
    void whatMayflyWouldNotDoIsRefusedByName(String key, String named) throws IOException {
        config("{\"name\":\"api\",\"main\":\"src/index.js\",\"env\":{\"e\":{}},%s}".formatted(key));
        for (Optional<String> environment : List.of(Optional.<String>empty(), Optional.of("e")))
            assertThatThrownBy(() -> Project.read(folder, environment))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(named);
    }

    @Test
    void aFlagThatChangesHowCodeRunsIsSentAsOne() throws IOException {
        config(
                "{\"name\":\"api\",\"main\":\"src/index.js\",\"compatibility_flags\":[\"nodejs_compat_v2\",\"url_standard\"]}");
        assertThat(Project.read(folder).metadata().path("flags")).hasToString("[\"nodejs_compat\"]");
        assertThat(Project.read(folder).metadata().path("notes").path("compatibility_flags"))
                .hasToString("\"nodejs_compat_v2,url_standard\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "placement":{"mode":"off"}                                                             | {}
            "placement":{"mode":"targeted","region":"fra"}                                         | {"regions":["fra"]}
            "placement":{"region":"fra, iad"}                                                      | {"regions":["fra","iad"]}
            "mayfly":{"placement":{"regions":["fra"],"affinity":"ip"}}                             | {"regions":["fra"],"affinity":"ip"}
            "unsafe":{"metadata":{"mayfly":{"placement":{"regions":["fra"]}}}}                     | {"regions":["fra"]}
            """)
    void regionsAreTakenAsTheyAreNamed(String key, String placement) throws IOException {
        config("{\"name\":\"api\",\"main\":\"src/index.js\",%s}".formatted(key));
        assertThat(Project.read(folder).metadata().path("placement")).hasToString(placement);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"mode":"smart"}                     | smart
            {"mode":"smart","region":"fra"}      | smart
            {"mode":"targeted"}                  | region
            {"mode":"off","hint":"wnam"}         | placement.hint
            {"host":"db.example.com:5432"}       | placement.host
            """)
    void placementsThatMayflyDoesNotHaveAreRefused(String placement, String named) throws IOException {
        config("{\"name\":\"api\",\"main\":\"src/index.js\",\"placement\":%s}".formatted(placement));
        assertThatThrownBy(() -> Project.read(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(named);
    }

    @Test
    void withoutWorkersDevItAnswersAtItsRoutesAlone() throws IOException {
        config("{\"name\":\"api\",\"main\":\"src/index.js\",\"route\":\"a.example/*\",\"workers_dev\":false}");
        assertThat(Project.read(folder).metadata().path("routesOnly").asBoolean())
                .isTrue();
    }

    @Test
    void whatTheFileDoesNotSayIsReset() throws IOException {
        config("{\"name\":\"api\",\"main\":\"src/index.js\"}");
        assertThat(Project.read(folder).metadata()).hasToString("""
                {"mainModule":"index.js","vars":{},"bindings":[],"egress":{"mode":"open"},"routesOnly":false,"limits":{},"rates":{},"placement":{}}""");
    }

    @Test
    void environmentIsAFunctionOfItsOwnWithItsOwnVarsAndRoutes() throws IOException {
        config("""
                {"name":"api","main":"src/index.js","vars":{"A":1,"B":2},"route":"a.example/*","limits":{"cpu_ms":50},
                 "mayfly":{"egress":{"mode":"none"}},"unsafe":{"bindings":[{"name":"LOG","type":"invocations"}]},
                 "env":{"staging":{"vars":{"A":3},"routes":["s.example/*"]},"bare":{},"named":{"name":"other"},"odd":{"kv_namespaces":[]}}}""");
        Project staging = Project.read(folder, Optional.of("staging"));
        assertThat(staging.name()).isEqualTo("api-staging");
        assertThat(staging.metadata()).hasToString("""
                {"mainModule":"index.js","vars":{"A":3},"bindings":[],"egress":{"mode":"none"},\
                "routes":[{"pattern":"s.example/*"}],"routesOnly":false,"limits":{"cpuMs":50},"rates":{},"placement":{}}""");
        assertThat(Project.read(folder, Optional.of("bare")).metadata()).hasToString("""
                {"mainModule":"index.js","vars":{},"bindings":[],"egress":{"mode":"none"},\
                "routes":[{"pattern":"a.example/*"}],"routesOnly":false,"limits":{"cpuMs":50},"rates":{},"placement":{}}""");
        assertThat(Project.read(folder, Optional.of("named")).name()).isEqualTo("other");
        assertThat(Project.read(folder).name()).isEqualTo("api");
        assertThat(Project.read(folder).metadata().path("vars")).hasToString("{\"A\":1,\"B\":2}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nowhere | no environment nowhere; it has deep, flat, kv
            kv      | env.kv.kv_namespaces
            deep    | env.deep.env
            flat    | flat must be an object
            """)
    void wrongEnvironmentIsRefused(String environment, String reason) throws IOException {
        config("""
                {"name":"a","main":"src/index.js","env":{"kv":{"kv_namespaces":[]},"deep":{"env":{}},"flat":7}}""");
        assertThatThrownBy(() -> Project.read(folder, Optional.of(environment)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }

    @Test
    void fileWithoutEnvironmentsSaysSo() throws IOException {
        config("{\"name\":\"a\",\"main\":\"src/index.js\"}");
        assertThatThrownBy(() -> Project.read(folder, Optional.of("staging"))).hasMessageContaining("it has none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"main":"src/index.js"}                                          | must have "name"
            {"name":"a","main":"src/nowhere.js"}                             | no such file
            {"name":"a","main":"../../etc/passwd"}                           | no such file
            {"name":"a","main":"src/index.js","kv_namespaces":[]}            | kv_namespaces
            {"name":"a","main":"src/index.js","exports":{}}                  | support: exports
            {"name":"a","main":"src/index.js","ratelimiting":[]}             | support: ratelimiting
            {"name":"a","main":"src/index.js","vectorize":[]}                | support: vectorize
            {"name":"a","main":"src/index.js","python_modules":{}}           | support: python_modules
            {"name":"a","main":"src/index.js","minify":true}                 | minify: `wrangler deploy` acts upon that
            {"name":"a","main":"src/index.js","mayfly":{"speed":1}}          | mayfly.speed
            {"name":"a","main":"src/index.js","limits":{"memory":1}}         | limits.memory
            {"name":"a","main":"src/index.js","unsafe":{"capnp":1}}          | unsafe.capnp
            {"name":"a","main":"src/index.js","unsafe":{"metadata":{"x":1}}} | unsafe.metadata.x
            {"name":"a","main":"src/index.js","compatibility_date":"soon"}   | a date like
            {"name":"a","main":"src/index.js","compatibility_flags":["python_workers"]} | python_workers is not supported
            {"name":"a","main":"src/index.js","route":"a/*","routes":[]}     | one of them
            {"name":"a","main":"src/index.js","routes":[{"pattern":"a/*","custom_domain":true}]} | routes.custom_domain
            {"name":"a","main":"src/index.js","routes":[7]}                  | a route is a pattern
            {"name":7,"main":"src/index.js"}                                 | must have "name"
            []                                                               | must hold an object
            {"name":"a","name":"b","main":"src/index.js"}                    | name
            {"name":"a","main":"src/index.js","routes":"a/*"}                | routes must be an array
            {"name":"a","main":"src/index.js","limits":"none"}               | limits must be an object
            {"name":"a","main":"src/index.js","mayfly":[]}                   | mayfly must be an object
            {"name":"a",,}                                                   | wrangler.jsonc:1:
            """)
    void wrongConfigIsRefusedWithItsReason(String config, String reason) throws IOException {
        config(config);
        assertThatThrownBy(() -> Project.read(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }

    @Test
    void folderWithoutConfigIsRefused() {
        assertThatThrownBy(() -> Project.read(folder)).hasMessageContaining("has no wrangler.jsonc");
    }

    @Test
    void tooManyFilesAreRefused() throws IOException {
        config("{\"name\":\"a\",\"main\":\"src/index.js\"}");
        for (int i = 0; i < 1001; i++) write("src/many/" + i + ".js", "");
        assertThatThrownBy(() -> Project.read(folder)).hasMessageContaining("more than 1000 files");
    }

    private void config(String text) throws IOException {
        write("wrangler.jsonc", text);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
