package dev.mayfly.edge.flags.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.edge.flags.rpc.ProtoReader.Unreadable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that are written, read again, and those that are none. */
class ProtoTest {
    private static final Map<String, Object> CONTEXT = new HashMap<>(Map.of(
            "text",
            "é",
            "whole",
            5L,
            "real",
            -0.5,
            "yes",
            true,
            "list",
            List.of(1L, "b", List.of()),
            "map",
            Map.of("k", Map.of())));

    @Test
    void structIsReadAsItWasWritten() throws Unreadable {
        CONTEXT.put("nothing", null);
        assertThat(struct(new ProtoWriter().text(1, "key").struct(2, CONTEXT).bytes()))
                .isEqualTo(CONTEXT);
    }

    @Test
    void unknownFieldsAreSkipped() throws Unreadable {
        byte[] message = new ProtoWriter()
                .whole(9, -1)
                .real(8, 1.5)
                .text(7, "x")
                .struct(2, Map.of("a", 1L))
                .bytes();
        assertThat(struct(message)).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void nestingEndsAtItsBound() {
        Map<String, Object> deep = Map.of();
        for (int i = 0; i < 80; i++) deep = Map.of("d", deep);
        byte[] message = new ProtoWriter().struct(2, deep).bytes();
        assertThatThrownBy(() -> struct(message)).isInstanceOf(Unreadable.class).hasMessageContaining("64 deep");
    }

    @Test
    void whateverComesIsReadOrRefused() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] sound = new ProtoWriter().text(1, "key").struct(2, CONTEXT).bytes();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Arrays.copyOf(sound, 1 + random.nextInt(sound.length));
            for (int flips = random.nextInt(4); flips >= 0; flips--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                struct(bytes);
            } catch (Unreadable expected) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("-Dmayfly.seed=%d: %s".formatted(seed, Arrays.toString(bytes)), e);
            }
        }
        assertThat(refused).as("-Dmayfly.seed=%d", seed).isBetween(1_000, 19_999);
    }

    private static Map<String, Object> struct(byte[] message) throws Unreadable {
        ProtoReader reader = new ProtoReader(message);
        Map<String, Object> found = Map.of();
        while (reader.next()) {
            if (reader.field() == 2) found = reader.struct();
            else reader.skip();
        }
        return found;
    }
}
