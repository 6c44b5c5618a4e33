package dev.mayfly.search.crawl;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Which addresses are public. IPv4: all that are not set aside (IANA's registry of special-purpose addresses). IPv6: global unicast (2000::/3) alone, without
 * what is set aside of it; so forms that carry an IPv4 address are never public.
 */
final class PublicAddress {
    private static final Range GLOBAL = Range.of("2000::/3");
    private static final List<Range> SET_ASIDE = java.util.stream.Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "168.63.129.16/32",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Range::of)
            .toList();

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        if (address.getAddress().length == 16 && !GLOBAL.has(address)) return false;
        return SET_ASIDE.stream().noneMatch(range -> range.has(address));
    }

    private record Range(int bytes, BigInteger prefix, int host) {
        static Range of(String text) {
            int slash = text.indexOf('/');
            try {
                byte[] address = InetAddress.getByName(text.substring(0, slash)).getAddress();
                int host = address.length * 8 - Integer.parseInt(text.substring(slash + 1));
                return new Range(address.length, new BigInteger(1, address).shiftRight(host), host);
            } catch (UnknownHostException e) {
                throw new IllegalStateException(text + " is no address", e);
            }
        }

        boolean has(InetAddress address) {
            byte[] given = address.getAddress();
            return given.length == bytes
                    && new BigInteger(1, given).shiftRight(host).equals(prefix);
        }
    }
}
