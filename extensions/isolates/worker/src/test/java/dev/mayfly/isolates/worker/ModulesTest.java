package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.End;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModulesTest {
    private static final String NO_ENV = "{\"vars\":{\"V\":\"7\"},\"secrets\":{},\"bindings\":{}}";
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    private String run(Map<String, String> files) {
        return host.invoke(host.deploy(NO_ENV, files), TestHost.BOUNDS).text();
    }

    private Message.Done inspect(Map<String, String> files) {
        return host.inspect(host.deploy(NO_ENV, files));
    }

    @Test
    void filesImportEachOtherByRelativePath() {
        assertThat(run(Map.of(
                        "src/index.js",
                        "import { a } from './lib/a.js'; import b from '../b.js'; export default { fetch() { return new Response(a + b); } }",
                        "src/lib/a.js",
                        "import b from '../../b.js'; export const a = 'a' + b;",
                        "b.js",
                        "export default 'b';")))
                .isEqualTo("abb");
    }

    @Test
    void everyKindOfModuleHasItsDefaultExport() {
        var modules = List.of(
                new Message.Module("index.js", "esm", """
                        import j from './j.json'; import t from './t.txt'; import d from './d.bin';
                        export default { fetch() { return new Response(j.a[1] + t + new Uint8Array(d).join()); } }""".getBytes()),
                new Message.Module("j.json", "json", "{\"a\":[1,\"ü\"]}".getBytes(StandardCharsets.UTF_8)),
                new Message.Module("t.txt", "text", "a\"\\\n\u2028".getBytes(StandardCharsets.UTF_8)),
                new Message.Module("d.bin", "data", new byte[] {0, -1, 13, 10, -128}));
        int key = host.deploy(NO_ENV, "./index.js", modules);
        assertThat(host.invoke(key, TestHost.BOUNDS).text()).isEqualTo("üa\"\\\n\u20280,255,13,10,128");
    }

    @Test
    void cyclesAreResolvedAndEachModuleRunsOnce() {
        assertThat(run(Map.of(
                        "index.js",
                        "import { b } from './b.js'; export const a = 'a'; globalThis.n = (globalThis.n ?? 0) + 1; export default { fetch() { return new Response(b() + n); } }",
                        "b.js",
                        "import { a } from './index.js'; export const b = () => a + 'b';")))
                .isEqualTo("ab1");
    }

    @Test
    void importOnDemandKnowsTheBundleOnly() {
        assertThat(run(Map.of(
                        "index.js",
                        "export default { async fetch() { const { x } = await import('./x.js'); try { await import('./nope.js') } catch (e) { return new Response(x + e.name); } } }",
                        "x.js",
                        "export const x = 'x';")))
                .isEqualTo("xError");
    }

    @Test
    void topLevelAwaitIsWaitedFor() {
        assertThat(
                        run(
                                Map.of(
                                        "index.js",
                                        "const v = await new Promise(d => setTimeout(() => d('late'), 20)); export default { fetch() { return new Response(v); } }")))
                .isEqualTo("late");
    }

    @Test
    void throwingBehindATopLevelAwaitIsTheFunctionsFailure() {
        var done = inspect(
                Map.of(
                        "index.js",
                        "await new Promise(d => setTimeout(d, 5));\nthrow new TypeError('no configuration');\nexport default { fetch() {} }"));
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("threw");
        assertThat(done.detail()).contains("TypeError", "no configuration", "\"line\":2");
    }

    @Test
    void whatThrowsBesideATopLevelAwaitIsOnlyLogged() {
        assertThat(
                        run(
                                Map.of(
                                        "index.js",
                                        "setTimeout(() => { throw new Error('beside'); }, 1); await new Promise(d => setTimeout(d, 20)); export default { fetch() { return new Response('serves'); } }")))
                .isEqualTo("serves");
    }

    @Test
    void aModuleThatThrowsBehindAnAwaitFailsItsImporter() {
        var done = inspect(Map.of(
                "index.js", "import './late.js'; export default { fetch() {} }",
                "late.js", "await new Promise(d => setTimeout(d, 5)); throw new RangeError('late');"));
        assertThat(done.code()).isEqualTo("threw");
        assertThat(done.detail()).contains("RangeError", "late.js");
    }

    @Test
    void modulesKnowTheirUrlInTheBundle() {
        assertThat(run(Map.of(
                        "index.js",
                        "import { url } from './lib/a b.js'; export default { fetch() { return new Response(import.meta.url + ' ' + url + ' ' + new URL('./c.js', url)); } }",
                        "lib/a b.js",
                        "export const url = import.meta.url;")))
                .isEqualTo("file:///index.js file:///lib/a%20b.js file:///lib/c.js");
    }

    @Test
    void modulesHaveNoArgumentsAndFunctionsDo() {
        assertThat(run(Map.of("index.js", """
                        const outside = typeof arguments, evaluated = eval('typeof arguments'), arrow = (() => typeof arguments)();
                        function inside() { return arguments.length + (() => arguments[1])(); }
                        const seen = [outside, evaluated, arrow, inside(1, 2)].join();
                        export default { fetch() { return new Response(seen); } }"""))).isEqualTo("undefined,undefined,undefined,4");
        assertThat(run(Map.of("index.js", """
                        let thrown = ''; try { arguments } catch (e) { thrown = e.name }
                        export default { fetch() { return new Response(thrown + typeof arguments + arguments.length); } }"""))).isEqualTo("ReferenceErrorobject3");
    }

    @Test
    void globalsOfThePlatformAreOfGlobalThis() {
        assertThat(run(Map.of("index.js", """
                        const names = Object.getOwnPropertyNames(globalThis);
                        const lost = ['fetch', 'URL', 'console', 'crypto', 'setTimeout', 'Response', 'AbortSignal'].filter(n => !names.includes(n));
                        export default { fetch() { return new Response(lost.join() + Object.hasOwn(globalThis, 'Blob')); } }"""))).isEqualTo("true");
    }

    @Test
    void platformModuleGivesEnv() {
        assertThat(
                        run(
                                Map.of(
                                        "index.js",
                                        "import { env } from 'cloudflare:workers'; import { env as same } from 'mayfly:workers'; export default { fetch() { return new Response(env.V + (env === same)); } }")))
                .isEqualTo("7true");
    }

    @Test
    void inspectionTellsTheHandlers() {
        var done = inspect(Map.of("index.js", "export default { fetch() {} }"));
        assertThat(done.end()).isEqualTo(End.OK);
        assertThat(done.detail()).isEqualTo("{\"handlers\":[\"fetch\"]}");
    }

    @Test
    void usingNeedsABundler() {
        for (var declaration : new String[] {"using file = open();", "await using file = open();"}) {
            var done = host.inspect(host.deploy(
                    "export default { async fetch() {\n  " + declaration + "\n  return new Response('x');\n} }"));
            assertThat(done.code()).isEqualTo("syntax");
            assertThat(done.detail()).contains("a bundler such as esbuild", "\"line\":2");
        }
        for (var line : new String[] {
            "{ await using file = open(); }", "let a = 1; using b = a;", "for (using file of [open()]) close();"
        }) {
            assertThat(host.inspect(host.deploy("export default { async fetch() {\n  " + line + "\n} }"))
                            .detail())
                    .contains("a bundler such as esbuild", "\"line\":2");
        }
        assertThat(host.inspect(host.deploy("export default { fetch() {\n  let using file;\n} }"))
                        .detail())
                .doesNotContain("bundler");
    }

    @Test
    void syntaxErrorIsFoundWithItsPlace() {
        var done = inspect(Map.of("index.js", "import './bad.js';", "bad.js", "let a = 1;\nlet b = ;\n"));
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("syntax");
        assertThat(done.detail()).contains("\"file\":\"bad.js\"", "\"line\":2", "\"column\":9", "SyntaxError");
    }

    @Test
    void missingModuleIsFoundWithItsPlace() {
        var done = inspect(Map.of("index.js", "// first\nimport x from './nope.js';"));
        assertThat(done.code()).isEqualTo("no-module");
        assertThat(done.detail()).contains("./nope.js", "\"file\":\"index.js\"", "\"line\":2", "\"column\":15");
    }

    @Test
    void missingModuleIsFoundWhereItIsImportedAndNotWhereItIsSpokenOf() {
        var done = inspect(Map.of("index.js", "// './nope.js'\nconst text = './nope.js';\nexport * from './nope.js';"));
        assertThat(done.detail()).contains("\"file\":\"index.js\"", "\"line\":3", "\"column\":15");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            import { wrong } from './b.js'                      | wrong   | 10
            import { right, wrong as w } from './b.js'          | wrong   | 17
            import { 'odd name' as odd } from './b.js'          | odd name | 11
            import nothing from './b.js'                        | default | 8
            import nothing, { right } from './b.js'             | default | 8
            export { wrong } from './b.js'                      | wrong   | 10
            export { right, wrong as w } from './b.js'          | wrong   | 17
            import * as b from './b.js'; import { lost } from './b.js' | lost | 39
            """)
    void missingExportIsFoundWhereItIsImported(String statement, String name, int column) {
        var done = inspect(Map.of(
                "index.js",
                "// first\n\n" + statement + ";\nexport default { fetch() {} }",
                "b.js",
                "export const right = 1;"));
        assertThat(done.code()).isEqualTo("syntax");
        assertThat(done.detail())
                .contains(
                        "SyntaxError",
                        "./b.js\\\" has no export named " + name,
                        "\"file\":\"index.js\"",
                        "\"line\":3",
                        "\"column\":" + column);
    }

    @Test
    void missingExportOfAModuleThatIsImportedLaterIsFoundThere() {
        var done = inspect(Map.of(
                "index.js", "import './a.js';\nexport default { fetch() {} }",
                "a.js", "import { right } from './b.js';\nexport { gone } from './b.js';",
                "b.js", "export const right = 1;"));
        assertThat(done.detail()).contains("\"file\":\"a.js\"", "\"line\":2", "\"column\":10");
        var late = inspect(Map.of(
                "index.js", "\nawait import('./a.js');\nexport default { fetch() {} }",
                "a.js", "import { right, gone } from './b.js';",
                "b.js", "export const right = 1;"));
        assertThat(late.detail()).contains("\"file\":\"a.js\"", "\"line\":1", "\"column\":17");
    }

    @Test
    void missingHandlerIsFoundAtTheDefaultExport() {
        assertThat(inspect(Map.of("index.js", "const a = 1;\n\n  export default a;"))
                        .detail())
                .contains("\"file\":\"index.js\"", "\"line\":3", "\"column\":3");
        assertThat(inspect(Map.of("index.js", "export const a = 1;")).detail())
                .contains("\"file\":\"index.js\"")
                .doesNotContain("line", "column");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            while (true) {}                                     | cpu  | 200
            Array.from({ length: 2 ** 32 - 1 });                | cpu  | 200
            let s = 'x'; while (true) s = [s, s];               | heap | 10000
            """)
    void whatIsStoppedInTheMainModuleSaysWhereItWas(String statement, String limit, long cpuMs) {
        int key = host.deploy(NO_ENV, Map.of("index.js", "const a = 1;\n\n" + statement));
        var done = host.inspect(key, new Message.Bounds(cpuMs, 60_000, 64 << 20, 4L << 30, 1, 1, 1, 1));
        assertThat(done.end()).isEqualTo(End.EXHAUSTED);
        assertThat(done.code()).isEqualTo(limit);
        assertThat(done.detail()).contains("\"file\":\"index.js\"", "\"line\":3");
    }

    @Test
    void packagesAndPathsOutOfTheBundleAreMissing() {
        for (var specifier : List.of(
                "react", "../up.js", "/etc/passwd", "node:fs", "file:///etc/passwd", "https://x.test/a.js", "./b")) {
            var done = inspect(Map.of("index.js", "import '%s';".formatted(specifier), "b.js", ""));
            assertThat(done.code()).as(specifier).isEqualTo("no-module");
        }
    }

    @Test
    void missingMainModuleIsNoHandler() {
        assertThat(inspect(Map.of("index.js", "export default 1")).code()).isEqualTo("no-handler");
    }

    @Test
    void fetchOfAModuleIsFoundWithItsPlace() {
        var done = inspect(Map.of(
                "index.js", "const a = 1;\nconst r = await fetch('http://x.test/');\nexport default { fetch() {} }"));
        assertThat(done.code()).isEqualTo("threw");
        assertThat(done.detail()).contains("cannot fetch while it is evaluated", "\"line\":2", "\"column\":17");
    }

    @Test
    void throwingModuleIsFoundWithItsPlace() {
        var done = inspect(Map.of("index.js", "\n  nope();"));
        assertThat(done.code()).isEqualTo("threw");
        assertThat(done.detail()).contains("ReferenceError", "\"file\":\"index.js\"", "\"line\":2", "\"column\":3");
    }
}
