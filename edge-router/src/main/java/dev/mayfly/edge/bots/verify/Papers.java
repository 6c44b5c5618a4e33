package dev.mayfly.edge.bots.verify;

import dev.mayfly.edge.addresses.Block;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * What a crawler's operator documents of it.
 *
 * @param domains under which the names of its addresses are
 * @param signers origins whose keys sign its requests
 * @param blocks of its addresses
 */
record Papers(Set<String> domains, Set<String> signers, Set<Block> blocks) {
    static final Papers NONE = new Papers(Set.of(), Set.of(), Set.of());

    Papers and(Papers more) {
        return new Papers(both(domains, more.domains), both(signers, more.signers), both(blocks, more.blocks));
    }

    private static <T> Set<T> both(Set<T> some, Set<T> others) {
        Set<T> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    boolean hasName(String name) {
        for (String domain : domains)
            if (name.endsWith(domain)
                    && (name.length() == domain.length() || name.charAt(name.length() - domain.length() - 1) == '.'))
                return true;
        return false;
    }

    boolean hasAddress(InetAddress address) {
        for (Block block : blocks) if (block.contains(address)) return true;
        return false;
    }
}
