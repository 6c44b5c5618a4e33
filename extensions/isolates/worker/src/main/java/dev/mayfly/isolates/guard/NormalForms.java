package dev.mayfly.isolates.guard;

import java.text.Normalizer.Form;
import org.graalvm.shadowed.com.ibm.icu.text.Normalizer2;

/** Unicode normal forms by the engine's own tables instead of the JDK's: long runs of marks take quadratic time in both, but woven loops hear a cancel. */
public final class NormalForms {
    private NormalForms() {}

    /** Woven in place of {@link java.text.Normalizer#normalize}. */
    public static String normalize(CharSequence text, Form form) {
        var normalizer = switch (form) {
            case NFC -> Normalizer2.getNFCInstance();
            case NFD -> Normalizer2.getNFDInstance();
            case NFKC -> Normalizer2.getNFKCInstance();
            case NFKD -> Normalizer2.getNFKDInstance();
        };
        return normalizer.normalize(text);
    }
}
