package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.identity.Caller.Platform;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.problem.Problem;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A caller as one service tells it to another, in the header {@link #HEADER} beside the platform's token: words with a space
 * between, each percent-encoded, such as {@code function demo hello 00f067aa0ba902b7}, {@code token laptop accounts demo,other} or
 * {@code token ci#3f2a rights demo functions:read@hello}, where the token's id stands behind a {@code #}.
 */
public final class OnBehalfOf {
    public static final String HEADER = "Mayfly-On-Behalf-Of";

    private OnBehalfOf() {}

    public static String write(Caller caller) {
        return switch (caller) {
            case Platform(String name) -> "platform " + encode(name);
            case FunctionCaller(String account, String function, String invocation) ->
                "function %s %s %s".formatted(encode(account), encode(function), encode(invocation));
            case TokenHolder(Optional<String> id, String name, Scope scope) ->
                "token %s%s %s"
                        .formatted(
                                encode(name),
                                id.map(known -> "#" + encode(known)).orElse(""),
                                write(scope));
        };
    }

    private static String write(Scope scope) {
        return switch (scope) {
            case Scope.Everything() -> "everything";
            case Scope.Accounts(Set<String> accounts) -> "accounts " + list(accounts.stream());
            case Scope.Rights(String account, Set<Right> rights) ->
                "rights %s %s".formatted(encode(account), list(rights.stream().map(Right::toString)));
        };
    }

    private static String list(Stream<String> items) {
        return items.sorted().map(OnBehalfOf::encode).collect(Collectors.joining(","));
    }

    /** Refuses what {@link #write} would not have written. */
    public static Caller read(List<String> headers) {
        if (headers.size() != 1) throw unreadable();
        List<String> words = List.of(headers.getFirst().split(" ", -1));
        return switch (words.getFirst()) {
            case "platform" -> new Platform(decode(only(2, words).get(1)));
            case "function" -> {
                only(4, words);
                yield new FunctionCaller(decode(words.get(1)), decode(words.get(2)), decode(words.get(3)));
            }
            case "token" -> {
                if (words.size() < 3) throw unreadable();
                yield holder(words.get(1), scope(words.subList(2, words.size())));
            }
            default -> throw unreadable();
        };
    }

    private static TokenHolder holder(String word, Scope scope) {
        int id = word.indexOf('#');
        return id < 0
                ? new TokenHolder(decode(word), scope)
                : new TokenHolder(Optional.of(decode(word.substring(id + 1))), decode(word.substring(0, id)), scope);
    }

    private static Scope scope(List<String> words) {
        return switch (words.getFirst()) {
            case "everything" -> {
                only(1, words);
                yield new Scope.Everything();
            }
            case "accounts" -> new Scope.Accounts(set(only(2, words).get(1)));
            case "rights" -> rights(only(3, words));
            default -> throw unreadable();
        };
    }

    private static Scope rights(List<String> words) {
        try {
            return new Scope.Rights(
                    decode(words.get(1)),
                    set(words.get(2)).stream().map(Right::of).collect(Collectors.toUnmodifiableSet()));
        } catch (Problem.Invalid | IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static List<String> only(int count, List<String> words) {
        if (words.size() != count) throw unreadable();
        return words;
    }

    private static Set<String> set(String list) {
        if (list.isEmpty()) return Set.of();
        return List.of(list.split(",", -1)).stream().map(OnBehalfOf::decode).collect(Collectors.toUnmodifiableSet());
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String word) {
        try {
            return URLDecoder.decode(word, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    private static Problem unreadable() {
        return new Problem.Denied("the header " + HEADER + " names nobody that could be understood");
    }
}
