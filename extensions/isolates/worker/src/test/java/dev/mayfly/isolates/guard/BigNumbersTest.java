package dev.mayfly.isolates.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BigNumbersTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 8, 10, 16, 36})
    void textOfAnyLengthIsReadAsTheJdkReadsIt(int radix) {
        var random = new Random(radix);
        for (var bits : new int[] {1, 64, 6_000, 20_000, 100_000}) {
            var number = new BigInteger(bits, random);
            assertThat(BigNumbers.parse(number.toString(radix), radix)).isEqualTo(number);
            assertThat(BigNumbers.parse("-" + number.toString(radix), radix)).isEqualTo(number.negate());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7, 10, 16, 36})
    void textOfNumbersIsThatOfTheJdk(int radix) {
        var random = new Random(11);
        for (int bits : new int[] {1, 100, 32_768, 32_769, 70_000, 150_000}) {
            for (var number : List.of(
                    new BigInteger(bits, random),
                    BigInteger.ONE.shiftLeft(bits - 1),
                    BigInteger.valueOf(radix).pow(Math.max(1, bits / 6)),
                    BigInteger.valueOf(radix).pow(Math.max(1, bits / 6)).subtract(BigInteger.ONE))) {
                assertThat(BigNumbers.toString(number, radix)).isEqualTo(number.toString(radix));
                assertThat(BigNumbers.toString(number.negate(), radix))
                        .isEqualTo(number.negate().toString(radix));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "-", "x", " ", "."})
    void textWithAnythingButDigitsIsNoNumberWhereverItStands(String intruder) {
        for (var at : new int[] {1, 2_500, 5_000, 9_999}) {
            var text = "7".repeat(at) + intruder + "7".repeat(10_000 - at);
            assertThatThrownBy(() -> BigNumbers.parse(text, 10)).isInstanceOf(NumberFormatException.class);
        }
    }

    @Test
    void theLongestNumberIsMadeAndTheNextIsARangeError() {
        assertThat(inGuest("(2n ** 1048575n).toString(2).length")).isEqualTo("1048576");
        assertThat(inGuest("2n ** 1048576n")).isEqualTo("RangeError: Maximum BigInt size exceeded");
        assertThat(inGuest("(1n << 1048575n) * 2n")).isEqualTo("RangeError: Maximum BigInt size exceeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0n << 2000000000n", "0n >> -2000000000n", "0n ** 2000000000n"})
    void nothingStaysNothing(String expression) {
        assertThat(inGuest(expression)).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1n << 2000000000n",
                "1n >> -2000000000n",
                "(-2n) ** 2000000000n",
                "BigInt('7'.repeat(2e6))",
                "BigInt('0x' + 'f'.repeat(2e6))"
            })
    void whatWouldBeTooLongIsRefusedAtOnce(String expression) {
        assertThat(inGuest(expression)).isEqualTo("RangeError: Maximum BigInt size exceeded");
    }

    private static String inGuest(String expression) {
        try (var context = Context.newBuilder("js")
                .option("engine.WarnInterpreterOnly", "false")
                .build()) {
            return context.eval("js", "try { String(" + expression + ") } catch (e) { String(e) }")
                    .asString();
        }
    }
}
