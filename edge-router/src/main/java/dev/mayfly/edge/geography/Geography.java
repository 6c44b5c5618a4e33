package dev.mayfly.edge.geography;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.addresses.Addresses;
import dev.mayfly.edge.place.Point;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;

/**
 * Tells where requests come from, by the address that the router takes for the client's. One look into a database in memory and about 200
 * characters of text for each request: 1 µs of the 200 that one may take. Requests never wait for a database that is being replaced.
 */
@Singleton
public class Geography {
    private static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,32}");

    private final Countries countries = Countries.bundled();
    private final String region;
    private final Optional<Located> local;
    private final Optional<DatabaseFile> file;
    private volatile AddressDatabase database;

    @Inject
    Geography(EdgeConfig config) {
        this(config.geography());
    }

    /** A setting that cannot be read stops the start. */
    Geography(GeographyConfig settings) {
        region = settings.region();
        if (!REGION.matcher(region).matches()) throw wrong("region", region, "1 to 32 letters, digits and dashes");
        local = settings.localCountry().map(this::known);
        file = settings.database().map(path -> new DatabaseFile(path, settings.databaseBytesMax()));
        database = file.map(DatabaseFile::read).orElseGet(AddressDatabase::bundled);
    }

    void start(@Observes StartupEvent event, Vertx vertx, EdgeConfig config) {
        if (file.isEmpty()) return;
        vertx.setPeriodic(
                config.geography().lookEvery().toMillis(),
                id -> vertx.executeBlocking(() -> {
                    look();
                    return true;
                }));
    }

    /** Takes what the file of the database has become. */
    void look() {
        file.flatMap(DatabaseFile::changed).ifPresent(changed -> database = changed);
    }

    /** The country of an address, as functions are told it. */
    public Optional<String> country(String client) {
        return locate(client).country();
    }

    /** About where an address is, as far as its country tells. */
    public Optional<Point> point(String client) {
        return country(client)
                .flatMap(countries::find)
                .map(country ->
                        new Point(Double.parseDouble(country.latitude()), Double.parseDouble(country.longitude())));
    }

    /** @param client the address of the client, or empty */
    public Whereabouts of(String client, HttpServerRequest http) {
        return of(client, http.version(), Optional.ofNullable(http.sslSession()));
    }

    Whereabouts of(String client, HttpVersion version, Optional<SSLSession> tls) {
        Located located = locate(client);
        return new Whereabouts(located.country(), describe(located, version, tls));
    }

    private Located locate(String client) {
        Optional<InetAddress> address = address(client);
        if (address.isEmpty()) return Located.NOWHERE;
        Located found = database.locate(address.get());
        return found.country().isEmpty() && local.isPresent() && !Addresses.isPublic(address.get())
                ? local.get()
                : found;
    }

    /** The text is an address already: no name is asked for. What is behind a % is of this machine. */
    private static Optional<InetAddress> address(String client) {
        int zone = client.indexOf('%');
        try {
            return Optional.of(InetAddress.ofLiteral(zone < 0 ? client : client.substring(0, zone)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String describe(Located located, HttpVersion version, Optional<SSLSession> tls) {
        CfText cf = new CfText().with("colo", region);
        Optional<Country> country = located.country().flatMap(countries::find);
        located.country().ifPresent(code -> cf.with("country", code));
        located.continent().or(() -> country.map(Country::continent)).ifPresent(code -> cf.with("continent", code));
        country.ifPresent(known -> cf.with("latitude", known.latitude())
                .with("longitude", known.longitude())
                .with("accuracy", "country"));
        located.asn().ifPresent(number -> cf.with("asn", number));
        located.asOrganization().ifPresent(name -> cf.with("asOrganization", name));
        cf.with("httpProtocol", protocol(version));
        tls.ifPresent(
                session -> cf.with("tlsVersion", session.getProtocol()).with("tlsCipher", session.getCipherSuite()));
        return cf.toString();
    }

    private static String protocol(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2";
        };
    }

    private Located known(String code) {
        return countries
                .find(code)
                .map(country -> Located.in(country.code()))
                .orElseThrow(() -> wrong("local-country", code, "a country's two capital letters (ISO 3166-1)"));
    }

    private static IllegalArgumentException wrong(String key, String value, String right) {
        return new IllegalArgumentException(
                "mayfly.edge.geography.%s is \"%s\"; it takes %s".formatted(key, value, right));
    }
}
