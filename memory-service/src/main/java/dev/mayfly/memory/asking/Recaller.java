package dev.mayfly.memory.asking;

import dev.mayfly.bindings.memory.Memory.Candidate;
import dev.mayfly.bindings.memory.Memory.Channel;
import dev.mayfly.bindings.memory.Memory.Question;
import dev.mayfly.bindings.memory.Memory.Recalled;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.live.LiveProfiles;
import dev.mayfly.memory.making.Embedded;
import dev.mayfly.memory.model.Answer;
import dev.mayfly.memory.model.Answerer;
import dev.mayfly.memory.recall.Ranked;
import dev.mayfly.memory.recall.RecallQuestion;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.retrieval.embedding.EmbeddingFailed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Reads a question, has the profile's index answer it, and tells what was found. */
@ApplicationScoped
public class Recaller {
    private static final Logger LOG = Logger.getLogger(Recaller.class);
    public static final String CODE = "invalid-recall";
    private static final int QUERY_CHARS_MAX = 4_096;

    private final LiveProfiles live;
    private final Embedded embedded;
    private final Answerer answerer;
    private final Timer timer;

    Recaller(LiveProfiles live, Embedded embedded, Answerer answerer, MeterRegistry metrics) {
        this.live = live;
        this.embedded = embedded;
        this.answerer = answerer;
        this.timer = metrics.timer("mayfly.memory.recall");
    }

    public Recalled recall(ProfileRow profile, Question question) {
        long begun = System.nanoTime();
        Optional<Answer.Length> wanted = answer(question);
        List<Ranked> ranked = live.of(profile).recall(read(question));
        boolean explain = question.explain().orElse(false);
        List<Candidate> candidates =
                ranked.stream().map(found -> candidate(found, explain)).toList();
        Optional<Answer> answer =
                wanted.map(length -> answerer.answer(question.query(), reference(question), ranked, length));
        long took = System.nanoTime() - begun;
        timer.record(Duration.ofNanos(took));
        return new Recalled(
                candidates.size(),
                candidates,
                answer.map(Answer::text),
                answer.map(Answer::citations),
                took / 1_000_000.0);
    }

    /** What the question is about, and nothing beside. */
    List<Ranked> found(ProfileRow profile, Question question) {
        return live.of(profile).find(read(question));
    }

    private Optional<Answer.Length> answer(Question question) {
        String word = question.answer().orElse("none");
        if (word.equals("none")) return Optional.empty();
        Answer.Length length = Arrays.stream(Answer.Length.values())
                .filter(known -> known.said().equals(word))
                .findFirst()
                .orElseThrow(() -> new Problem.Invalid(CODE, "answer is none, short or long"));
        answerer.require();
        return Optional.of(length);
    }

    private static Instant reference(Question question) {
        return question.referenceDate().orElseGet(Instant::now);
    }

    private RecallQuestion read(Question question) {
        if (question.query().isBlank() || question.query().length() > QUERY_CHARS_MAX)
            throw new Problem.Invalid(
                    CODE, "query has between 1 and %d characters, and is not blank".formatted(QUERY_CHARS_MAX));
        question.referenceDate().ifPresent(time -> Teller.time(CODE, "referenceDate", time));
        question.asOf().ifPresent(time -> Teller.time(CODE, "asOf", time));
        question.knownAt().ifPresent(time -> Teller.time(CODE, "knownAt", time));
        try {
            return new RecallQuestion(
                    question.query(),
                    vector(question.query()),
                    question.limit().orElse(RecallQuestion.LIMIT_DEFAULT),
                    kinds(question.types().orElse(List.of())),
                    question.sessionId(),
                    reference(question),
                    Instant.now(),
                    question.asOf(),
                    question.knownAt(),
                    Visible.to(question.acl(), question.filter()),
                    question.budgetTokens().orElse(RecallQuestion.BUDGET_DEFAULT));
        } catch (IllegalArgumentException e) {
            throw new Problem.Invalid(CODE, String.valueOf(e.getMessage()));
        }
    }

    /** Where the meaning cannot be had, words answer alone. */
    private Optional<float[]> vector(String query) {
        try {
            return Optional.of(embedded.query(query));
        } catch (EmbeddingFailed e) {
            LOG.warnf("a question is answered by its words alone: %s", e.getMessage());
            return Optional.empty();
        }
    }

    static Set<Kind> kinds(List<String> words) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        words.forEach(word -> kinds.add(kind(CODE, word)));
        return kinds;
    }

    /** The type that is called so; whoever says another word is told all of them. */
    public static Kind kind(String code, String word) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(word))
                .findFirst()
                .orElseThrow(() -> new Problem.Invalid(
                        code,
                        "there is no type %s; there are %s"
                                .formatted(
                                        word.length() > 40 ? word.substring(0, 40) + "…" : word,
                                        Arrays.stream(Kind.values())
                                                .map(Enum::name)
                                                .collect(Collectors.joining(", ")))));
    }

    private static Candidate candidate(Ranked found, boolean explain) {
        Stored memory = found.memory();
        return new Candidate(
                memory.id(),
                memory.kind().name(),
                memory.summary(),
                memory.content(),
                found.score(),
                memory.key(),
                memory.sessionId(),
                memory.validFrom(),
                memory.validTo(),
                memory.suspicious(),
                Entries.sources(memory.sources()),
                explain
                        ? Optional.of(found.channels().stream()
                                .map(channel ->
                                        new Channel(channel.name(), channel.rank(), channel.score(), channel.share()))
                                .toList())
                        : Optional.empty());
    }
}
