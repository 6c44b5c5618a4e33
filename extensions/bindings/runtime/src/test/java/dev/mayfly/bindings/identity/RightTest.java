package dev.mayfly.bindings.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Caller.TokenHolder;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Optional;
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
        "tokens:write, tokens:read, false",
        "flags:write, flags:ramp, true",
        "flags:write, flags:ramp@10-50, true",
        "flags:ramp, flags:write, false",
        "flags:ramp, flags:ramp@10-50, true",
        "flags:ramp@10-50, flags:ramp@10-50, true",
        "flags:ramp@10-50, flags:ramp@5, false",
        "flags:ramp@10-50, flags:ramp@11-50, false",
        "flags:ramp@10, flags:ramp@5-50, true",
        "flags:ramp@10, flags:ramp, false"
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
                "flags:ramp@",
                "flags:ramp@hello",
                "flags:ramp@101",
                "flags:ramp@10-101",
                "flags:ramp@10-",
                "flags:write@10",
                "**"
            })
    void anythingElseIsNoRight(String spelled) {
        assertThatThrownBy(() -> Right.of(spelled)).isInstanceOf(Problem.Invalid.class);
    }

    @Test
    void rightIsSpelledAsItWasRead() {
        for (String spelled : List.of(
                "*",
                "*@hello",
                "functions:deploy@hello",
                "usage:read",
                "flags:ramp",
                "flags:ramp@10",
                "flags:ramp@10-50")) assertThat(Right.of(spelled)).hasToString(spelled);
    }

    @Test
    void callThatChangesSharesIsOpenToWhoeverMayChangeThemAtAll() {
        Right needed = Right.needed(Action.FLAGS_RAMP, Optional.empty());
        for (String had : List.of("flags:ramp", "flags:ramp@1-1", "flags:write", "*"))
            assertThat(Right.of(had).covers(needed)).as(had).isTrue();
        assertThat(Right.of("flags:read").covers(needed)).isFalse();
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
