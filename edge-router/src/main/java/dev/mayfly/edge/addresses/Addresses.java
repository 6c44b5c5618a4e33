package dev.mayfly.edge.addresses;

import java.net.InetAddress;
import java.util.List;

/**
 * Which addresses are public. IPv4: all that are not in a reserved block. IPv6: only global unicast (2000::/3) without its reserved
 * blocks; so forms that carry an IPv4 address (mapped, compatible, 6to4, NAT64, Teredo) are never public.
 */
public final class Addresses {
    private static final List<Block> RESERVED = List.of(
            Block.of("0.0.0.0/8"), // this network
            Block.of("10.0.0.0/8"), // private
            Block.of("100.64.0.0/10"), // carrier-grade NAT, and a cloud's metadata
            Block.of("127.0.0.0/8"), // loopback
            Block.of("168.63.129.16/32"), // a cloud's metadata at a public address
            Block.of("169.254.0.0/16"), // link-local, and clouds' metadata
            Block.of("172.16.0.0/12"), // private
            Block.of("192.0.0.0/24"), // protocol assignments
            Block.of("192.0.2.0/24"), // documentation
            Block.of("192.88.99.0/24"), // 6to4 relays
            Block.of("192.168.0.0/16"), // private
            Block.of("198.18.0.0/15"), // benchmarks
            Block.of("198.51.100.0/24"), // documentation
            Block.of("203.0.113.0/24"), // documentation
            Block.of("224.0.0.0/3"), // multicast, reserved, broadcast
            Block.of("2001::/23"), // protocol assignments, Teredo
            Block.of("2001:db8::/32"), // documentation
            Block.of("2002::/16"), // 6to4
            Block.of("3fff::/20")); // documentation

    private static final Block GLOBAL_UNICAST = Block.of("2000::/3");

    private Addresses() {}

    public static boolean isPublic(InetAddress address) {
        if (address.getAddress().length == 16 && !GLOBAL_UNICAST.contains(address)) return false;
        for (Block block : RESERVED) if (block.contains(address)) return false;
        return true;
    }
}
