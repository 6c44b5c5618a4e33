package dev.mayfly.memory.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.recall.Ranked;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Has the model answer a question from what was recalled, and from nothing else: an answer that cites none of it is none. */
@ApplicationScoped
public class Answerer {
    private final ChatModel model;

    Answerer(ChatModel model) {
        this.model = model;
    }

    /** Fails where there is no model. */
    public void require() {
        if (!model.isThere())
            throw new Problem.Invalid(
                    "no-model",
                    "an answer takes a model, and the service has none (mayfly.memory.model.endpoint); leave answer out, and read the candidates");
    }

    public Answer answer(String query, Instant now, List<Ranked> found, Answer.Length length) {
        if (found.isEmpty()) return new Answer("", List.of());
        try {
            return read(model.ask(Prompts.ANSWER.formatted(length.told()), question(query, now, found)), found);
        } catch (ModelFailed e) {
            throw new Problem.Unavailable(
                    "no answer could be had: %s; candidates can be (answer: none)".formatted(e.getMessage()));
        }
    }

    private static String question(String query, Instant now, List<Ranked> found) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < found.size(); i++) {
            var memory = found.get(i).memory();
            if (!memory.suspicious())
                text.append("[%d] %s%n".formatted(i + 1, memory.content().replace('\n', ' ')));
        }
        return text.append("%nIt is %s.%nQuestion: %s%n".formatted(now, query)).toString();
    }

    private static Answer read(JsonNode said, List<Ranked> found) {
        List<String> citations = new ArrayList<>();
        for (JsonNode number : said.path("citations")) {
            int at = number.asInt() - 1;
            if (at >= 0 && at < found.size() && !found.get(at).memory().suspicious())
                citations.add(found.get(at).memory().id());
        }
        String text = said.path("answer").asText("").strip();
        return citations.isEmpty() || text.isEmpty()
                ? new Answer("", List.of())
                : new Answer(text, citations.stream().distinct().toList());
    }
}
