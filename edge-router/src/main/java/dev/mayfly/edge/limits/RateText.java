package dev.mayfly.edge.limits;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.Rate;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads a rate of the configuration, and says what is wrong with one that is none. */
public class RateText implements Converter<Rate> {
    private static final long serialVersionUID = 1L;

    @Override
    public Rate convert(String text) {
        try {
            return Rate.of(text);
        } catch (Problem.Invalid invalid) {
            throw new IllegalArgumentException(invalid.detail(), invalid);
        }
    }
}
