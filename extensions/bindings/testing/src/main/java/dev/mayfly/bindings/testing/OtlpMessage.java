package dev.mayfly.bindings.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What exporters of OpenTelemetry send over HTTP, as far as tests look at it. */
public final class OtlpMessage {
    private OtlpMessage() {}

    /** @param events their names */
    public record Span(String trace, String id, Optional<String> parent, String name, List<String> events) {
        /** Span: trace_id 1, span_id 2, parent_span_id 4, name 5, events 11 (name 2). */
        public static Span of(ByteBuffer message) {
            String[] parts = {"", "", "", ""};
            List<String> events = new ArrayList<>();
            fields(message, (number, value) -> {
                switch (number) {
                    case 1 -> parts[0] = hex(value);
                    case 2 -> parts[1] = hex(value);
                    case 4 -> parts[2] = hex(value);
                    case 5 -> parts[3] = text(value);
                    case 11 ->
                        fields(value, (n, member) -> {
                            if (n == 2) events.add(text(member));
                        });
                    default -> {}
                }
            });
            return new Span(
                    parts[0],
                    parts[1],
                    Optional.of(parts[2]).filter(id -> !id.isEmpty()),
                    parts[3],
                    List.copyOf(events));
        }
    }

    /**
     * Calls back for each span, or log record, of a whole request. ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2.
     * ExportLogsServiceRequest has the same numbers.
     */
    public static void records(byte[] request, Consumer<ByteBuffer> each) {
        fields(ByteBuffer.wrap(request), (n1, resource) -> {
            if (n1 == 1)
                fields(resource, (n2, scope) -> {
                    if (n2 == 2)
                        fields(scope, (n3, item) -> {
                            if (n3 == 2) each.accept(item);
                        });
                });
        });
    }

    /** Calls back for each field that has a length, with its number; skips numbers. */
    public static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> field) {
        ByteBuffer in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long tag = varint(in);
            switch ((int) (tag & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getLong();
                case 5 -> in.getInt();
                case 2 -> {
                    int length = (int) varint(in);
                    field.accept((int) (tag >>> 3), in.slice(in.position(), length));
                    in.position(in.position() + length);
                }
                default -> throw new IllegalArgumentException("no protobuf");
            }
        }
    }

    public static String hex(ByteBuffer value) {
        return HexFormat.of().formatHex(bytes(value));
    }

    public static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) return value;
        }
    }
}
