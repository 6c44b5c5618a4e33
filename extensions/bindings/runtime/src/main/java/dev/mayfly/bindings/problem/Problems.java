package dev.mayfly.bindings.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import dev.mayfly.bindings.json.JsonFlaw;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.ResponseProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The one place where whatever was thrown becomes a {@link Problem}. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int CAUSES_MAX = 16;
    private static final int TEXT_MAX = 300;

    private Problems() {}

    /** Keeps a problem as it is, also one that something has wrapped. Of anything unknown its reader learns an id, under which the log has the rest. */
    public static Problem from(Throwable error) {
        Optional<Problem> inside = causes(error)
                .filter(Problem.class::isInstance)
                .map(Problem.class::cast)
                .findFirst();
        if (inside.isPresent()) return inside.get();
        if (isOutage(error)) return new Problem.Unavailable("a part of the platform does not answer; try again");
        String id = UUID.randomUUID().toString();
        LOG.errorf(error, "broken %s", id);
        return new Problem.Broken("something of ours broke; the platform's log has it under " + id);
    }

    /** JSON that could not be read; what a record refused at its birth stays what the record said. */
    public static Problem from(JsonProcessingException error) {
        return causes(error)
                .filter(Problem.class::isInstance)
                .map(Problem.class::cast)
                .findFirst()
                .orElseGet(() -> new Problem.Invalid("invalid-json", place(error) + text(error)));
    }

    private static String place(JsonProcessingException error) {
        if (!(error instanceof JsonMappingException mapping)) return "";
        String path = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .reduce((left, right) -> right.startsWith("[") ? left + right : left + "." + right)
                .orElse("");
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String text(JsonProcessingException error) {
        return JsonFlaw.of(error).orElseGet(() -> JsonFlaw.ofText(error));
    }

    private static boolean isOutage(Throwable error) {
        if (error instanceof ResponseProcessingException) return false;
        return causes(error).anyMatch(cause -> switch (cause) {
            case JsonProcessingException json -> false;
            case TimeoutException timeout -> true;
            case io.smallrye.mutiny.TimeoutException timeout -> true;
            case HttpClosedException closed -> true;
            case ConnectException refused -> true;
            case UnknownHostException unknown -> true;
            case IOException broken -> error instanceof ProcessingException;
            default -> false;
        });
    }

    private static Stream<Throwable> causes(Throwable error) {
        return Stream.iterate(error, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX);
    }
}
