package dev.mayfly.bindings.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jboss.resteasy.reactive.ClientWebApplicationException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where what was thrown becomes an answer over HTTP. Never a stack trace. */
public class ProblemAnswers {
    @ServerExceptionMapper
    public Response problem(Problem problem) {
        return answer(problem);
    }

    @ServerExceptionMapper({MismatchedInputException.class, JsonProcessingException.class})
    public Response json(JsonProcessingException error) {
        return answer(Problems.from(error));
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException error) {
        if (error instanceof ClientWebApplicationException) return answer(Problems.from(error));
        if (error.getCause() instanceof JsonProcessingException json) return answer(Problems.from(json));
        if (error instanceof NotFoundException && error.getCause() != null)
            return answer(new Problem.Invalid("invalid-parameter", "a parameter in the path or query cannot be read"));
        int status = error.getResponse().getStatus();
        return switch (status) {
            case 400 -> answer(new Problem.Invalid("invalid-request", "the request cannot be read"));
            case 401 -> answer(new Problem.Unauthenticated("a token is needed"));
            case 403 -> answer(new Problem.Denied("this is not allowed"));
            case 404 -> answer(new Problem.NotFound("there is nothing at this path"));
            case 405 -> answer(error, "method-not-allowed", "This method is not there", "the path has other methods");
            case 406 ->
                answer(error, "not-acceptable", "No such form", "the answer is not to be had in that media type");
            case 413 -> answer(error, "too-large", "Too large", "the request's body is larger than is allowed");
            case 415 ->
                answer(
                        error,
                        "unsupported-media-type",
                        "No such form",
                        "the body has a media type that is not read here");
            default ->
                status < 400
                        ? error.getResponse()
                        : status < 500
                                ? answer(error, "refused", "Refused", "the request was refused")
                                : answer(Problems.from(error));
        };
    }

    @ServerExceptionMapper
    public Response anything(Throwable error) {
        return answer(Problems.from(error));
    }

    private static Response answer(Problem problem) {
        ResponseBuilder answer = Response.status(problem.status())
                .type(ProblemDocument.MEDIA_TYPE)
                .entity(ProblemDocument.of(problem));
        if (problem instanceof Problem.Unauthenticated)
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"mayfly\"");
        problem.retryAfter()
                .ifPresent(after -> answer.header(
                        HttpHeaders.RETRY_AFTER,
                        Math.max(1, after.plusMillis(999).toSeconds())));
        return answer.build();
    }

    private static Response answer(WebApplicationException error, String code, String title, String detail) {
        Response original = error.getResponse();
        return Response.fromResponse(original)
                .type(ProblemDocument.MEDIA_TYPE)
                .entity(ProblemDocument.of(original.getStatus(), code, title, detail))
                .build();
    }
}
