package dev.mayfly.memory.deriving;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Takes out of a text what nobody should remember, and says in its place what was there: {@code [redacted card]}. */
public final class Redaction {
    /** What is taken out. */
    public enum What {
        /** Card numbers: 13 to 19 digits of any script, with spaces or dashes or without, also over the end of a line, whose last is right by Luhn's sum (ISO/IEC 7812-1). */
        card,
        /** Keys and tokens by the form that who issues them gives them, and private keys in PEM. */
        secret,
        /** What is said to be a password: {@code my password is …}, {@code password=…}. */
        password,
        /** International bank account numbers whose check digits are right (ISO 13616). */
        iban,
        /** Mail addresses. */
        email
    }

    /** What stays, and how much of each was taken out. */
    public record Redacted(String text, Map<What, Integer> taken) {
        public boolean any() {
            return !taken.isEmpty();
        }
    }

    /** All but mail addresses, by which people are known. */
    public static final Set<What> DEFAULT = Set.of(What.card, What.secret, What.password, What.iban);

    private record Rule(What what, Pattern pattern, int group) {}

    /** What it is that follows is told by it: {@code my password for the router is}, {@code DB_PASSWORD=}. */
    private static final String PASSWORD_IS =
            "(?iu)(?<![\\p{L}\\p{Nd}])(?:password|passwd|pwd|passphrase|pass code|passcode|api[ _-]?key|secret[ _-]?(?:access[ _-]?)?key|access[ _-]?token|pin(?: code| number)?"
                    + "|passwort|kennwort|mot de passe|contraseña|senha|palavra-passe|wachtwoord|hasło|lösenord|пароль)"
                    + "[\"'`]?(?:\\s+(?:for|to|of|für|pour|de|del|para|per|voor)\\s+\\S{1,40}(?:\\s\\S{1,40}){0,4}?)?\\s*(?:\\s(?:is|was|ist|lautet|est|es|é|è|это)\\s*:?|['’]s\\s|[:=：])\\s*";

    /** The same where words have no spaces between them: {@code 密码是…}, {@code パスワードは…}. */
    private static final String PASSWORD_IS_UNSPACED = "(?:密码|密碼|パスワード|暗証番号|비밀번호)\\s*(?:是|为|為|は|는|은|[:=：])\\s*";

    /** What stands between groups of a card's digits, seen or not. */
    private static final String BETWEEN = "[ \\t\u00a0\u200b\u2010-\u2015.-]{1,2}";

