package dev.mayfly.control.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.ProblemDocument;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses bodies whose length says that they are larger than the process takes, with a problem: Quarkus, which has the same limit behind
 * this, refuses them without a word and drops the connection while the client is sending.
 */
@ApplicationScoped
public class BodyLimit {
    /** The order of routes that look at it. */
    public static final int BEFORE_QUARKUS = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT - 1;

    private static final int STATUS = 413;

    private final long bytesMax;
    private final ObjectMapper json;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize max, ObjectMapper json) {
        this.bytesMax = max.asLongValue();
        this.json = json;
    }

    void open(@Observes Router router) {
        router.route().order(BEFORE_QUARKUS).handler(this::check);
    }

    private void check(RoutingContext context) {
        excess(context.request()).ifPresentOrElse(detail -> refuse(context, detail), context::next);
    }

    /** What is said of a request that is over the limit. */
    public Optional<String> excess(HttpServerRequest http) {
        String length = http.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The parser has seen that it is a number.
        if (length == null || Long.parseLong(length) <= bytesMax) return Optional.empty();
        return Optional.of("the request's body has %s bytes, at most %d bytes (%d MB) are allowed"
                .formatted(length, bytesMax, bytesMax >> 20));
    }

    private void refuse(RoutingContext context, String detail) {
        context.response().setStatusCode(STATUS).putHeader(HttpHeaders.CONTENT_TYPE, ProblemDocument.MEDIA_TYPE);
        EarlyAnswer.send(context, text(ProblemDocument.of(STATUS, "too-large", "Too large", detail)));
    }

    private byte[] text(ProblemDocument problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can always be written", e);
        }
    }
}
