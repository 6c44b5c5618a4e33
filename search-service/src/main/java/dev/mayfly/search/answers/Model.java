package dev.mayfly.search.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The model that answers, behind an endpoint of OpenAI's shape. */
@ApplicationScoped
class Model {
    private static final Logger LOG = Logger.getLogger(Model.class);
    private static final int LINE_MAX = 1 << 20;

    private final AnswersConfig config;
    private final ObjectMapper json;
    private final HttpClient http;

    Model(AnswersConfig config, ObjectMapper json) {
        this.config = config;
        this.json = json;
        this.http = HttpClient.newBuilder().connectTimeout(config.patience()).build();
    }

    /** Fails with a problem that says what its operator must set. */
    void require() {
        if (config.endpoint().isEmpty() || config.model().isEmpty())
            throw new Problem.Invalid(
                    "no-model",
                    "this platform has no model that answers: its operator sets mayfly.search.answers.endpoint and mayfly.search.answers.model. Searching works without");
    }

    /** An answer under way. */
    interface Answering extends AutoCloseable {
        /** Gives each piece as it comes, and returns after the last. */
        void pieces(Consumer<String> to);

        @Override
        void close();
    }

    /** Asks; whoever closes the answer tells the endpoint that nobody listens any more. */
    Answering ask(Prompt prompt) {
        HttpResponse<Stream<String>> answer = send(prompt);
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw failed("it answered " + answer.statusCode());
        }
        return new Answering() {
            @Override
            public void pieces(Consumer<String> to) {
                read(answer.body(), to);
            }

            @Override
            public void close() {
                answer.body().close();
            }
        };
    }

    private HttpResponse<Stream<String>> send(Prompt prompt) {
        Map<String, Object> body = Map.of(
                "model", config.model().orElseThrow(),
                "stream", true,
                "max_tokens", config.tokensMax(),
                "messages",
                        List.of(
                                Map.of("role", "system", "content", Prompt.RULES),
                                Map.of("role", "user", "content", prompt.shown())));
        try {
            var request = HttpRequest.newBuilder(URI.create(config.endpoint().orElseThrow() + "/chat/completions"))
                    .timeout(config.patience())
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
            config.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
            return http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw failed(String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("the service stops; try again");
        }
    }

    private void read(Stream<String> lines, Consumer<String> to) {
        boolean ended = false;
        try {
            for (String line : (Iterable<String>) lines::iterator) {
                if (!line.startsWith("data:")) continue;
                String data = line.substring("data:".length()).strip();
                ended = data.equals("[DONE]");
                if (ended) return;
                if (data.length() > LINE_MAX) throw failed("it sent a line of %d characters".formatted(data.length()));
                JsonNode piece = json.readTree(data).at("/choices/0/delta/content");
                if (piece.isTextual() && !piece.textValue().isEmpty()) to.accept(piece.textValue());
            }
        } catch (JsonProcessingException | UncheckedIOException e) {
            throw failed(String.valueOf(e));
        }
        if (!ended) throw failed("it ended in the middle");
    }

    private static Problem failed(String why) {
        LOG.warnf("the model that answers does not do as asked: %s", why);
        return new Problem.Unavailable("the model that answers does not do as asked now; try again");
    }

    @PreDestroy
    void close() {
        http.shutdownNow();
    }
}
