package dev.mayfly.edge.bots.verify;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Asks the system. */
@Singleton
@DefaultBean
class SystemDns implements Dns {
    /** The JDK answers with the address itself where it finds no name. */
    @Override
    public Optional<String> nameOf(InetAddress address) {
        String name = address.getCanonicalHostName();
        return name.equals(address.getHostAddress()) ? Optional.empty() : Optional.of(name);
    }

    @Override
    public InetAddress[] addressesOf(String name) throws UnknownHostException {
        return InetAddress.getAllByName(name);
    }
}
