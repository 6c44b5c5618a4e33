package dev.mayfly.bindings.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.identity.Caller.Platform;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnBehalfOfTest {
    static Stream<Caller> callers() {
        return Stream.of(
                new Platform("edge-router"),
                new Platform(""),
                new FunctionCaller("demo", "hello", "00f067aa0ba902b7"),
                new TokenHolder("laptop", new Scope.Everything()),
                new TokenHolder("laptop", new Scope.Accounts(Set.of("demo", "other"))),
                new TokenHolder("nothing", new Scope.Accounts(Set.of())),
                new TokenHolder(Optional.of("3f2a"), "ci", new Scope.Accounts(Set.of("demo"))),
                new TokenHolder("no right", new Scope.Rights("demo", Set.of())),
                new TokenHolder(
                        Optional.of("3f#2a b"),
                        "c#i",
                        new Scope.Rights(
                                "demo",
                                Set.of(
                                        Right.of("functions:read@hello"),
                                        Right.of("*@other"),
                                        Right.of("tokens:write")))),
                new TokenHolder(
                        "name with blanks, commas\r\nX-Evil: 1 and é everything", new Scope.Accounts(Set.of("a"))));
    }

    @ParameterizedTest
    @MethodSource("callers")
    void callerComesBackAsItWas(Caller caller) {
        String header = OnBehalfOf.write(caller);
        assertThat(header).matches("[\\x20-\\x7e]*");
        assertThat(OnBehalfOf.read(List.of(header))).isEqualTo(caller);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "platform",
                "platform a b",
                "Platform a",
                "function demo hello",
                "function demo hello 1 everything",
                "token",
                "token laptop",
                "token laptop all",
                "token laptop everything else",
                "token laptop accounts",
                "token laptop accounts demo other",
                "token laptop rights",
                "token laptop rights demo",
                "token laptop rights demo functions:everything",
                "token laptop rights demo functions:read, ",
                "token laptop rights demo functions:read other",
                "token laptop#%zz everything",
                "platform %",
                "platform %zz"
            })
    void anythingElseIsDenied(String header) {
        assertThatThrownBy(() -> OnBehalfOf.read(List.of(header))).isInstanceOf(Problem.Denied.class);
    }

    @Test
    void twoCallersAreNone() {
        assertThatThrownBy(() -> OnBehalfOf.read(List.of("platform a", "platform a")))
                .isInstanceOf(Problem.Denied.class);
    }
}
