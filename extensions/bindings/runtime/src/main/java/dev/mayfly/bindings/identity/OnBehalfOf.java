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
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A caller as one service tells it to another, in the header {@link #HEADER} beside the platform's token: words with a space
 * between, each percent-encoded, such as {@code function demo hello 00f067aa0ba902b7} or {@code token laptop accounts demo,other}.
 */
public final class OnBehalfOf {
    public static final String HEADER = "Mayfly-On-Behalf-Of";

    private OnBehalfOf() {}

    public static String write(Caller caller) {
        return switch (caller) {
            case Platform(String name) -> "platform " + encode(name);
            case FunctionCaller(String account, String function, String invocation) ->
                "function %s %s %s".formatted(encode(account), encode(function), encode(invocation));
            case TokenHolder(String name, Scope.Everything()) -> "token %s everything".formatted(encode(name));
            case TokenHolder(String name, Scope.Accounts(Set<String> accounts)) ->
                "token %s accounts %s"
                        .formatted(
                                encode(name),
                                accounts.stream()
                                        .sorted()
                                        .map(OnBehalfOf::encode)
                                        .collect(Collectors.joining(",")));
        };
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
                yield new TokenHolder(decode(words.get(1)), scope(words.subList(2, words.size())));
            }
            default -> throw unreadable();
        };
    }

    private static Scope scope(List<String> words) {
        if (words.equals(List.of("everything"))) return new Scope.Everything();
        if (!only(2, words).getFirst().equals("accounts")) throw unreadable();
        return new Scope.Accounts(accounts(words.get(1)));
    }

    private static List<String> only(int count, List<String> words) {
        if (words.size() != count) throw unreadable();
        return words;
    }

    private static Set<String> accounts(String list) {
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
