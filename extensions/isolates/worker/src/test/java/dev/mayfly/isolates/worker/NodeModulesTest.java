package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Bounds;
import dev.mayfly.isolates.frames.Message.End;
import dev.mayfly.isolates.worker.web.NodeModules;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules of Node.js. The cases in {@code node/*.test.js} are written so that Node.js itself passes them. */
class NodeModulesTest {
    private static final String ENV =
            "{\"vars\":{\"GREETING\":\"hi\",\"LEVEL\":3},\"secrets\":{\"KEY\":\"s3cret\"},\"bindings\":{}}";
    private static final List<String> NODE = List.of("nodejs_compat");
    private static final String RUN = """
            import cases from "./cases.js";
            export default {
              async fetch() {
                const failures = [];
                for (const name of Object.keys(cases)) {
                  try {
                    await cases[name]();
                  } catch (error) {
                    failures.push(`${name}: ${error?.stack ?? error}`);
                  }
                }
                return new Response(`${Object.keys(cases).length > 0 ? "ran" : "nothing"} ${failures.join("\\n")}`);
              },
            };
            """;

    /** A minute of CPU: behaviour is looked at here, and no limit. */
    private static final Bounds PATIENT = new Bounds(60_000, 120_000, 64 << 20, 4L << 30, 10 << 20, 64 << 10, 50, 100);

    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assert",
                "async_hooks",
                "buffer",
                "crypto",
                "diagnostics_channel",
                "events",
                "path",
                "process",
                "stream",
                "text",
                "timers",
                "util"
            })
    void behavesAsInNode(String file) {
        assertThat(run(RUN, resource(file + ".test.js"))).isEqualTo("ran ");
    }

    @Test
    void everyModuleExportsWhatItsFirstLinesSay() {
        var imports = NodeModules.names().stream()
                .sorted()
                .map("[%1$s, import('node:%1$s')]"::formatted)
                .map(pair -> pair.replaceFirst("\\[([^,]+),", "['$1',"))
                .collect(Collectors.joining(",\n"));
        var main = """
                const modules = [%s];
                export default {
                  async fetch() {
                    const flaws = [];
                    for (const [name, coming] of modules) {
                      const { default: whole, ...named } = await coming;
                      for (const key of Object.keys(named)) {
                        if (!(key in whole)) flaws.push(`${name} lacks ${key}`);
                        else if (!Object.is(whole[key], named[key])) flaws.push(`${name}.${key} is another`);
                      }
                    }
                    return new Response(`${modules.length} ${flaws.join()}`);
                  },
                };
                """.formatted(imports);
        assertThat(run(main, "")).isEqualTo(NodeModules.names().size() + " ");
    }

    @Test
    void aModuleHasTheSameContentWithAndWithoutThePrefix() {
        assertThat(run("""
                import * as one from "events";
                import * as other from "node:events";
                export default { fetch: () => new Response(`${one === other} ${process.getBuiltinModule("events") === one.default}`) };
                """, "")).isEqualTo("true true");
    }

    @Test
    void aFileOfTheBundleGoesBeforeAModuleOfNode() {
        var modules = List.of(
                module("index.js", "import x from 'util'; export default { fetch: () => new Response(x) };"),
                module("util", "export default 'mine';"));
        assertThat(host.invoke(host.deploy(ENV, "index.js", modules, NODE), PATIENT)
                        .text())
                .isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node:buffer", "buffer", "node:fs/promises"})
    void withoutTheFlagAnImportIsRefusedAndTheErrorNamesTheFlag(String name) {
        var main = module("index.js", "\nimport '%s'; export default { fetch() {} };".formatted(name));
        var done = host.inspect(host.deploy(ENV, "index.js", List.of(main)));
        assertThat(done.end()).isEqualTo(End.FAILED);
        assertThat(done.code()).isEqualTo("no-module");
        assertThat(done.detail())
                .contains("\\\"%s\\\"".formatted(name), "index.js", "nodejs_compat")
                .contains("\"line\":2");
    }

    @Test
    void withoutTheFlagThereAreNoGlobalsOfNode() {
        assertThat(host.get("""
                export default { fetch: () => new Response([typeof Buffer, typeof process, typeof setImmediate, typeof global].join()) };""").text()).isEqualTo("undefined,undefined,undefined,undefined");
    }

    @Test
    void whatNoFunctionCanHaveSaysWhy() {
        assertThat(run("""
                import net, { Socket } from "node:net";
                import { readFileSync } from "fs";
                class Mine extends Socket {}
                const said = [() => net.connect(80), () => new Mine(), () => readFileSync("/etc/passwd")].map((call) => {
                  try { call(); } catch (error) { return error.message; }
                });
                export default { fetch: () => new Response(said.join("\\n")) };
                """, ""))
                .contains("net.connect is not available", "net.Socket is", "fs.readFileSync is", "no files");
    }

    @Test
    void textsThatBuffersBecomeAreBounded() {
        assertThat(run("""
                const buffer = Buffer.alloc((16 << 20) + 1);
                const said = ["hex", "base64", "latin1"].map((encoding) => {
                  try { return buffer.toString(encoding).length; } catch (error) { return error.code; }
                });
                export default { fetch: () => new Response(said.join()) };
                """, "")).isEqualTo("ERR_STRING_TOO_LONG,22369624,16777217");
    }

    @Test
    void howManyStoresGoAlongIsBounded() {
        assertThat(run("""
                import { AsyncLocalStorage } from "node:async_hooks";
                let made = 0, said = "";
                try { for (;;) { new AsyncLocalStorage(); made++; } } catch (error) { said = error.message; }
                export default { fetch: () => new Response(`${made} ${said}`) };
                """, "")).startsWith("256 ").contains("256 of them in an invocation");
    }

    private String run(String main, String cases) {
        var modules = List.of(module("index.js", main), module("cases.js", cases));
        return host.invoke(host.deploy(ENV, "index.js", modules, NODE), PATIENT).text();
    }

    private static Message.Module module(String name, String text) {
        return new Message.Module(name, "esm", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String resource(String name) {
        try (InputStream in = NodeModulesTest.class.getResourceAsStream("/node/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
