package dev.mayfly.isolates.worker.web.multibyte;

import dev.mayfly.isolates.guard.Poll;
import org.jspecify.annotations.Nullable;

/** Japanese of old mail: bytes of seven bits whose meaning escape sequences change. */
final class Iso2022Jp implements Decoder {
    private static final int ROW = 94;
    private static final int ESCAPE = 0x1B;
    /** Beside the set: an escape sequence was the last thing that was read, so another one makes no sense. */
    private static final int EMPTY = 4;

    private enum CharacterSet {
        ASCII(0),
        ROMAN(1),
        KATAKANA(2),
        JIS0208(3);

        final int mode;

        CharacterSet(int mode) {
            this.mode = mode;
        }

        static CharacterSet of(int mode) {
            return switch (mode & 3) {
                case 0 -> ASCII;
                case 1 -> ROMAN;
                case 2 -> KATAKANA;
                default -> JIS0208;
            };
        }
    }

    private final Index index;

    Iso2022Jp(Index index) {
        this.index = index;
    }

    @Override
    public @Nullable String decode(byte[] in, boolean fatal, boolean more, int mode) {
        var out = new StringBuilder(in.length + 1).append('\0');
        var set = CharacterSet.of(mode);
        boolean empty = (mode & EMPTY) != 0;
        int at = 0;
        for (int turn = 0; at < in.length; turn++) {
            Poll.at(turn);
            int length;
            if (in[at] == ESCAPE) {
                if (more && isUnfinished(in, at)) break;
                var next = named(in, at);
                if (next != null) {
                    // Two in a row hide something from those who look for it in the bytes.
                    length = empty ? -3 : 3;
                    set = next;
                    empty = true;
                } else {
                    length = -1;
                    empty = false;
                }
            } else {
                if (more && set == CharacterSet.JIS0208 && isLead(in[at]) && at + 1 == in.length) break;
                length = read(set, in, at, out);
                empty = false;
            }
            if (length < 0) {
                if (fatal) return null;
                out.append('\uFFFD');
            }
            at += Math.abs(length);
        }
        int left = in.length - at;
        out.setCharAt(0, (char) (left | (set.mode | (empty ? EMPTY : 0)) << MODE_SHIFT));
        return out.toString();
    }

    private static boolean isUnfinished(byte[] in, int at) {
        if (at + 1 == in.length) return true;
        return at + 2 == in.length && (in[at + 1] == '$' || in[at + 1] == '(');
    }

    private static @Nullable CharacterSet named(byte[] in, int at) {
        if (at + 2 >= in.length) return null;
        int last = in[at + 2];
        if (in[at + 1] == '$') return last == '@' || last == 'B' ? CharacterSet.JIS0208 : null;
        if (in[at + 1] != '(') return null;
        return switch (last) {
            case 'B' -> CharacterSet.ASCII;
            case 'J' -> CharacterSet.ROMAN;
            case 'I' -> CharacterSet.KATAKANA;
            default -> null;
        };
    }

    /** @return how many bytes the character at a place has; negative: so many are malformed */
    private int read(CharacterSet set, byte[] in, int at, StringBuilder out) {
        int b = in[at];
        return switch (set) {
            case ASCII -> one(isPlain(b) ? b : -1, out);
            case ROMAN -> one(!isPlain(b) ? -1 : b == 0x5C ? 0xA5 : b == 0x7E ? 0x203E : b, out);
            case KATAKANA -> one(b >= 0x21 && b <= 0x5F ? 0xFF61 - 0x21 + b : -1, out);
            case JIS0208 -> two(in, at, out);
        };
    }

    private static int one(int codePoint, StringBuilder out) {
        if (codePoint < 0) return -1;
        out.append((char) codePoint);
        return 1;
    }

    private int two(byte[] in, int at, StringBuilder out) {
        if (!isLead(in[at]) || at + 1 == in.length || in[at + 1] == ESCAPE) return -1;
        if (!isLead(in[at + 1])) return -2;
        int codePoint = index.codePoint((in[at] - 0x21) * ROW + in[at + 1] - 0x21);
        if (codePoint == 0) return -2;
        out.appendCodePoint(codePoint);
        return 2;
    }

    private static boolean isPlain(int b) {
        return b >= 0 && b != 0x0E && b != 0x0F;
    }

    private static boolean isLead(int b) {
        return b >= 0x21 && b <= 0x7E;
    }
}
