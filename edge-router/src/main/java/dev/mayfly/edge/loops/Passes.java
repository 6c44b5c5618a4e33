package dev.mayfly.edge.loops;

import dev.mayfly.edge.egress.OwnDoor.Pass;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a function's request to one of our own functions shows at the door, so that it is known where it comes from. A pass is 128
 * random bits that stand for the ancestry kept here while the fetch lasts: nobody outside can make one, and no function sees one,
 * neither its own nor that of its caller. There are as many as fetches under way.
 */
@Singleton
public class Passes {
    /** Headers with this beginning are taken from functions on their way out, and kept from them on the way in. */
    public static final String HEADER = "mayfly-pass";

    private static final int BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ancestry> known = new ConcurrentHashMap<>();

    /** For one fetch of that invocation. */
    public Pass issue(Ancestry caller) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = HexFormat.of().formatHex(bytes);
        known.put(text, caller.child());
        return new Pass(HEADER, text, () -> known.remove(text));
    }

    /** Where a request comes from; one that shows nothing that is known here comes from outside. */
    public Ancestry ancestryOf(HttpServerRequest http) {
        String shown = http.getHeader(HEADER);
        if (shown == null) return Ancestry.none();
        Ancestry ancestry = known.get(shown);
        return ancestry == null ? Ancestry.none() : ancestry;
    }

    int known() {
        return known.size();
    }
}
