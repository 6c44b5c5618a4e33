package dev.mayfly.memory.deriving;

import dev.mayfly.retrieval.embedding.TextHash;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Derives by rules, without a model: of each turn what was said and on what day; of each session a digest; and what {@link Statements} knows for a
 * fact, an instruction or a task.
 */
public final class RuleDeriver implements Deriver {
    private static final int SUMMARY_CHARS_MAX = 160;
    private static final int DIGEST_SENTENCES = 6;
    private static final int DIGEST_TURNS_MIN = 4;
    private static final int WORDS_FULL = 25;
    /** Of one message; what it says beyond them is found by the message itself. */
    static final int STATEMENTS_MAX = 20;

    private static final int SESSION_STATEMENTS_MAX = 5_000;

    @Override
    public List<Derived> derive(List<Turn> session) {
        if (session.stream().map(Turn::sessionId).distinct().count() > 1)
            throw new IllegalArgumentException("turns of one session are derived from at a time");
        List<Derived> derived = new ArrayList<>();
        Map<String, Integer> told = new HashMap<>();
        int statements = 0;
        for (Turn turn : session) {
            if (turn.content().isBlank()) continue;
            List<Dates.Mention> mentions = Dates.in(turn.content(), day(turn));
            Derived event = event(turn, mentions);
            Integer same = told.putIfAbsent(sameness(turn), derived.size());
            if (same == null) derived.add(event);
            else derived.set(same, merged(derived.get(same), turn));
            List<Statements.Statement> said = Statements.in(turn, day(turn));
            for (int i = 0; i < said.size() && i < STATEMENTS_MAX && statements < SESSION_STATEMENTS_MAX; i++) {
                derived.add(statement(turn, said.get(i)));
                statements++;
            }
        }
        if (session.size() >= DIGEST_TURNS_MIN) digest(session).ifPresent(derived::add);
        return distinct(derived);
    }

    private static Derived event(Turn turn, List<Dates.Mention> mentions) {
        return new Derived(
                name(Kind.event, turn.sessionId(), turn.id()),
                Kind.event,
                Beginning.inWords(turn.who() + ": " + turn.content().strip(), SUMMARY_CHARS_MAX),
                said(turn) + written(mentions),
                turn.who() + ": " + turn.content().strip(),
                Optional.empty(),
                turn.sessionId(),
                List.of(turn.id()),
                turn.at(),
                Optional.empty(),
                entities(turn, mentions),
                importance(turn, mentions),
                Suspicion.of(turn.who() + ": " + turn.content()));
    }

    /** {@code [8 May 2023] Caroline: I went to a support group yesterday.} */
    private static String said(Turn turn) {
        return "[%s] %s: %s"
                .formatted(
                        Days.day(day(turn)).written(),
                        turn.who(),
                        turn.content().strip());
    }

    /** {@code (yesterday: Sunday 7 May 2023)}, so that nobody has to count. */
    private static String written(List<Dates.Mention> mentions) {
        return mentions.isEmpty()
                ? ""
                : mentions.stream()
                        .map(mention -> mention.said() + ": " + mention.days().written())
                        .collect(Collectors.joining("; ", " (", ")"));
    }

    private static Set<String> entities(Turn turn, List<Dates.Mention> mentions) {
        Set<String> entities = new HashSet<>(Entities.in(turn.content()));
        entities.add(turn.who().toLowerCase(Locale.ENGLISH));
        mentions.forEach(mention -> entities.add(mention.days().written().toLowerCase(Locale.ENGLISH)));
        return entities;
    }

    /** Greetings and thanks say little; names, numbers and days say more. */
    private static double importance(Turn turn, List<Dates.Mention> mentions) {
        int words = turn.content().strip().split("\\s+").length;
        double length = Math.min(1, (double) words / WORDS_FULL);
        double things = Math.min(1, (Entities.in(turn.content()).size() + mentions.size()) / 3.0);
        return 0.5 * length + 0.5 * things;
    }

