package dev.mayfly.edge.transport;

import dev.mayfly.edge.addresses.Block;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a block of addresses of the configuration. */
public class BlockText implements Converter<Block> {
    private static final long serialVersionUID = 1L;

    @Override
    public Block convert(String text) {
        return Block.parse(text.strip())
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\" is neither an address nor a CIDR, such as 10.0.0.0/8.".formatted(text)));
    }
}
