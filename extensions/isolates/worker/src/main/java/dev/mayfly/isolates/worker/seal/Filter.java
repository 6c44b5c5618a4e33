package dev.mayfly.isolates.worker.seal;

import dev.mayfly.isolates.worker.seal.Bpf.Label;
import java.util.function.Consumer;

/**
 * A filter of system calls in the making: rules, looked at in their order, and what becomes of a call that none of them names.
 * A refused call fails with an error that its caller sees; nothing is killed, for the JVM copes with errors.
 */
final class Filter {
    static final int ALLOW = 0x7fff0000;
    /** EPERM: this process may not. */
    static final int REFUSE = 0x00050000 | 1;
    /** ENOSYS: this kernel cannot. C libraries then take the older call. */
    static final int UNKNOWN = 0x00050000 | 38;

    /** Numbers from here on belong to amd64's second set of system calls, which would go round the rules. */
    private static final int SECOND_SET = 0x40000000;

    private final Architecture architecture;
    private final Bpf bpf = new Bpf();

    /** What a rule asks of a call's arguments: each condition jumps to {@code fails} or goes on behind itself. */
    interface Condition {
        void write(Bpf bpf, Label fails);
    }

    Filter(Architecture architecture) {
        this.architecture = architecture;
        var ours = new Label();
        var foreign = new Label();
        var first = new Label();
        bpf.load(Bpf.ARCHITECTURE)
                .ifEqual(architecture.audit(), ours, foreign)
                .mark(ours)
                .load(Bpf.NUMBER)
                .ifAtLeast(SECOND_SET, foreign, first)
                .mark(foreign)
                .decide(REFUSE)
                .mark(first);
    }

    Filter decide(int decision, SystemCall... calls) {
        for (var call : calls) rule(call, body -> body.decide(decision));
        return this;
    }

    /** This call is allowed when the condition holds, and otherwise refused. */
    Filter allowIf(SystemCall call, Condition condition) {
        return rule(call, body -> {
            var refused = new Label();
            condition.write(body, refused);
            body.decide(ALLOW).mark(refused).decide(REFUSE);
        });
    }

    /** This call is refused when the condition holds, and otherwise allowed. */
    Filter refuseIf(SystemCall call, Condition condition) {
        return rule(call, body -> {
            var allowed = new Label();
            condition.write(body, allowed);
            body.decide(REFUSE).mark(allowed).decide(ALLOW);
        });
    }

    private Filter rule(SystemCall call, Consumer<Bpf> body) {
        call.number(architecture).ifPresent(number -> {
            var matches = new Label();
            var next = new Label();
            bpf.ifEqual(number, matches, next).mark(matches);
            body.accept(bpf);
            bpf.mark(next);
        });
        return this;
    }

    /** What becomes of calls with this number and all above that no rule named. */
    Filter from(SystemCall first, int decision) {
        var above = new Label();
        var next = new Label();
        bpf.ifAtLeast(first.number(architecture).orElseThrow(), above, next)
                .mark(above)
                .decide(decision)
                .mark(next);
        return this;
    }

    /** The finished program. */
    byte[] otherwise(int decision) {
        return bpf.decide(decision).assemble();
    }

    /** The argument is this int. */
    static Condition isInt(int argument, int value) {
        return isOneOf(argument, value);
    }

    /** The argument is one of these ints. */
    static Condition isOneOf(int argument, int... values) {
        return (bpf, refused) -> {
            var found = new Label();
            bpf.load(Bpf.low(argument));
            for (int i = 0; i < values.length; i++) {
                var next = i == values.length - 1 ? refused : new Label();
                bpf.ifEqual(values[i], found, next);
                if (next != refused) bpf.mark(next);
            }
            bpf.mark(found);
        };
    }

    /** The argument is no pointer. */
    static Condition isNull(int argument) {
        return (bpf, refused) -> {
            var low = new Label();
            var both = new Label();
            bpf.load(Bpf.low(argument))
                    .ifEqual(0, low, refused)
                    .mark(low)
                    .load(Bpf.high(argument))
                    .ifEqual(0, both, refused)
                    .mark(both);
        };
    }

    /** Of the bits in the mask the argument has exactly these. */
    static Condition hasBits(int argument, int mask, int bits) {
        return (bpf, refused) -> {
            var has = new Label();
            bpf.load(Bpf.low(argument)).and(mask).ifEqual(bits, has, refused).mark(has);
        };
    }

    /** One argument has none of these bits, or else the other one has one of those. */
    static Condition hasNoneUnless(int argument, int bits, int other, int otherBits) {
        return (bpf, refused) -> {
            var has = new Label();
            var fine = new Label();
            bpf.load(Bpf.low(argument))
                    .ifAnyBit(bits, has, fine)
                    .mark(has)
                    .load(Bpf.low(other))
                    .ifAnyBit(otherBits, fine, refused)
                    .mark(fine);
        };
    }

    static Condition both(Condition one, Condition other) {
        return (bpf, refused) -> {
            one.write(bpf, refused);
            other.write(bpf, refused);
        };
    }
}
