package dev.mayfly.edge.geography;

import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A database in MaxMind's format, whole in memory: a file that is written over while it is read could end the process where it is mapped. An
 * address is at most 128 steps through a tree and one record of a few fields: 0.3 to 0.7 µs, measured with the bundled one, and no less
 * with a cache of records. The names of the fields are those of MaxMind, and those that flat databases have for the same.
 */
final class AddressDatabase {
    private static final Logger LOG = Logger.getLogger(AddressDatabase.class);
    private static final String BUNDLED = "country.mmdb";
    private static final int ORGANIZATION_MAX = 100;
    private static final int PROBES = 256;
    private static final int IPV6_BYTES = 16;

    private final Reader reader;
    private volatile boolean complained;

    /** Fails with {@link IOException} when it is no such database, or one that is broken where it is looked at. */
    private AddressDatabase(byte[] bytes) throws IOException {
        try {
            reader = new Reader(new ByteArrayInputStream(bytes));
            for (int i = 0; i < PROBES; i++) find(InetAddress.getByAddress(new byte[] {(byte) i, 1, 1, 1}));
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidDatabaseException("the database is broken: " + e, e);
        }
    }

    static AddressDatabase of(byte[] bytes) throws IOException {
        return new AddressDatabase(bytes);
    }

    static AddressDatabase bundled() {
        try (InputStream in = AddressDatabase.class.getResourceAsStream(BUNDLED)) {
            if (in == null) throw new IllegalStateException(BUNDLED + " is missing from the router");
            return of(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(BUNDLED + " in the router is broken", e);
        }
    }

    /** What it knows of an address. Where it is broken, or leads in a circle, it knows nothing, and the log says so once. */
    Located locate(InetAddress address) {
        try {
            return find(address);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            if (!complained) {
                complained = true;
                LOG.warnf(
                        "the database of addresses is broken in places, and knows nothing of those there: %s",
                        e.getMessage());
            }
            return Located.NOWHERE;
        }
    }

    private Located find(InetAddress address) throws IOException {
        if (address.getAddress().length == IPV6_BYTES && reader.getMetadata().ipVersion() == 4) return Located.NOWHERE;
        Map<?, ?> found = reader.get(address, Map.class);
        return found == null ? Located.NOWHERE : read(found);
    }

    private static Located read(Map<?, ?> found) {
        Optional<String> country =
                first(found.get("country_code"), within(found, "country", "iso_code"), found.get("country"));
        Optional<String> continent =
                first(found.get("continent_code"), within(found, "continent", "code"), found.get("continent"));
        Optional<String> organization = first(
                found.get("autonomous_system_organization"),
                within(found, "traits", "autonomous_system_organization"),
                found.get("as_name"));
        return new Located(
                country.filter(Country::isCode),
                continent.filter(Country::isCode),
                asn(found),
                organization.map(name -> name.substring(0, Math.min(name.length(), ORGANIZATION_MAX))));
    }

    private static OptionalLong asn(Map<?, ?> found) {
        return first(
                        found.get("autonomous_system_number"),
                        within(found, "traits", "autonomous_system_number"),
                        found.get("asn"))
                .map(text -> text.startsWith("AS") ? text.substring(2) : text)
                .filter(digits -> digits.matches("[0-9]{1,10}"))
                .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                .orElseGet(OptionalLong::empty);
    }

    private static @Nullable Object within(Map<?, ?> found, String part, String field) {
        return found.get(part) instanceof Map<?, ?> inner ? inner.get(field) : null;
    }

    /** The first that is text or a number and not empty. */
    private static Optional<String> first(@Nullable Object... values) {
        return Stream.of(values)
                .filter(value -> value instanceof String || value instanceof Number)
                .map(String::valueOf)
                .filter(text -> !text.isEmpty())
                .findFirst();
    }
}
