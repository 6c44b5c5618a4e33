package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the shares of flags may be changed: spelled {@code 10}, or {@code 10-50}.
 *
 * @param step hundredths of all by which a share may grow at once; it may always shrink
 * @param most hundredths of all that a share may grow to
 */
public record RampBound(int step, int most) {
    /** As far as there is. */
    public static final RampBound ANY = new RampBound(100, 100);
    /** What every right to change shares goes as far as. */
    static final RampBound NONE = new RampBound(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");

    public RampBound {
        if (step < 0 || step > 100 || most < 0 || most > 100)
            throw new Problem.Invalid(
                    "invalid-right", "a ramp goes by 0 to 100 hundredths at once, and to 0 to 100: flags:ramp@10-50");
    }

    static RampBound of(String spelled) {
        Matcher form = FORM.matcher(spelled);
        if (!form.matches())
            throw new Problem.Invalid(
                    "invalid-right", "flags:ramp@10 is 10 hundredths at once, flags:ramp@10-50 that and 50 at most");
        return new RampBound(
                Integer.parseInt(form.group(1)), form.group(2) == null ? 100 : Integer.parseInt(form.group(2)));
    }

    boolean covers(RampBound other) {
        return step >= other.step && most >= other.most;
    }

    @Override
    public String toString() {
        return step + (most == 100 ? "" : "-" + most);
    }
}
