package dev.mayfly.edge.egress;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.edge.addresses.Addresses;
import dev.mayfly.edge.addresses.Block;
import dev.mayfly.edge.ingress.Authority;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where one function's fetch may go: public addresses at ports for HTTP, and what its deployment names. An entry that cannot be read allows nothing.
 */
public final class EgressRules {
    private final boolean closed;
    private final Set<String> names = new HashSet<>();
    private final List<Allowed> blocks = new ArrayList<>();

    private record Allowed(Block block, Optional<Integer> port) {}

    public EgressRules(Egress policy) {
        closed = policy.mode() == Egress.Mode.none;
        for (String entry : policy.allow()) read(entry);
    }

    /** Whether the function may fetch anything at all. */
    boolean closed() {
        return closed;
    }

    /** Whether it may connect to this address, which its URL called by that name. */
    boolean allows(String host, InetAddress address, int port) {
        if (closed) return false;
        if (Addresses.isPublic(address) && !OtherProtocols.use(port)) return true;
        if (names.contains(host) || names.contains(host + ":" + port)) return true;
        for (Allowed allowed : blocks)
            if (allowed.block.contains(address) && allowed.port.orElse(port) == port) return true;
        return false;
    }

    private void read(String entry) {
        Optional<Block> block = Block.parse(entry);
        if (block.isPresent()) {
            blocks.add(new Allowed(block.get(), Optional.empty()));
            return;
        }
        Authority.parse(entry).ifPresent(authority -> {
            Optional<Integer> port =
                    authority.port().isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(authority.port()));
            Block.parse(authority.host().replaceAll("[\\[\\]]", ""))
                    .ifPresentOrElse(
                            literal -> blocks.add(new Allowed(literal, port)), () -> names.add(authority.toString()));
        });
    }
}
