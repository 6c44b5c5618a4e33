package dev.mayfly.bindings.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.ProblemDocument;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Turns another service's answer back into the problem that it threw, so that callers cannot tell where it was thrown. */
public final class ProblemReader implements ResponseExceptionMapper<Problem> {
    private static final ObjectReader READER = new ObjectMapper()
            .readerFor(ProblemDocument.class)
            .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private final String owner;

    public ProblemReader(String owner) {
        this.owner = owner;
    }

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= 300;
    }

    @Override
    public Problem toThrowable(Response response) {
        return document(response)
                .flatMap(document -> document.toProblem(retryAfter(response)))
                .orElseGet(() -> unexpected(response.getStatus()));
    }

    private static Optional<ProblemDocument> document(Response response) {
        String type = String.valueOf(response.getHeaderString(HttpHeaders.CONTENT_TYPE));
        if (!type.startsWith(ProblemDocument.MEDIA_TYPE)) return Optional.empty();
        try {
            ProblemDocument document = READER.readValue(response.readEntity(String.class));
            return Optional.of(document).filter(read -> read.status() == response.getStatus());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> retryAfter(Response response) {
        return Optional.ofNullable(response.getHeaderString(HttpHeaders.RETRY_AFTER))
                .filter(value -> value.matches("\\d{1,9}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private Problem unexpected(int status) {
        return status >= 502 && status <= 504
                ? new Problem.Unavailable(owner + " does not answer; try again")
                : new Problem.Broken("%s answered %d and did not say why".formatted(owner, status));
    }
}
