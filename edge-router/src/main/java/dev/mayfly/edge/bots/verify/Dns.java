package dev.mayfly.edge.bots.verify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Names of addresses and addresses of names. Both calls wait for an answer. */
public interface Dns {
    /** Whoever holds the address says so; proves nothing alone. */
    Optional<String> nameOf(InetAddress address);

    /** At least one. */
    InetAddress[] addressesOf(String name) throws UnknownHostException;
}
