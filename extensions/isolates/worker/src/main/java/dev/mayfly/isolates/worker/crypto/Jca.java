package dev.mayfly.isolates.worker.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * The JDK's algorithms, each from the provider that has it: a search through all providers would load some that open files, which a sealed
 * worker cannot.
 */
final class Jca {
    private static final Provider CIPHERS = provider("SunJCE");
    private static final Provider RSA = provider("SunRsaSign");
    private static final Provider CURVES = provider("SunEC");

    private Jca() {}

    private static Provider provider(String name) {
        return Objects.requireNonNull(Security.getProvider(name), name);
    }

    /** A call of the JDK's, which says by exceptions what went wrong. */
    interface Work<T> {
        T done() throws GeneralSecurityException;
    }

    /** @throws Refusal for whatever went wrong: the operation failed */
    static <T> T operation(String what, Work<T> work) {
        try {
            return work.done();
        } catch (Refusal e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw Refusal.operation(what + " failed");
        }
    }

    /** @throws Refusal for whatever went wrong: the key is none */
    static <T> T keyData(Work<T> work) {
        try {
            return work.done();
        } catch (Refusal e) {
            throw e;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw Refusal.data("The data are no such key");
        }
    }

    static Cipher cipher(String name) throws GeneralSecurityException {
        return Cipher.getInstance(name, CIPHERS);
    }

    static Signature rsaSignature(String name) throws GeneralSecurityException {
        return Signature.getInstance(name, RSA);
    }

    static Signature curveSignature(String name) throws GeneralSecurityException {
        return Signature.getInstance(name, CURVES);
    }

    static KeyFactory rsaKeys() throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA", RSA);
    }

    static KeyFactory curveKeys(String name) throws GeneralSecurityException {
        return KeyFactory.getInstance(name, CURVES);
    }

    static KeyPairGenerator rsaPairs() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("RSA", RSA);
    }

    static KeyPairGenerator curvePairs(String name) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(name, CURVES);
    }

    static KeyAgreement agreement(String name) throws GeneralSecurityException {
        return KeyAgreement.getInstance(name, CURVES);
    }
}
