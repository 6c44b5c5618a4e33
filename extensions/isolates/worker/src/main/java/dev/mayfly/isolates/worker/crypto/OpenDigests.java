package dev.mayfly.isolates.worker.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;

/**
 * The hashes that one isolate feeds piece by piece, so that what they have seen is kept by nobody. They are plain objects that die with the
 * isolate.
 */
public final class OpenDigests {
    /** At a time. */
    public static final int MOST = 256;

    private final Map<Integer, Running> open = new HashMap<>();
    private int last;

    private sealed interface Running {
        void feed(byte[] data) throws GeneralSecurityException;

        byte[] end();

        Running copy() throws CloneNotSupportedException;
    }

    private record Plain(MessageDigest digest) implements Running {
        @Override
        public void feed(byte[] data) throws GeneralSecurityException {
            Pieces.of(data, digest::update);
        }

        @Override
        public byte[] end() {
            return digest.digest();
        }

        @Override
        public Running copy() throws CloneNotSupportedException {
            return new Plain((MessageDigest) digest.clone());
        }
    }

    private record Keyed(Mac mac) implements Running {
        @Override
        public void feed(byte[] data) throws GeneralSecurityException {
            Pieces.of(data, mac::update);
        }

        @Override
        public byte[] end() {
            return mac.doFinal();
        }

        @Override
        public Running copy() throws CloneNotSupportedException {
            return new Keyed((Mac) mac.clone());
        }
    }

    /** Number of a hash. @param name as in {@link Digests#digest} */
    public int open(String name) {
        try {
            return hold(new Plain(MessageDigest.getInstance(name)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no digest " + name, e);
        }
    }

    /** Number of a keyed hash. */
    public int open(String hash, byte[] key) {
        return hold(new Keyed(Digests.mac(hash, key)));
    }

    public void feed(int number, byte[] data) {
        try {
            get(number).feed(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Number of another that has seen the same. */
    public int copy(int number) {
        try {
            return hold(get(number).copy());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The digest; the hash is open no more. */
    public byte[] end(int number) {
        var running = get(number);
        open.remove(number);
        return running.end();
    }

    private int hold(Running running) {
        if (open.size() >= MOST)
            throw new IllegalArgumentException(
                    "%d hashes of long data are open; that many may be at a time".formatted(MOST));
        open.put(++last, running);
        return last;
    }

    private Running get(int number) {
        var found = open.get(number);
        if (found == null) throw new IllegalArgumentException("the hash is over");
        return found;
    }
}
