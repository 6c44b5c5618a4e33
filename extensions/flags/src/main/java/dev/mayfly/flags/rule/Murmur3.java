package dev.mayfly.flags.rule;

import java.nio.charset.StandardCharsets;

/** MurmurHash3 for 32 bits, with the seed 0. */
final class Murmur3 {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Murmur3() {}

    /** Of the text in UTF-8. */
    static int hash(String text) {
        int length = text.length();
        int hash = 0;
        int block = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) return hash(text.getBytes(StandardCharsets.UTF_8));
            block |= c << ((i & 3) << 3);
            if ((i & 3) == 3) {
                hash = mixed(hash, block);
                block = 0;
            }
        }
        return finished((length & 3) == 0 ? hash : hash ^ scrambled(block), length);
    }

    static int hash(byte[] bytes) {
        int hash = 0;
        int block = 0;
        for (int i = 0; i < bytes.length; i++) {
            block |= (bytes[i] & 0xff) << ((i & 3) << 3);
            if ((i & 3) == 3) {
                hash = mixed(hash, block);
                block = 0;
            }
        }
        return finished((bytes.length & 3) == 0 ? hash : hash ^ scrambled(block), bytes.length);
    }

    private static int mixed(int hash, int block) {
        return Integer.rotateLeft(hash ^ scrambled(block), 13) * 5 + 0xe6546b64;
    }

    private static int scrambled(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int finished(int hash, int length) {
        int h = hash ^ length;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
