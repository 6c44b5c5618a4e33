package dev.mayfly.isolates.guard;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.js.runtime.Errors;
import java.math.BigInteger;

/**
 * Bounds numbers of any length at 2^20 bits, JavaScriptCore's own bound, so that no single operation of the JDK runs long: those
 * cannot be given polls without turning the start-up cache off.
 */
public final class BigNumbers {
    /** Longest number in bits; a longer one is a RangeError. */
    public static final int BITS_MAX = 1 << 20;

    private BigNumbers() {}

    /** Woven where a number is made. */
    public static void made(BigInteger value) {
        if (value.bitLength() > BITS_MAX) throw tooBig();
    }

    /** Woven before text becomes a number. One bit a digit is the least there is, leading zeros count. */
    public static void text(String digits, int radix) {
        var bitsPerDigit = 31 - Integer.numberOfLeadingZeros(radix);
        if ((long) digits.length() * bitsPerDigit > BITS_MAX + 64) throw tooBig();
    }

    /** As {@link #text(String, int)}, for decimal digits. */
    public static void text(String digits) {
        text(digits, 10);
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
