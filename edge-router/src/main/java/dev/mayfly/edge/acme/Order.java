package dev.mayfly.edge.acme;

import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.util.CertificateUtils;
import org.shredzone.acme4j.util.KeyPairUtils;

/** Asks an authority for a certificate, and shows it that the names lead here. Waits; for a thread of its own. */
final class Order {
    /** Of RSA: the library signs the certificate of this question by no other. */
    private static final int TLS_KEY_BITS = 2048;

    private final Asking asking;
    private final AcmeFolder folder;

    Order(Asking asking, AcmeFolder folder) {
        this.asking = asking;
        this.folder = folder;
    }

    /** What comes of it is in the folder then. */
    void run() throws AcmeException, IOException, InterruptedException {
        AccountBuilder builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(folder.account());
        asking.email().ifPresent(builder::addEmail);
        Account account = builder.create(new Session(asking.directory()));
        org.shredzone.acme4j.Order order =
                account.newOrder().domains(asking.names()).create();
        for (Authorization authorization : order.getAuthorizations())
            if (authorization.getStatus() != Status.VALID) show(authorization);
        await(order.waitUntilReady(asking.patience()), Status.READY, "the order");
        KeyPair key = AcmeFolder.newKey();
        order.execute(key);
        await(order.waitForCompletion(asking.patience()), Status.VALID, "the certificate");
        StringWriter chain = new StringWriter();
        order.getCertificate().writeCertificate(chain);
        folder.keep(key, chain.toString());
    }

    /** By the first question that the authority offers. */
    private void show(Authorization authorization) throws AcmeException, IOException, InterruptedException {
        String name = authorization.getIdentifier().getDomain();
        for (Question question : asking.questions()) {
            boolean shown = switch (question) {
                case http -> {
                    var challenge = authorization.findChallenge(Http01Challenge.class);
                    if (challenge.isPresent()) overHttp(name, authorization, challenge.get());
                    yield challenge.isPresent();
                }
                case tls -> {
                    var challenge = authorization.findChallenge(TlsAlpn01Challenge.class);
                    if (challenge.isPresent()) overTls(name, authorization, challenge.get());
                    yield challenge.isPresent();
                }
            };
            if (shown) return;
        }
        throw new AcmeException("the authority asks for %s in none of the ways %s".formatted(name, asking.questions()));
    }

    private void overTls(String name, Authorization authorization, TlsAlpn01Challenge challenge)
            throws AcmeException, IOException, InterruptedException {
        KeyPair key = KeyPairUtils.createKeyPair(TLS_KEY_BITS);
        folder.expectTls(
                name,
                key,
                CertificateUtils.createTlsAlpn01Certificate(
                        key, authorization.getIdentifier(), challenge.getAcmeValidation()));
        try {
            ask(name, authorization, challenge);
        } finally {
            folder.forgetTls(name);
        }
    }

    private void overHttp(String name, Authorization authorization, Http01Challenge challenge)
            throws AcmeException, IOException, InterruptedException {
        if (!Challenges.isToken(challenge.getToken()))
            throw new AcmeException("the authority's token for %s is none".formatted(name));
        folder.expect(challenge.getToken(), challenge.getAuthorization());
        try {
            ask(name, authorization, challenge);
        } finally {
            folder.forget(challenge.getToken());
        }
    }

    private void ask(String name, Authorization authorization, Challenge challenge)
            throws AcmeException, InterruptedException {
        challenge.trigger();
        Status status = authorization.waitForCompletion(asking.patience());
        if (status != Status.VALID) throw new AcmeException(why(name, authorization));
    }

    private static String why(String name, Authorization authorization) {
        List<String> said = new ArrayList<>();
        authorization
                .getChallenges()
                .forEach(challenge -> challenge.getError().ifPresent(error -> said.add(error.toString())));
        return "the authority did not see that %s leads here%s"
                .formatted(name, said.isEmpty() ? "" : ": " + String.join("; ", said));
    }

    private static void await(Status status, Status expected, String what) throws AcmeException {
        if (status != expected) throw new AcmeException("%s is %s".formatted(what, status));
    }
}
