package dev.mayfly.edge;

import dev.mayfly.edge.bots.verify.Dns;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS that says what the test says. */
@Singleton
class TestDns implements Dns {
    final Map<String, String> names = new ConcurrentHashMap<>();
    final Map<String, String> addresses = new ConcurrentHashMap<>();

    @Override
    public Optional<String> nameOf(InetAddress address) {
        return Optional.ofNullable(names.get(address.getHostAddress()));
    }

    @Override
    public InetAddress[] addressesOf(String name) throws UnknownHostException {
        String address = addresses.get(name);
        if (address == null) throw new UnknownHostException(name);
        return new InetAddress[] {InetAddress.ofLiteral(address)};
    }
}