    /** Said again word for word on the same day of the same session: one memory that cites both. */
    private static String sameness(Turn turn) {
        return day(turn) + "\n" + turn.who() + '\n' + Sameness.of(turn.content());
    }

    private static Derived merged(Derived first, Turn again) {
        List<String> sources = new ArrayList<>(first.sources());
        if (!sources.contains(again.id())) sources.add(again.id());
        return new Derived(
                first.name(),
                first.kind(),
                first.summary(),
                first.content(),
                first.embedded(),
                first.key(),
                first.sessionId(),
                sources,
                first.validFrom(),
                first.validTo(),
                first.entities(),
                first.importance(),
                first.suspicious());
    }

    private static Derived statement(Turn turn, Statements.Statement statement) {
        List<Dates.Mention> mentions = Dates.in(statement.sentence(), day(turn));
        return new Derived(
                name(statement.kind(), turn.sessionId(), turn.id() + '\n' + statement.sentence()),
                statement.kind(),
                Beginning.inWords(turn.who() + ": " + statement.sentence(), SUMMARY_CHARS_MAX),
                turn.who() + ": " + statement.sentence() + written(mentions),
                turn.who() + ": " + statement.sentence(),
                statement.key(),
                turn.sessionId(),
                List.of(turn.id()),
                turn.at(),
                Statements.end(statement),
                entities(turn, mentions),
                1,
                Suspicion.of(turn.who() + ": " + statement.sentence()));
    }

    /** The sentences whose words the session comes back to most, in their order. */
    private static Optional<Derived> digest(List<Turn> session) {
        record Said(Turn turn, String sentence, int place, double weight) {}
        Map<String, Integer> often = new HashMap<>();
        for (Turn turn : session) words(turn.content()).forEach(word -> often.merge(word, 1, Integer::sum));
        List<Said> all = new ArrayList<>();
        for (Turn turn : session)
            for (String sentence : Statements.sentences(turn.content())) {
                Set<String> words = words(sentence);
                double weight = words.stream()
                                .mapToInt(word -> often.getOrDefault(word, 0)) // a long sentence may end within a word
                                .filter(times -> times > 1)
                                .sum()
                        / Math.sqrt(Math.max(4, words.size()));
                if (!Statements.isQuestion(sentence) && words.size() >= 4)
                    all.add(new Said(turn, sentence, all.size(), weight));
            }
        List<Said> best = all.stream()
                .sorted((one, other) -> Double.compare(other.weight, one.weight))
                .limit(DIGEST_SENTENCES)
                .sorted((one, other) -> Integer.compare(one.place, other.place))
                .toList();
        if (best.isEmpty()) return Optional.empty();
        Turn first = session.getFirst();
        String day = Days.day(day(first)).written();
        String text = best.stream()
                .map(said -> said.turn.who() + ": " + said.sentence)
                .collect(Collectors.joining(" "));
        Set<String> entities = new HashSet<>();
        best.forEach(said -> entities.addAll(Entities.in(said.sentence)));
        return Optional.of(new Derived(
                name(Kind.event, first.sessionId(), "digest"),
                Kind.event,
                Beginning.inWords("Session of " + day + ": " + text, SUMMARY_CHARS_MAX),
                "Session of " + day + ". " + text,
                text,
                Optional.empty(),
                first.sessionId(),
                best.stream().map(said -> said.turn.id()).distinct().toList(),
                first.at(),
                Optional.empty(),
                entities,
                0.5,
                Suspicion.of(text)));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        for (String word : text.toLowerCase(Locale.ENGLISH).split("[^\\p{L}\\p{N}']+"))
            if (word.length() > 3) words.add(word);
        return words;
    }

    private static List<Derived> distinct(List<Derived> all) {
        Map<String, Derived> byName = new LinkedHashMap<>();
        all.forEach(one -> byName.putIfAbsent(one.name(), one));
        return List.copyOf(byName.values());
    }

    private static LocalDate day(Turn turn) {
        Instant at = turn.at();
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static String name(Kind kind, String sessionId, String of) {
        return TextHash.of(kind + "\n" + sessionId + "\n" + of).substring(0, 32);
    }
}
