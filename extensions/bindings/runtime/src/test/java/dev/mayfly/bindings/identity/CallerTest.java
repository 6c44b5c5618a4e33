package dev.mayfly.bindings.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
    @ParameterizedTest
    @CsvSource({
        "a, true",
        "0, true",
        "a-b, true",
        "hello-2, true",
        "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd, true",
        "'', false",
        "-, false",
        "-a, false",
        "a-, false",
        "A, false",
        "a_b, false",
        "a.b, false",
        "a/b, false",
        "'a ', false",
        "'a\n', false",
        "ä, false",
        "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddde, false"
    })
    void namesHaveAForm(String name, boolean fits) {
        assertThat(Name.FORM.matcher(name).matches()).isEqualTo(fits);
    }

    @Test
    void functionReachesItsOwnAccountOnly() {
        var caller = new Caller.FunctionCaller("demo", "hello", "1");
        assertThat(caller.mayReach("demo")).isTrue();
        assertThat(caller.mayReach("demo2")).isFalse();
    }

    @Test
    void presentedTokenIsNotShown() {
        assertThat(new TokenOwners.Presented("secret").toString()).doesNotContain("secret");
    }
}
