package dev.mayfly.bindings.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem.BadBundle;
import dev.mayfly.bindings.problem.Problem.LimitReached;
import dev.mayfly.bindings.problem.Problem.TooLarge;
import dev.mayfly.bindings.problem.Problem.Unavailable;
import jakarta.ws.rs.ProcessingException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {
    private final ObjectMapper mapper = new ObjectMapper();

    static Stream<Problem> problems() {
        return Stream.of(
                new Problem.Invalid("odd", "it is odd"),
                new BadBundle("syntax", "unexpected }", "a.js", 3, 7),
                new BadBundle("no-module", "none", "a.js", 0, 0),
                new BadBundle("no-module", "none", "metadata", "/mainModule"),
                new BadBundle("bundle-too-large", "much", "", 0, 0),
                new Problem.MethodRefused("not this one"),
                new Problem.NotFound("nothing"),
                new Problem.Unauthenticated("who"),
                new Problem.Denied("no"),
                new Problem.Conflict("busy"),
                new LimitReached("tokens", "enough"),
                new TooLarge("text", "too long"),
                new LimitReached("tokens", "enough", Duration.ofSeconds(3)),
                new Unavailable("gone"),
                new Unavailable("gone", Duration.ofSeconds(3)),
                new Problem.Broken("oh"));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void problemComesBackFromTheWireAsItWas(Problem problem) throws JsonProcessingException {
        String json = mapper.writeValueAsString(ProblemDocument.of(problem));
        ProblemDocument read = mapper.readValue(json, ProblemDocument.class);
        Problem again = read.toProblem(problem.retryAfter()).orElseThrow();
        assertThat(again)
                .hasSameClassAs(problem)
                .usingRecursiveComparison()
                .ignoringFields("stackTrace", "cause", "suppressedExceptions")
                .isEqualTo(problem);
        assertThat(again.detail()).isEqualTo(problem.detail());
    }

    @Test
    void whatIsUnavailableAlwaysSaysWhenToTryAgain() {
        assertThat(new Unavailable("gone").retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(new Unavailable("gone", Duration.ofSeconds(3)).retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void documentHasTheMembersOfRfc9457() throws JsonProcessingException {
        var json = mapper.valueToTree(ProblemDocument.of(new BadBundle("syntax", "unexpected }", "a.js", 3, 0)));
        assertThat(json).isEqualTo(mapper.readTree("""
                {"type": "urn:mayfly:problem:syntax", "title": "The bundle cannot be deployed", "status": 422,
                 "detail": "unexpected }", "code": "syntax", "errors": [{"file": "a.js", "line": 3}]}"""));
    }

    @Test
    void documentOfNoProblemOfOursIsNone() {
        assertThat(ProblemDocument.of(418, "teapot", "t", "d").toProblem(Optional.empty()))
                .isEmpty();
    }

    @Test
    void wrappedProblemStaysItself() {
        Problem inside = new Problem.Conflict("busy");
        assertThat(Problems.from(inside)).isSameAs(inside);
        assertThat(Problems.from(new CompletionException(new ProcessingException(inside))))
                .isSameAs(inside);
    }

    @Test
    void silenceIsUnavailable() {
        assertThat(Problems.from(new ConnectException("refused"))).isInstanceOf(Unavailable.class);
        assertThat(Problems.from(new TimeoutException("10 s"))).isInstanceOf(Unavailable.class);
        assertThat(Problems.from(new ProcessingException(new EOFException("closed"))))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void restIsBrokenAndTellsNothing() {
        assertThat(Problems.from(new IOException("disk /secret"))).isInstanceOf(Problem.Broken.class);
        Problem broken = Problems.from(new IllegalStateException("secret"));
        assertThat(broken).isInstanceOf(Problem.Broken.class);
        assertThat(broken.detail()).doesNotContain("secret").doesNotContain("IllegalState");
        assertThat(broken.getCause()).isNull();
    }

    @Test
    void circleOfCausesEnds() {
        Exception first = new IllegalStateException("a");
        Exception second = new IllegalStateException("b", first);
        first.initCause(second);
        assertThat(Problems.from((Throwable) first)).isInstanceOf(Problem.Broken.class);
    }
}
