package dev.mayfly.control.rollouts;

import dev.mayfly.bindings.problem.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Percentages as they are kept: whole hundredths of a percent. */
public final class Percentage {
    private static final BigDecimal MOST = new BigDecimal(100);

    private Percentage() {}

    static int hundredths(String what, BigDecimal percentage) {
        boolean fits = percentage.signum() >= 0 && percentage.compareTo(MOST) <= 0 && decimals(percentage) <= 2;
        if (!fits)
            throw new Problem.Invalid(
                    "invalid-percentage", what + " must lie between 0 and 100, with two decimals at most");
        return percentage.movePointRight(2).intValueExact();
    }

    public static BigDecimal told(int hundredths) {
        BigDecimal shortest = BigDecimal.valueOf(hundredths, 2).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0, RoundingMode.UNNECESSARY) : shortest;
    }

    private static int decimals(BigDecimal number) {
        return number.signum() == 0 ? 0 : number.stripTrailingZeros().scale();
    }
}
