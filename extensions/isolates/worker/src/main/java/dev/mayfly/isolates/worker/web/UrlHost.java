package dev.mayfly.isolates.worker.web;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.graalvm.shadowed.com.ibm.icu.text.IDNA;
import org.jspecify.annotations.Nullable;

/** The host parser of the URL standard; answers the serialised host, or null for a failure. */
final class UrlHost {
    private static final IDNA UTS46 = IDNA.getUTS46Instance(
            IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);
    /** What DNS would refuse but URLs allow: lengths, empty labels, hyphens. */
    private static final Set<IDNA.Error> ALLOWED = Set.of(
            IDNA.Error.EMPTY_LABEL,
            IDNA.Error.LABEL_TOO_LONG,
            IDNA.Error.DOMAIN_NAME_TOO_LONG,
            IDNA.Error.LEADING_HYPHEN,
            IDNA.Error.TRAILING_HYPHEN,
            IDNA.Error.HYPHEN_3_4);

    private UrlHost() {}

    static @Nullable String parse(String input, boolean special) {
        if (input.startsWith("[")) {
            return input.endsWith("]") ? Ipv6.parse(input.substring(1, input.length() - 1)) : null;
        }
        if (!special) return opaque(input);
        String domain = Utf8.decode(PercentSet.decode(input));
        String ascii = toAscii(domain);
        if (ascii == null || ascii.isEmpty() || hasForbidden(ascii, true)) return null;
        return endsInNumber(ascii) ? ipv4(ascii) : ascii;
    }

    private static @Nullable String opaque(String input) {
        return hasForbidden(input, false) ? null : PercentSet.CONTROL.encode(input);
    }

    private static @Nullable String toAscii(String domain) {
        boolean plain = true;
        for (int i = 0; i < domain.length() && plain; i++) plain = domain.charAt(i) < 0x80;
        String lower = domain.toLowerCase(Locale.ROOT);
        if (plain && !lower.contains("xn--")) return lower;
        IDNA.Info info = new IDNA.Info();
        String ascii = UTS46.nameToASCII(domain, new StringBuilder(), info).toString();
        return ALLOWED.containsAll(info.getErrors()) ? ascii : null;
    }

    private static boolean hasForbidden(String host, boolean inDomain) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == 0 || "\t\n\r #/:<>?@[\\]^|".indexOf(c) >= 0) return true;
            if (inDomain && (c < 0x20 || c == '%' || c == 0x7F)) return true;
        }
        return false;
    }

    private static boolean endsInNumber(String host) {
        int end = host.endsWith(".") ? host.length() - 1 : host.length();
        String last = host.substring(host.lastIndexOf('.', end - 1) + 1, end);
        if (end == 0 || last.isEmpty()) return false;
        return last.chars().allMatch(c -> c >= '0' && c <= '9') || number(last) != null;
    }

    private static @Nullable String ipv4(String host) {
        List<String> parts = new ArrayList<>(List.of(host.split("\\.", -1)));
        if (parts.size() > 1 && parts.getLast().isEmpty()) parts.removeLast();
        if (parts.size() > 4) return null;
        long address = 0;
        for (int i = 0; i < parts.size(); i++) {
            BigInteger number = number(parts.get(i));
            if (number == null) return null;
            boolean last = i == parts.size() - 1;
            int bits = last ? 8 * (5 - parts.size()) : 8;
            if (number.bitLength() > bits) return null;
            address |= number.longValue() << (last ? 0 : 24 - 8 * i);
        }
        return "%d.%d.%d.%d".formatted(address >> 24 & 255, address >> 16 & 255, address >> 8 & 255, address & 255);
    }

    /** Decimal, 0x hexadecimal or 0 octal; null if it is none of them. */
    private static @Nullable BigInteger number(String text) {
        if (text.isEmpty()) return null;
        int radix = 10;
        String digits = text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            digits = digits.substring(2);
            radix = 16;
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            digits = digits.substring(1);
            radix = 8;
        }
        if (digits.isEmpty()) return BigInteger.ZERO;
        for (int i = 0; i < digits.length(); i++) {
            if (digits.charAt(i) >= 0x80 || Character.digit(digits.charAt(i), radix) < 0) return null;
        }
        int significant = 0;
        while (significant < digits.length() - 1 && digits.charAt(significant) == '0') significant++;
        digits = digits.substring(significant);
        return digits.length() > 12 ? BigInteger.ONE.shiftLeft(40) : new BigInteger(digits, radix);
    }
}