    /** The same between all groups, or the end of a line. */
    private static final String OR_LINE = "|\\r?\\n)";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    What.secret,
                    Pattern.compile(
                            "-----BEGIN [A-Z ]*PRIVATE KEY-----.{1,16384}?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)",
                            Pattern.DOTALL),
                    0),
            // Amazon, GitHub, GitLab, Slack, Google, Stripe, OpenAI and Anthropic, npm, JSON web tokens.
            new Rule(
                    What.secret,
                    Pattern.compile(
                            "\\b(?:(?:AKIA|ASIA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}"
                                    + "|glpat-[A-Za-z0-9_-]{20,255}|xox[abeoprs]-[A-Za-z0-9-]{10,255}|AIza[0-9A-Za-z_-]{35}"
                                    + "|[rs]k_(?:live|test)_[0-9A-Za-z]{16,255}|sk-[A-Za-z0-9_-]{20,255}|npm_[A-Za-z0-9]{36}"
                                    + "|eyJ[A-Za-z0-9_-]{8,4096}\\.eyJ[A-Za-z0-9_-]{8,4096}\\.[A-Za-z0-9_-]{8,4096})"),
                    0),
            new Rule(What.secret, Pattern.compile("(?i)\\bbearer\\s+([A-Za-z0-9._~+/-]{16,4096}=*)"), 1),
            new Rule(What.password, Pattern.compile(PASSWORD_IS + "[\"'`]([^\"'`\\n]{3,256})[\"'`]"), 1),
            new Rule(What.password, Pattern.compile(PASSWORD_IS + "[\"'`]?([^\\s\"'`,;]{3,256})"), 1),
            // As programs are told: PGPASSWORD=, SMTP_TOKEN=; and within addresses (RFC 3986, 3.2.1).
            new Rule(
                    What.password,
                    Pattern.compile(
                            "\\b[A-Z0-9_]{0,64}(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|API_?KEY|TOKEN)=[\"']?([^\\s\"',;]{3,256})"),
                    1),
            new Rule(
                    What.password,
                    Pattern.compile("\\b[a-z][a-z0-9+.-]{1,32}://[^\\s:/@]{1,256}:([^\\s/@]{3,256})@"),
                    1),
            new Rule(
                    What.password,
                    Pattern.compile(PASSWORD_IS_UNSPACED + "[\"'`「]?([A-Za-z0-9\\p{Punct}&&[^\"'`,;]]{3,256})"),
                    1),
            new Rule(
                    What.card,
                    Pattern.compile("(?<![\\p{Nd}A-Za-z])\\p{Nd}(?:[ \u00a0-]?\\p{Nd}){12,18}(?![\\p{Nd}A-Za-z])"),
                    0),
            // As cards are printed, with other numbers beside: when it ends, what is on its back.
            new Rule(
                    What.card,
                    Pattern.compile(
                            "(?<![\\p{Nd}A-Za-z])(?:[2-6]\\d{12,18}|[2-6]\\d{3}(" + BETWEEN + OR_LINE + "\\d{4}(?:\\1"
                                    + OR_LINE + "\\d{4}(?:\\1" + OR_LINE + "\\d{1,4}|3\\d{3}(" + BETWEEN + OR_LINE
                                    + "\\d{6}(?:\\2" + OR_LINE + "\\d{4,5})(?![\\p{Nd}A-Za-z])"),
                    0),
            new Rule(
                    What.iban,
                    Pattern.compile("(?i)\\b[A-Z]{2}\\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?\\b"),
                    0),
            new Rule(What.email, Pattern.compile("\\b[\\w.+-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}\\b"), 0));

    private final Set<What> policy;

    public Redaction(Set<What> policy) {
        this.policy = policy.isEmpty() ? EnumSet.noneOf(What.class) : EnumSet.copyOf(policy);
    }

    public Redacted of(String text) {
        Map<What, Integer> taken = new EnumMap<>(What.class);
        for (Rule rule : RULES) if (policy.contains(rule.what)) text = apply(rule, text, taken);
        return new Redacted(text, Map.copyOf(taken));
    }

    private static String apply(Rule rule, String text, Map<What, Integer> taken) {
        Matcher found = rule.pattern.matcher(text);
        StringBuilder left = new StringBuilder();
        int from = 0;
        int at = 0;
        while (at <= text.length() && found.find(at)) {
            int length = trueLength(rule, found);
            at = found.end();
            if (length == 0) continue;
            left.append(text, from, found.start(rule.group))
                    .append("[redacted ")
                    .append(rule.what)
                    .append(']');
            from = found.start(rule.group) + length;
            at = from;
            taken.merge(rule.what, 1, Integer::sum);
        }
        return from == 0 ? text : left.append(text, from, text.length()).toString();
    }

    /** How much of what was found is what it looks like: words that stand behind it may look as if they were of it. */
    private static int trueLength(Rule rule, MatchResult found) {
        String all = found.group(rule.group);
        for (int end = all.length(); end > 0; end = rule.what == What.iban ? lastGap(all, end - 1) : 0)
            if (isTrue(rule.what, all.substring(0, end))) return end;
        return 0;
    }

    private static int lastGap(String text, int from) {
        return Math.max(text.lastIndexOf(' ', from), text.lastIndexOf('-', from));
    }

    private static boolean isTrue(What what, String found) {
        return switch (what) {
            case card ->
                luhn(found.codePoints()
                        .filter(Character::isDigit)
                        .mapToObj(digit -> Integer.toString(Character.digit(digit, 10)))
                        .collect(Collectors.joining()));
            case iban -> mod97(found.replaceAll("[ -]", ""));
            case password ->
                !found.startsWith("[redacted") && !PLAIN.contains(found.toLowerCase(java.util.Locale.ENGLISH));
            case secret, email -> true;
        };
    }

    /** What follows "the password is" without being one. */
    private static final Set<String> PLAIN = Set.of(
            "not",
            "too",
            "the",
            "very",
            "wrong",
            "weak",
            "strong",
            "secret",
            "still",
            "now",
            "expired",
            "invalid",
            "required",
            "safe",
            "secure",
            "incorrect",
            "correct",
            "so",
            "always",
            "never",
            "stored",
            "encrypted",
            "in",
            "on",
            "easy",
            "hard",
            "important",
            "different",
            "working",
            "set",
            "gone",
            "lost",
            "already",
            "being",
            "that",
            "what",
            "really",
            "nicht",
            "zu",
            "sehr",
            "sicher",
            "falsch",
            "pas",
            "trop",
            "très",
            "no",
            "muy",
            "não",
            "muito",
            "niet",
            "te",
            "не",
            "очень");

    static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum > 0 && sum % 10 == 0;
    }

    static boolean mod97(String iban) {
        if (iban.length() < 15 || iban.length() > 34) return false;
        int rest = 0;
        String turned = iban.substring(4) + iban.substring(0, 4);
        for (char letter : turned.toCharArray()) {
            int value = Character.digit(letter, 36);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }
}
