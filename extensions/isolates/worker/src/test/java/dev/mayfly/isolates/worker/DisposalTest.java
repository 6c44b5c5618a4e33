package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing that one invocation leaves behind is seen by another, of the same deployment or not. */
class DisposalTest {
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    /** Each row: what an invocation does, and what it then sees of that; a fresh isolate must see the same each time. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a global                   | globalThis.seen = (globalThis.seen ?? 0) + 1                                        | globalThis.seen
            module state               | n++                                                                                 | n
            Object.prototype           | Object.prototype.seen = (({}).seen ?? 0) + 1                                        | ({}).seen
            Array.prototype            | Array.prototype.push = (old => function () { return (old.seen = (old.seen ?? 0) + 1) })(Array.prototype.push) | [].push()
            Promise.prototype          | Promise.prototype.seen = (Promise.prototype.seen ?? 0) + 1                          | Promise.prototype.seen
            Function.prototype         | Function.prototype.seen = (Function.prototype.seen ?? 0) + 1                        | (() => 0).seen
            Response.prototype         | Response.prototype.seen = (Response.prototype.seen ?? 0) + 1                        | Response.prototype.seen
            JSON                       | JSON.seen = (JSON.seen ?? 0) + 1                                                    | JSON.seen
            Math                       | Math.seen = (Math.seen ?? 0) + 1                                                    | Math.seen
            Intl                       | Intl.seen = (Intl.seen ?? 0) + 1                                                    | Intl.seen
            RegExp statics             | typeof RegExp.$1 === 'string' && RegExp.$1 === '' && /(b+)/.test('abbc')            | RegExp.$1.length / 2
            template cache             | (t => { t.seen ??= 0 })(Object.create(tag``))                                       | made.has(tag``) ? 2 : 1
            Symbol registry            | Symbol.for('seen').description                                                      | Object.getOwnPropertySymbols(globalThis).includes(Symbol.for('seen')) ? 2 : (globalThis[Symbol.for('seen')] = 1)
            env                        | env.seen = (env.seen ?? 0) + 1                                                      | env.seen
            console                    | console.seen = (console.seen ?? 0) + 1                                              | console.seen
            """)
    void invocationStartsAfresh(String what, String doing, String seeing) {
        int key = host.deploy("""
                let n = 0;
                const made = new WeakSet();
                const tag = strings => strings;
                export default { fetch(request, env) { %s; return new Response(String(%s)); } }""".formatted(doing, seeing));
        for (int i = 0; i < 3; i++) {
            assertThat(host.invoke(key, TestHost.BOUNDS).text()).as(what).isEqualTo("1");
        }
    }

    @Test
    void registeredSymbolsStayEqualWithinAnInvocationHoweverMany() {
        int key = host.deploy("""
                export default { fetch() {
                  const all = [];
                  for (let i = 0; i < 3000; i++) all.push(Symbol.for('name ' + i));
                  const same = all.every((s, i) => s === Symbol.for('name ' + i) && Symbol.keyFor(s) === 'name ' + i);
                  return new Response(String(same));
                } }""");
        for (int i = 0; i < 2; i++)
            assertThat(host.invoke(key, TestHost.BOUNDS).text()).isEqualTo("true");
    }

    @Test
    void nothingOfTheHostIsThere() {
        assertThat(host.get("""
                export default { fetch() {
                  const names = ['Java', 'Packages', 'Polyglot', 'Graal', 'load', 'loadWithNewGlobal', 'print', 'quit', 'java', 'host', 'Temporal', 'require', 'process'];
                  return new Response(names.filter(name => name in globalThis).join());
                } }""").text()).isEmpty();
    }

    @Test
    void isolatesAtTheSameTimeAreApart() {
        int key = host.deploy("""
                export default { async fetch() {
                  globalThis.mine = (globalThis.mine ?? 0) + 1;
                  await new Promise(d => setTimeout(d, 20));
                  return new Response(String(globalThis.mine));
                } }""");
        var wrong = new AtomicInteger();
        var all = java.util.stream.IntStream.range(0, 50)
                .mapToObj(i -> host.invoke(key, TestHost.BOUNDS))
                .toList();
        for (var each : all) if (!each.text().equals("1")) wrong.incrementAndGet();
        assertThat(wrong).hasValue(0);
    }
}
