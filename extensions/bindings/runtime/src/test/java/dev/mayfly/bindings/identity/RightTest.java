package dev.mayfly.bindings.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightTest {
    @ParameterizedTest
    @CsvSource({
        "*, tokens:write, true",
        "*, functions:read@hello, true",
        "*, *, true",
        "functions:read, functions:read, true",
        "functions:read, functions:read@hello, true",
        "functions:read@hello, functions:read@hello, true",
        "*@hello, functions:read@hello, true",
        "*@hello, secrets:write@hello, true",
        "functions:read@hello, functions:read, false",
        "functions:read@hello, functions:read@other, false",
        "functions:read@hello, functions:write@hello, false",
        "functions:read, *, false",
        "*@hello, *, false",
        "*@hello, functions:read, false",
        "*@hello, tokens:write, false",
        "tokens:write, tokens:read, false"
    })
    void rightCovers(String had, String needed, boolean covered) {
        assertThat(Right.of(had).covers(Right.of(needed))).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "@hello",
                "functions",
                "functions:",
                "Functions:read",
                "functions:read ",
                "functions:read@",
                "functions:read@No",
                "functions:read@a@b",
                "functions:read@*",
                "tokens:write@hello",
                "account:read@hello",
                "**"
            })
    void anythingElseIsNoRight(String spelled) {
        assertThatThrownBy(() -> Right.of(spelled)).isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void rightIsSpelledAsItWasRead() {
        for (String spelled : List.of("*", "*@hello", "functions:deploy@hello", "usage:read"))
            assertThat(Right.of(spelled)).hasToString(spelled);
    }

    @Test
    void rightsHoldInTheirAccountAlone() {
        var holder = new TokenHolder("ci", Scope.of("demo", List.of(Right.of("functions:read@hello"))));
        assertThat(holder.has(Right.of("functions:read@hello"), "demo")).isTrue();
        assertThat(holder.has(Right.of("functions:read@hello"), "other")).isFalse();
        assertThat(holder.has(Right.of("functions:read"), "demo")).isFalse();
        assertThat(holder.mayReach("demo")).isTrue();
        assertThat(holder.mayReach("other")).isFalse();
    }

    @Test
    void whoHasNoRightsHasNone() {
        var holder = new TokenHolder("nothing", Scope.of("demo", List.of()));
        for (Action action : Action.values())
            assertThat(holder.has(Right.of(action.word()), "demo")).isFalse();
    }

    @Test
    void everythingInAnAccountIsTheAccount() {
        assertThat(Scope.of("demo", List.of(Right.of("functions:read"), Right.EVERYTHING)))
                .isEqualTo(new Scope.Accounts(Set.of("demo")));
    }

    @Test
    void rightsAreBounded() {
        Set<Right> many = IntStream.range(0, 51)
                .mapToObj(i -> Right.of("functions:read@f" + i))
                .collect(Collectors.toSet());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scope.Rights("demo", many))
                .withMessageContaining("50");
    }
}
