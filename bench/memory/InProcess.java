import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mayfly.memory.deriving.Derived;
import dev.mayfly.memory.deriving.RuleDeriver;
import dev.mayfly.memory.deriving.Turn;
import dev.mayfly.memory.recall.ProfileIndex;
import dev.mayfly.memory.recall.Ranked;
import dev.mayfly.memory.recall.RecallQuestion;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.retrieval.embedding.Embedder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Deriving and recalling alone, in this process: no database, no HTTP. */
final class InProcess implements Memory {
    private final Embedder embedder;
    private List<Stored> stored = List.of();
    private ProfileIndex index = ProfileIndex.of(List.of());

    InProcess(Embedder embedder) {
        this.embedder = embedder;
    }

    @Override
    public void ingest(Locomo.Conversation conversation) {
        List<Stored> all = new ArrayList<>();
        for (Locomo.Session session : conversation.sessions()) {
            List<Turn> turns = session.turns().stream()
                    .map(turn -> new Turn(
                            turn.id(),
                            session.id(),
                            Turn.Role.valueOf(turn.role()),
                            Optional.of(turn.speaker()),
                            turn.text(),
                            session.at()))
                    .toList();
            Map<String, Integer> places = new HashMap<>();
            for (int i = 0; i < turns.size(); i++) places.put(turns.get(i).id(), i);
            List<Derived> derived = new RuleDeriver().derive(turns);
            List<float[]> vectors = embedder.passages(derived.stream().map(Derived::embedded).toList());
            IntStream.range(0, derived.size()).forEach(i -> all.add(stored(derived.get(i), vectors.get(i), turns, places)));
        }
        stored = all;
        index = ProfileIndex.of(all);
    }

    private static Stored stored(Derived derived, float[] vector, List<Turn> turns, Map<String, Integer> places) {
        List<Stored.Source> sources = derived.sources().stream()
                .map(id -> turns.get(places.get(id)))
                .map(turn -> new Stored.Source(turn.id(), turn.sessionId(), turn.at(), turn.who(), turn.content()))
                .toList();
        return new Stored(
                derived.name(),
                derived.kind(),
                derived.summary(),
                derived.content(),
                derived.key(),
                Optional.of(derived.sessionId()),
                sources,
                places.get(derived.sources().getFirst()),
                derived.validFrom(),
                derived.validTo(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                derived.entities(),
                derived.importance(),
                derived.suspicious(),
                JsonNodeFactory.instance.objectNode(),
                Set.of(),
                Optional.of(vector));
    }

    @Override
    public List<Candidate> recall(String question) {
        return index.recall(question(question)).stream().map(InProcess::candidate).toList();
    }

    private RecallQuestion question(String text) {
        return new RecallQuestion(
                text,
                Optional.of(embedder.query(text)),
                RecallQuestion.LIMIT_DEFAULT,
                Set.of(),
                Optional.empty(),
                Instant.now(),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                memory -> true,
                RecallQuestion.BUDGET_DEFAULT);
    }

    private static Candidate candidate(Ranked ranked) {
        return new Candidate(
                ranked.memory().content(),
                ranked.memory().sources().stream()
                        .map(source -> new Source(source.messageId(), source.sessionId()))
                        .toList());
    }

    /** How long making the index takes, and searching it, when the profile has as many turns as are asked for. */
    void scale(int turns, List<String> questions) {
        List<Stored> many = new ArrayList<>();
        for (int copy = 0; many.size() < turns; copy++)
            for (Stored one : stored) {
                if (many.size() >= turns) break;
                many.add(copied(one, copy));
            }
        double[] cold = new double[5];
        ProfileIndex made = index;
        for (int i = 0; i < cold.length; i++) {
            long begun = System.nanoTime();
            made = ProfileIndex.of(many);
            cold[i] = (System.nanoTime() - begun) / 1e6;
        }
        List<RecallQuestion> asked = questions.stream().map(this::question).toList();
        ProfileIndex searched = made;
        Times warm = new Times();
        asked.forEach(searched::recall);
        for (RecallQuestion one : asked) {
            long begun = System.nanoTime();
            searched.recall(one);
            warm.add(System.nanoTime() - begun);
        }
        System.out.printf(
                "%6d memories: index made in %.0f ms (first %.0f ms), %.1f MB; recall without embedding %s%n",
                many.size(), java.util.Arrays.stream(cold).min().orElse(0), cold[0], made.bytes() / 1e6, warm);
    }

    private static Stored copied(Stored one, int copy) {
        return new Stored(
                one.id() + copy, one.kind(), one.summary(), one.content(), one.key(), one.sessionId().map(id -> id + "-" + copy),
                one.sources(), one.place(), one.validFrom(), one.validTo(), one.expiresAt(), one.recordedAt(), one.successor(), one.entities(),
                one.importance(), one.suspicious(), one.metadata(), one.readers(), one.vector());
    }
}
