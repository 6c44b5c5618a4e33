package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.explanations.Explanations;
import dev.mayfly.bindings.explanations.Explanations.Effect;
import dev.mayfly.bindings.explanations.Explanations.Explanation;
import dev.mayfly.bindings.explanations.Explanations.Step;
import dev.mayfly.bindings.problem.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an owner of {@link Explanations} keeps to. */
public abstract class ExplanationsContract extends ContractSuite<Explanations> {
    /** A URL at which this function of that account answers; it is deployed for it. */
    protected abstract String urlOf(String account, String function);

    @Test
    void requestToAFunctionIsFollowedToItsIsolate() {
        String url = urlOf(account(), "hello");
        Explanation told = explain(url);
        assertThat(told.url()).isEqualTo(url);
        assertThat(told.function()).contains("hello");
        assertThat(told.version()).isPresent();
        assertThat(told.status()).isEmpty();
        assertThat(told.steps())
                .extracting(Step::phase)
                .containsExactly(
                        "ingress", "client", "route", "version", "bots", "limits", "place", "usage", "dispatch");
        assertThat(told.steps()).extracting(Step::effect).doesNotContain(Effect.answers);
    }

    @Test
    void functionOfAnotherAccountIsNotTold() {
        Explanation told = explain(urlOf("not-" + account(), "secret-plan"));
        assertThat(told.function()).isEmpty();
        assertThat(told.version()).isEmpty();
        assertThat(told.steps()).extracting(Step::phase).containsExactly("ingress", "client", "route");
        assertThat(told.steps().getLast().why()).doesNotContain("secret-plan");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://nobody.%s.localhost/ | GET   | 404 | route
            http://localhost/@%s/nobody | GET   | 404 | route
            ftp://hello.%s.localhost/   | GET   | 400 | ingress
            http://he llo.localhost/    | GET   | 400 | ingress
            http://hello.localhost/#top | GET   | 400 | ingress
            http://a..b/                | GET   | 400 | ingress
            http://localhost:99999/     | GET   | 400 | ingress
            hello                       | GET   | 400 | ingress
            http://localhost/           | TRACE | 405 | ingress
            """)
    void whatIsRefusedAtTheEdgeHasItsStatus(String url, String method, int status, String phase) {
        Explanation told = call(
                As.OWNER,
                explanations -> explanations.explain(
                        account(),
                        Optional.of(url.replace("%s", account())),
                        Optional.empty(),
                        Optional.of(method),
                        Optional.empty()));
        assertThat(told.status()).contains(status);
        assertThat(told.steps().getLast().phase()).isEqualTo(phase);
        assertThat(told.steps().getLast().effect()).isEqualTo(Effect.answers);
        assertThat(told.steps().getLast().why()).isNotBlank();
    }

    @Test
    void questionIsChecked() {
        invalid("invalid-url", "", "192.0.2.1", "GET", "a");
        invalid("invalid-url", "http://a/" + "a".repeat(Explanations.URL_MAX), "192.0.2.1", "GET", "a");
        invalid("invalid-ip", "http://a/", "192.0.2.256", "GET", "a");
        invalid("invalid-ip", "http://a/", "localhost", "GET", "a");
        invalid("invalid-method", "http://a/", "::1", "get it", "a");
        invalid("invalid-agent", "http://a/", "::1", "GET", "a".repeat(Explanations.AGENT_MAX + 1));
    }

    @Test
    void othersAreRefused() {
        refusedToOthers(explanations -> explanations.explain(
                account(), Optional.of("http://a/"), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private void invalid(String code, String url, String ip, String method, String agent) {
        Problem.Invalid problem = refused(
                Problem.Invalid.class,
                As.OWNER,
                explanations -> explanations.explain(
                        account(), Optional.of(url), Optional.of(ip), Optional.of(method), Optional.of(agent)));
        assertThat(problem.code()).isEqualTo(code);
    }

    private Explanation explain(String url) {
        return call(
                As.OWNER,
                explanations -> explanations.explain(
                        account(), Optional.of(url), Optional.empty(), Optional.empty(), Optional.empty()));
    }
}
