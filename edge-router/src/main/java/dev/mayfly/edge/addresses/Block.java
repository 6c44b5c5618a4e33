package dev.mayfly.edge.addresses;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** A block of addresses in CIDR notation; a single address is a block too. */
public record Block(InetAddress network, int bits) {
    /** Reads a literal; never asks for a name. */
    public static Optional<Block> parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        if (!looksLikeLiteral(literal)) return Optional.empty();
        try {
            InetAddress network = InetAddress.getByName(literal);
            int length = network.getAddress().length * 8;
            int bits = slash < 0 ? length : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > length ? Optional.empty() : Optional.of(new Block(network, bits));
        } catch (UnknownHostException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Block of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is no block of addresses"));
    }

    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) return false;
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) if (mine[i] != other[i]) return false;
        int rest = bits % 8;
        return rest == 0 || ((mine[whole] ^ other[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    private static boolean looksLikeLiteral(String text) {
        return text.indexOf(':') >= 0 ? text.matches("[0-9a-fA-F:.]+") : text.matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
    }
}
