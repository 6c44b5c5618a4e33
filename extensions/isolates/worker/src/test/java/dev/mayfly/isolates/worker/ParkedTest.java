package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.Message;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkedTest {
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    @Test
    void thousandWaitingInvocationsHoldNoThreads() throws InterruptedException {
        int key = host.deploy(
                "export default { async fetch() { const up = await fetch('http://up.test/'); return new Response('' + up.status); } }");
        var waiting = new CountDownLatch(1000);
        var all = new ArrayList<TestHost.Invocation>();
        for (int i = 0; i < 1000; i++) {
            all.add(host.invoke(key, TestHost.BOUNDS, Body.NONE, call -> {
                waiting.countDown();
                return null;
            }));
        }
        assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(TestHost.WORKER.isolates().threads()).isLessThanOrEqualTo(16);
        long guests = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("mayfly-"))
                .count();
        assertThat(guests).isLessThanOrEqualTo(40);
        assertThat(all).noneMatch(TestHost.Invocation::isDone);

        for (var each : all) {
            each.say(new Message.Result.Response(1, 202, "", "http://up.test/", false, new String[0], Body.NONE));
        }
        for (var each : all) assertThat(each.text()).isEqualTo("202");
    }
}
