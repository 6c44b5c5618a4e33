package dev.mayfly.edge.loops;

import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.edge.egress.OwnDoor.Pass;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a function's request that may lead to one of our own functions shows at the door, so that it is known where it comes from. A
 * pass is 128 random bits that stand for the ancestry kept here while the fetch lasts, and a {@link PassSeal} for other routers:
 * nobody outside can make one, and no function sees one, neither its own nor that of its caller. Whoever gets to see one on its way
 * can only have more refused with it. There are as many as fetches under way.
 */
@Singleton
public class Passes {
    /** Headers with this beginning are taken from functions on their way out, and kept from them on the way in. */
    public static final String HEADER = "mayfly-pass";

    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ancestry> known = new ConcurrentHashMap<>();
    private final PassSeal seal;

    @Inject
    Passes(PlatformToken token) {
        this(new PassSeal(token.value(), InstantSource.system()));
    }

    Passes(PassSeal seal) {
        this.seal = seal;
    }

    /** For one fetch of that invocation. */
    public Pass issue(Ancestry caller) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        Ancestry ancestry = caller.child();
        String text = seal.seal(HexFormat.of().formatHex(bytes), ancestry);
        known.put(text, ancestry);
        return new Pass(HEADER, text, () -> known.remove(text));
    }

    /** Where a request comes from; one that shows nothing that is known comes from outside. */
    public Ancestry ancestryOf(HttpServerRequest http) {
        return Optional.ofNullable(http.getHeader(HEADER)).flatMap(this::find).orElseGet(Ancestry::none);
    }

    Optional<Ancestry> find(String shown) {
        return Optional.ofNullable(known.get(shown)).or(() -> seal.read(shown));
    }

    int known() {
        return known.size();
    }
}
