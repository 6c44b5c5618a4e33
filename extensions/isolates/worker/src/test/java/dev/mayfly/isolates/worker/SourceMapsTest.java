package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors are told where their author wrote the code, and not where a bundler put it. */
class SourceMapsTest {
    private static final String NO_ENV = "{\"vars\":{},\"secrets\":{},\"bindings\":{}}";
    /** All of line 2 comes from line 42 of app.ts. */
    private static final String MAP = "{\"version\":3,\"sources\":[\"src/app.ts\"],\"mappings\":\";AAyCA\"}";

    private static final String THROWS = """
            export default {
              fetch() { console.log(new Error("seen")); throw new TypeError("lost"); },
            };
            """;

    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    @Test
    void aMapBesideTheFileIsUsedInWhatIsThrownAndInTheLog() {
        var thrown = run(module("index.js", "esm", THROWS), module("index.js.map", "map", MAP));
        assertThat(thrown.done().detail()).contains("\"file\":\"src/app.ts\"", "\"line\":42", "src/app.ts:42:1");
        assertThat(thrown.logs.getFirst().text())
                .contains("Error: seen", "src/app.ts:42:1")
                .doesNotContain("index.js");
    }

    @Test
    void aMapInsideTheFileIsUsed() {
        var inline = THROWS + "//# sourceMappingURL=data:application/json;base64,"
                + Base64.getEncoder().encodeToString(MAP.getBytes(StandardCharsets.UTF_8));
        assertThat(run(module("index.js", "esm", inline)).done().detail()).contains("src/app.ts:42:1");
    }

    @Test
    void aMapIsFoundByTheNameThatTheFileGives() {
        var named = THROWS + "//# sourceMappingURL=maps/other.map\n";
        assertThat(run(module("index.js", "esm", named), module("maps/other.map", "map", MAP))
                        .done()
                        .detail())
                .contains("src/app.ts:42:1");
    }

    @Test
    void aMapThatIsNoneLeavesThePlacesOfTheBundle() {
        assertThat(run(module("index.js", "esm", THROWS), module("index.js.map", "map", "{"))
                        .done()
                        .detail())
                .contains("\"file\":\"index.js\"", "\"line\":2");
    }

    @Test
    void aMapCannotBeImported() {
        var main = module("index.js", "esm", "import './index.js.map'; export default { fetch() {} };");
        assertThat(run(main, module("index.js.map", "map", MAP)).done().code()).isEqualTo("no-module");
    }

    private TestHost.Invocation run(Message.Module... modules) {
        var invocation = host.invoke(host.deploy(NO_ENV, "index.js", List.of(modules)), TestHost.BOUNDS);
        invocation.done();
        return invocation;
    }

    private static Message.Module module(String name, String kind, String text) {
        return new Message.Module(name, kind, text.getBytes(StandardCharsets.UTF_8));
    }
}
