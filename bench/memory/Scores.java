import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What part of a question's evidence is among the first k distinct messages, in the order of the candidates and of the sources that each cites; of
 * sessions likewise. Candidates count as long as their texts have no more than 2,000 tokens in all, of four characters each.
 */
final class Scores {
    private static final int TOKENS_MAX = 2_000;
    private static final double CHARACTERS_A_TOKEN = 4;
    private static final Map<Integer, String> NAMES =
            Map.of(1, "multi-hop", 2, "temporal", 3, "open-domain", 4, "single-hop", 5, "adversarial");

    record Score(double session10, double turn10, double turn30) {}

    private final Map<String, List<Score>> rows = new TreeMap<>();

    void add(Locomo.Conversation conversation, Locomo.Question question, List<Memory.Candidate> candidates) {
        Set<String> messages = new LinkedHashSet<>();
        Set<String> sessions = new LinkedHashSet<>();
        double tokens = 0;
        for (Memory.Candidate candidate : candidates) {
            tokens += candidate.content().length() / CHARACTERS_A_TOKEN;
            if (tokens > TOKENS_MAX) break;
            for (Memory.Source source : candidate.sources()) {
                messages.add(source.messageId());
                sessions.add(source.sessionId());
            }
        }
        Set<String> right = new LinkedHashSet<>();
        for (Locomo.Session session : conversation.sessions())
            for (Locomo.Turn turn : session.turns()) if (question.evidence().contains(turn.id())) right.add(session.id());
        Score score = new Score(
                found(sessions, right, 10), found(messages, question.evidence(), 10), found(messages, question.evidence(), 30));
        row("0 all").add(score);
        row("1 " + NAMES.getOrDefault(question.category(), "other")).add(score);
        row("2 " + conversation.name()).add(score);
    }

    private List<Score> row(String name) {
        return rows.computeIfAbsent(name, added -> new ArrayList<>());
    }

    private static double found(Set<String> ranked, Collection<String> right, int k) {
        return (double) ranked.stream().limit(k).filter(right::contains).count() / right.size();
    }

    void print(String how) {
        System.out.printf("%n%-24s %9s %18s %14s %14s%n", how, "questions", "session recall@10", "turn recall@10", "turn recall@30");
        rows.forEach((name, scores) -> {
            Score mean = mean(scores);
            System.out.printf(
                    "%-24s %9d %17.1f%% %13.1f%% %13.1f%%%n",
                    name.substring(2), scores.size(), 100 * mean.session10, 100 * mean.turn10, 100 * mean.turn30);
        });
    }

    Score all() {
        return mean(rows.get("0 all"));
    }

    Score multiHop() {
        return mean(rows.getOrDefault("1 multi-hop", List.of(new Score(1, 1, 1))));
    }

    private static Score mean(List<Score> scores) {
        return new Score(
                scores.stream().mapToDouble(Score::session10).average().orElse(0),
                scores.stream().mapToDouble(Score::turn10).average().orElse(0),
                scores.stream().mapToDouble(Score::turn30).average().orElse(0));
    }
}
