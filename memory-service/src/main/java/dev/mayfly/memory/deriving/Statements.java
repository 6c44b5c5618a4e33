package dev.mayfly.memory.deriving;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What people say of themselves in set forms: facts with a key, instructions to the agent, tasks. What a rule is not sure of it leaves alone. */
final class Statements {
    private static final int SENTENCES_MAX = 200;
    private static final Pattern SENTENCE =
            Pattern.compile("[^.!?。！？\\n]{1,1000}(?:[.!?](?!\\s|$)[^.!?。！？\\n]{1,1000}){0,8}[.!?。！？]*");
    private static final String THING = "([\\p{L}\\p{N}][^,.;!?\\n]{0,80}?)";
    private static final String END =
            "(?=[,.;!?]|\\s+(?:and|but|because|since|so|now|these days|at the moment|anymore)\\b|$)";

    /** A sentence that a rule knows; {@code until} where it ends by itself. */
    record Statement(Kind kind, Optional<String> key, String sentence, Optional<Days> until) {}

    private record FactRule(Pattern form, String key) {
        FactRule(String form, String key) {
            this(Pattern.compile("(?i)\\b" + form + END), key);
        }
    }

    private static final List<FactRule> FACTS = List.of(
            new FactRule("my name(?:'s| is) (\\p{L}[\\p{L}' -]{0,40}?)", "name"),
            new FactRule("i(?:'m| am) called (\\p{L}[\\p{L}' -]{0,40}?)", "name"),
            new FactRule("my (favou?rite [\\p{L} ]{2,30}?)(?: is|'s| are) " + THING, "$1"),
            new FactRule(
                    "my ((?:e-?mail|phone|home|postal|work)(?: address| number)?|address|birthday|job|hometown|zip code|timezone|time zone|blood type|employer|boss|wife|husband|partner|girlfriend|boyfriend|dog|cat)(?:'s name| name)?(?: is|'s) "
                            + THING,
                    "$1"),
            new FactRule("i(?:'m| am)? (?:now )?(?:live|living) in " + THING, "home"),
            new FactRule("i(?:'ve| have)? (?:just |recently |now )?moved to " + THING, "home"),
            new FactRule("i(?:'m| am)? (?:now )?(?:work|working) (?:at|for) " + THING, "employer"),
            new FactRule("i(?:'m| am)? (?:now )?(?:work|working) as an? " + THING, "job"),
            new FactRule("i(?:'m| am) (allergic) to " + THING, "allergy/$2"),
            new FactRule("i(?:'m| am) (?:a )?(vegetarian|vegan|pescatarian)", "diet"));

    private static final Pattern INSTRUCTION = Pattern.compile(
            "(?i)^\\W*(?:(?:please|from now on,?|in (?:the )?future,?|hey,?)\\s+){0,3}(?:(?:always|never)\\s+\\p{L}+|(?:do not|don't)\\s+(?:ever\\s+)?"
                    + "(?:use|call|send|ask|mention|show|suggest|answer|reply|write|book|contact|share|tell)\\b"
                    + "|(?:call me|address me as|speak to me in|(?:answer|reply|respond|write)(?: to me)? (?:in|with|briefly|shortly|only))\\b)");
    private static final Pattern STANDING =
            Pattern.compile("(?i)^\\W*(?:please\\s+)?(?:from now on|in (?:the )?future)\\b");
    private static final Pattern TASK = Pattern.compile(
            "(?i)\\b(?:remind me (?:to|about|of)|(?:please )?remember to|don't forget to|i (?:need|have) to remember to|(?:add|put) .{1,60} (?:to|on) (?:my|the) (?:to-?do|task)s?(?: list)?|to-?do:)\\s*\\S");

    private Statements() {}

    /** Of what a person said; what the agent says itself is no fact of its user. */
    static List<Statement> in(Turn turn, LocalDate said) {
        List<Statement> found = new ArrayList<>();
        if (turn.role() != Turn.Role.user && turn.speaker().isEmpty()) return found;
        List<String> sentences = sentences(turn.content());
        for (String sentence : sentences) {
            if (isQuestion(sentence)) continue;
            if (TASK.matcher(sentence).find()) found.add(task(sentence, said));
            else if (INSTRUCTION.matcher(sentence).find()
                    || STANDING.matcher(sentence).find())
                found.add(new Statement(Kind.instruction, Optional.empty(), sentence, Optional.empty()));
            else fact(turn, sentence).ifPresent(found::add);
        }
        return found;
    }

    static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？");
    }

    static List<String> sentences(String text) {
        return SENTENCE.matcher(text)
                .results()
                .limit(SENTENCES_MAX)
                .map(found -> found.group().strip())
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /** Done by the last day that it speaks of. */
    private static Statement task(String sentence, LocalDate said) {
        Optional<Days> until = Stream.concat(
                        Dates.in(sentence, said).stream().map(Dates.Mention::days),
                        Dates.in(
                                        sentence.replaceAll(
                                                "(?i)\\b(?:on|by|before|until) (?=\\p{L}{3,6}day\\b)", "next "),
                                        said)
                                .stream()
                                .map(Dates.Mention::days))
                .filter(days -> days.to().isAfter(said))
                .max((one, other) -> one.to().compareTo(other.to()));
        return new Statement(Kind.task, Optional.empty(), sentence, until);
    }

    private static Optional<Statement> fact(Turn turn, String sentence) {
        for (FactRule rule : FACTS) {
            Matcher form = rule.form.matcher(sentence);
            if (form.find())
                return Optional.of(
                        new Statement(Kind.fact, Optional.of(key(turn, rule.key, form)), sentence, Optional.empty()));
        }
        return Optional.empty();
    }

    private static String key(Turn turn, String key, MatchResult form) {
        for (int group = 1; group <= form.groupCount(); group++) key = key.replace("$" + group, form.group(group));
        return (turn.who() + "/" + key).toLowerCase(Locale.ENGLISH).replaceAll("\\s+", "-");
    }

    static Optional<java.time.Instant> end(Statement statement) {
        return statement.until.map(
                days -> days.to().atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
