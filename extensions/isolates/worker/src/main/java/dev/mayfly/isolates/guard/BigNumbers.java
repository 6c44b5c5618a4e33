package dev.mayfly.isolates.guard;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.js.runtime.Errors;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds numbers of any length at 2^20 bits, JavaScriptCore's own bound, so that no single operation of the JDK runs long: those
 * cannot be given polls without turning the start-up cache off.
 */
public final class BigNumbers {
    /** Longest number in bits; a longer one is a RangeError. */
    public static final int BITS_MAX = 1 << 20;

    /** Longest text of a decimal number; a longer one is a RangeError. */
    public static final int DECIMAL_CHARS_MAX = 1 << 16;

    private static final int DIGITS_AT_ONCE = 2000;
    private static final int BITS_AT_ONCE = 1 << 15;

    private BigNumbers() {}

    /** Woven where a number is made. */
    public static void made(BigInteger value) {
        if (value.bitLength() > BITS_MAX) throw tooBig();
    }

    /** Woven in place of {@link BigInteger#BigInteger(String, int)}, which takes quadratic time: this one works by halves and polls. */
    @TruffleBoundary
    public static BigInteger parse(String digits, int radix) {
        // One bit a digit is the least there is; leading zeros count.
        var bitsPerDigit = 31 - Integer.numberOfLeadingZeros(radix);
        if ((long) digits.length() * bitsPerDigit > BITS_MAX + Long.SIZE) throw tooBig();
        return parseHalves(digits, radix);
    }

    private static BigInteger parseHalves(String digits, int radix) {
        if (digits.length() <= DIGITS_AT_ONCE) return new BigInteger(digits, radix);
        Poll.poll();
        var middle = digits.length() / 2;
        if (Character.digit(digits.charAt(middle), radix) < 0) throw new NumberFormatException("not a digit");
        var high = parseHalves(digits.substring(0, middle), radix);
        var low = parseHalves(digits.substring(middle), radix);
        var shifted = high.multiply(BigInteger.valueOf(radix).pow(digits.length() - middle));
        return digits.charAt(0) == '-' ? shifted.subtract(low) : shifted.add(low);
    }

    /** Woven in place of {@link BigInteger#toString(int)}, which hears no cancel: this one works by parts and polls. */
    @TruffleBoundary
    public static String toString(BigInteger value, int radix) {
        if (value.bitLength() <= BITS_AT_ONCE) return value.toString(radix);
        var text = new StringBuilder();
        if (value.signum() < 0) text.append('-');
        append(text, value.abs(), radix, 0, new HashMap<>());
        return text.toString();
    }

    /** @param atLeast so many digits, zeros in front if need be */
    private static void append(
            StringBuilder text, BigInteger value, int radix, int atLeast, Map<Integer, BigInteger> powers) {
        if (value.bitLength() <= BITS_AT_ONCE) {
            var digits = value.toString(radix);
            text.repeat('0', Math.max(0, atLeast - digits.length())).append(digits);
            return;
        }
        Poll.poll();
        var fewest = (int) ((value.bitLength() - 1) * Math.log(2) / Math.log(radix));
        var low = Integer.highestOneBit(fewest - 1);
        var parts = value.divideAndRemainder(
                powers.computeIfAbsent(low, digits -> BigInteger.valueOf(radix).pow(digits)));
        append(text, parts[0], radix, Math.max(0, atLeast - low), powers);
        append(text, parts[1], radix, low, powers);
    }

    /** Woven before decimal text becomes a decimal number, in quadratic time. */
    public static void decimal(String digits) {
        if (digits.length() > DECIMAL_CHARS_MAX) throw tooBig();
    }

    /** Woven in place of {@link BigInteger#pow}. */
    public static BigInteger pow(BigInteger base, int exponent) {
        if ((base.bitLength() - 1L) * exponent > BITS_MAX) throw tooBig();
        return base.pow(exponent);
    }

    /** Woven in place of {@link BigInteger#shiftLeft}. */
    public static BigInteger shiftLeft(BigInteger value, int distance) {
        if ((long) value.bitLength() + distance > BITS_MAX && value.signum() != 0) throw tooBig();
        return value.shiftLeft(distance);
    }

    /** Woven in place of {@link BigInteger#shiftRight}: a negative distance shifts left. */
    public static BigInteger shiftRight(BigInteger value, int distance) {
        if ((long) value.bitLength() - distance > BITS_MAX && value.signum() != 0) throw tooBig();
        return value.shiftRight(distance);
    }

    @TruffleBoundary
    private static RuntimeException tooBig() {
        return Errors.createRangeError("Maximum BigInt size exceeded");
    }
}
