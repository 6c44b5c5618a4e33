package dev.mayfly.edge.geography;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes databases in MaxMind's format: a tree of 24 bits a record, what stands at its leaves, and what it says of itself. */
public final class TestDatabase {
    private static final int RECORD_BYTES = 3;
    private static final int IPV4_BEGINS = 96;

    private final List<Node> nodes = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final boolean ipv4;

    private static final class Node {
        private final @Nullable Node[] next = new Node[2];
        private final int[] leaf = {-1, -1};
        private final int number;

        private Node(int number) {
            this.number = number;
        }
    }

    private TestDatabase(boolean ipv4) {
        this.ipv4 = ipv4;
        node();
    }

    public static TestDatabase ofBoth() {
        return new TestDatabase(false);
    }

    static TestDatabase ofIpv4() {
        return new TestDatabase(true);
    }

    /** @param network as 127.0.0.0/8 */
    public TestDatabase with(String network, Map<String, ?> record) {
        String[] parts = network.split("/");
        byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
        boolean short4 = address.length == 4;
        int length = Integer.parseInt(parts[1]) + (short4 && !ipv4 ? IPV4_BEGINS : 0);
        byte[] bits = new byte[short4 && !ipv4 ? 16 : address.length];
        System.arraycopy(address, 0, bits, bits.length - address.length, address.length);
        Node at = nodes.getFirst();
        for (int depth = 0; depth < length - 1; depth++) {
            int bit = bits[depth / 8] >> (7 - depth % 8) & 1;
            Node next = at.next[bit];
            if (next == null) at.next[bit] = next = node();
            at = next;
        }
        at.leaf[bits[(length - 1) / 8] >> (7 - (length - 1) % 8) & 1] = data.size();
        write(data, record);
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Node node : nodes) {
            for (int side = 0; side < 2; side++) {
                Node next = node.next[side];
                int leaf = node.leaf[side];
                int record = next != null ? next.number : nodes.size() + (leaf < 0 ? 0 : 16 + leaf);
                for (int i = RECORD_BYTES - 1; i >= 0; i--) all.write(record >> (8 * i));
            }
        }
        all.writeBytes(new byte[16]);
        all.writeBytes(data.toByteArray());
        all.writeBytes("\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1));
        write(
                all,
                new TreeMap<>(Map.of(
                        "node_count",
                        nodes.size(),
                        "record_size",
                        8 * RECORD_BYTES,
                        "ip_version",
                        ipv4 ? 4 : 6,
                        "binary_format_major_version",
                        2,
                        "binary_format_minor_version",
                        0,
                        "build_epoch",
                        1_700_000_000L,
                        "database_type",
                        "test",
                        "languages",
                        List.of("en"),
                        "description",
                        Map.of("en", "of a test"))));
        return all.toByteArray();
    }

    private Node node() {
        Node made = new Node(nodes.size());
        nodes.add(made);
        return made;
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                begin(out, 2, bytes.length);
                out.writeBytes(bytes);
            }
            case Integer number -> {
                begin(out, 6, 4);
                for (int i = 3; i >= 0; i--) out.write(number >> (8 * i));
            }
            case Long number -> {
                begin(out, 9, 8);
                for (int i = 7; i >= 0; i--) out.write((int) (number >> (8 * i)));
            }
            case Map<?, ?> map -> {
                begin(out, 7, map.size());
                map.forEach((key, inner) -> {
                    write(out, key);
                    write(out, inner);
                });
            }
            case List<?> list -> {
                begin(out, 11, list.size());
                list.forEach(inner -> write(out, inner));
            }
            default -> throw new IllegalArgumentException("cannot be written: " + value);
        }
    }

    /** Types above 7 stand in a byte of their own; sizes of 29 and more go on in the next. */
    private static void begin(ByteArrayOutputStream out, int type, int size) {
        int shown = Math.min(size, 29);
        out.write(type > 7 ? shown : type << 5 | shown);
        if (type > 7) out.write(type - 7);
        if (shown < 29) return;
        if (size - 29 > 255) throw new IllegalArgumentException("too long for a test: " + size);
        out.write(size - 29);
    }
}
