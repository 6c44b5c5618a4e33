package dev.mayfly.control.temporary;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Whom an address stands for: itself, or with IPv6 the /64 network in which everybody chooses addresses as they like. */
final class Network {
    private static final int PREFIX_BYTES = 8;

    private Network() {}

    static String of(String literal) {
        int zone = literal.indexOf('%');
        try {
            byte[] bytes = InetAddress.ofLiteral(zone < 0 ? literal : literal.substring(0, zone))
                    .getAddress();
            if (bytes.length > 4) Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return "unknown"; // all of them together are one
        }
    }
}
