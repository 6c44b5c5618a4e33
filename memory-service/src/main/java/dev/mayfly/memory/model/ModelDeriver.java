package dev.mayfly.memory.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.deriving.Beginning;
import dev.mayfly.memory.deriving.Derived;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.deriving.Suspicion;
import dev.mayfly.memory.deriving.Turn;
import dev.mayfly.memory.making.Maker;
import dev.mayfly.memory.store.Marks;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Memories that a model sees in messages, beside those of the rules. Each must quote the message that it is made of, word for word, or it is left out; a
 * model that fails adds none to those of the rules, and takes none away that it made before. One that read the same messages is not asked again while a job tries.
 */
@ApplicationScoped
public class ModelDeriver {
    private static final int MEMORIES_MAX = 200;
    private static final int CONTENT_CHARS_MAX = 2_000;
    private static final int SUMMARY_CHARS_MAX = 160;
    private static final int KEY_CHARS_MAX = 64;
    private static final int QUOTE_CHARS_MIN = 8;

    private final ChatModel model;
    private final MemoryConfig config;

    ModelDeriver(ChatModel model, MemoryConfig config) {
        this.model = model;
        this.config = config;
    }

    public boolean isThere() {
        return model.isThere();
    }

    /** @param without is told once what was not had */
    public Maker.More patient(Consumer<String> without) {
        Map<List<Turn>, Maker.More.Said> known = new HashMap<>();
        return turns -> known.computeIfAbsent(List.copyOf(turns), asked -> derived(asked, without));
    }

    private Maker.More.Said derived(List<Turn> turns, Consumer<String> without) {
        Map<String, Derived> made = new java.util.LinkedHashMap<>();
        boolean whole = true;
        try {
            for (List<Turn> part : parts(turns))
                for (JsonNode said : memories(model.ask(Prompts.DERIVE, written(part))))
                    if (made.size() < MEMORIES_MAX)
                        memory(said, part).ifPresent(memory -> made.putIfAbsent(memory.name(), memory));
        } catch (ModelFailed e) {
            without.accept("made by rules alone: " + e.getMessage());
            whole = false;
        }
        return new Maker.More.Said(List.copyOf(made.values()), whole);
    }

    /** An answer of another shape says nothing, neither that there is something nor that there is not. */
    private static JsonNode memories(JsonNode answer) throws ModelFailed {
        JsonNode memories = answer.path("memories");
        if (!memories.isArray()) throw new ModelFailed("its answer has no list of memories");
        for (JsonNode one : memories)
            if (!one.isObject()) throw new ModelFailed("its answer has memories that are none");
        return memories;
    }

    private List<List<Turn>> parts(List<Turn> turns) {
        List<List<Turn>> parts = new ArrayList<>();
        int characters = 0;
        for (Turn turn : turns) {
            if (parts.isEmpty()
                    || characters + turn.content().length() > config.model().charactersMax()) {
                parts.add(new ArrayList<>());
                characters = 0;
            }
            parts.getLast().add(turn);
            characters += turn.content().length();
        }
        return parts;
    }

    private static String written(List<Turn> turns) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            text.append("[%d] %s %s: %s%n"
                    .formatted(i + 1, turn.at(), turn.who(), turn.content().replace('\n', ' ')));
        }
        return text.toString();
    }

    private static Optional<Derived> memory(JsonNode said, List<Turn> turns) {
        int at = said.path("source").asInt() - 1;
        String content = said.path("content").asText("").strip();
        String quote = plain(said.path("quote").asText(""));
        Optional<Kind> kind = kind(said.path("type").asText(""));
        if (at < 0 || at >= turns.size() || content.isEmpty() || content.length() > CONTENT_CHARS_MAX)
            return Optional.empty();
        Turn turn = turns.get(at);
        if (kind.isEmpty()
                || quote.length() < QUOTE_CHARS_MIN
                || !plain(turn.content()).contains(quote)) return Optional.empty();
        String key = said.path("key").asText("").strip().toLowerCase(Locale.ROOT);
        return Optional.of(new Derived(
                Marks.hash(Prompts.DERIVE_VERSION, turn.sessionId(), turn.id(), content),
                kind.get(),
                Beginning.of(content, SUMMARY_CHARS_MAX),
                content,
                content,
                Optional.of(key).filter(word -> !word.isEmpty() && word.length() <= KEY_CHARS_MAX),
                turn.sessionId(),
                List.of(turn.id()),
                turn.at(),
                Optional.empty(),
                Set.of(turn.who().toLowerCase(Locale.ROOT)),
                1,
                Suspicion.of(content)));
    }

    private static Optional<Kind> kind(String word) {
        for (Kind kind : Kind.values()) if (kind.name().equals(word)) return Optional.of(kind);
        return Optional.empty();
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
