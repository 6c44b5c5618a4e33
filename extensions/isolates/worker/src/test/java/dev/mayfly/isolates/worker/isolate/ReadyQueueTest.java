package dev.mayfly.isolates.worker.isolate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.worker.isolate.ReadyQueue.Turn;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {
    @Test
    void whatIsPromptGoesFirstAndAllElseInLine() throws Exception {
        var queue = new ReadyQueue<String>();
        queue.add("new 1", Turn.inLine);
        queue.add("new 2", Turn.inLine);
        queue.add("answered 1", Turn.prompt);
        queue.add("new 3", Turn.inLine);
        queue.add("answered 2", Turn.prompt);
        var order = new StringBuilder();
        for (var next = queue.poll(0); next != null; next = queue.poll(0))
            order.append(next).append(", ");
        assertThat(order).hasToString("answered 1, answered 2, new 1, new 2, new 3, ");
    }
}
