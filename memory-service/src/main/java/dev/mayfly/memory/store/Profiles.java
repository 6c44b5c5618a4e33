package dev.mayfly.memory.store;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Namespaces and profiles, by name. */
@ApplicationScoped
public class Profiles {
    private final Database database;
    private final MemoryConfig config;
    private final Vault vault;

    Profiles(Database database, MemoryConfig config, Vault vault) {
        this.database = database;
        this.config = config;
        this.vault = vault;
    }

    public boolean answers() {
        return database.rounds(session ->
                        session.createNativeQuery("select 1", Integer.class).getSingleResult())
                == 1;
    }

    public List<NamespaceRow> namespaces(String account) {
        return database.ofAccount(
                account,
                session -> session.createSelectionQuery("from NamespaceRow n order by n.name", NamespaceRow.class)
                        .getResultList());
    }

    public Optional<NamespaceRow> namespace(String account, String name) {
        return database.ofAccount(
                account,
                session -> session.find(NamespaceRow.class, new NamespaceRow.Key(account, name))
                        .map(Optional::ofNullable));
    }

    public NamespaceRow putNamespace(String account, String name, String settings) {
        if (namespace(account, name).isEmpty() && namespaces(account).size() >= config.namespacesMax())
            throw new Problem.LimitReached(
                    "memory-namespaces",
                    "the account has %d namespaces already, the most allowed".formatted(config.namespacesMax()));
        database.ofAccount(
                account,
                session -> session.createNativeQuery("""
                        insert into memory.namespace (account, name, settings, created_at) values (?1, ?2, ?3, ?4)
                        on conflict (account, name) do update set settings = excluded.settings""")
                        .setParameter(1, account)
                        .setParameter(2, name)
                        .setParameter(3, settings)
                        .setParameter(4, now())
                        .executeUpdate());
        return namespace(account, name).orElseThrow();
    }

    public void deleteNamespace(String account, String name) {
        database.ofAccount(
                account,
                session -> session.createNativeQuery("delete from memory.namespace where account = ?1 and name = ?2")
                        .setParameter(1, account)
                        .setParameter(2, name)
                        .executeUpdate());
    }

    public List<ProfileRow> in(String account, String namespace, String after, int max) {
        return database.ofAccount(
                account,
                session -> session.createSelectionQuery(
                                "from ProfileRow p where p.namespace = ?1 and p.name > ?2 order by p.name",
                                ProfileRow.class)
                        .setParameter(1, namespace)
                        .setParameter(2, after)
                        .setMaxResults(max)
                        .getResultList());
    }

    public Optional<ProfileRow> look(String account, String namespace, String name) {
        return database.ofAccount(
                account,
                session -> session.createSelectionQuery(
                                "from ProfileRow p where p.account = ?1 and p.namespace = ?2 and p.name = ?3",
                                ProfileRow.class)
                        .setParameter(1, account)
                        .setParameter(2, namespace)
                        .setParameter(3, name)
                        .getSingleResultOrNull()
                        .map(Optional::ofNullable));
    }

    public ProfileRow find(String account, String namespace, String name) {
        return look(account, namespace, name)
                .orElseThrow(() ->
                        new Problem.NotFound("there is no profile %s in the namespace %s".formatted(name, namespace)));
    }

    /** Makes it when it is not there. */
    public ProfileRow findOrMake(String account, String namespace, String name) {
        Optional<ProfileRow> known = look(account, namespace, name);
        if (known.isPresent()) return known.get();
        if (count(account) >= config.profilesMax())
            throw new Problem.LimitReached(
                    "memory-profiles",
                    "the account has %d profiles already, the most allowed".formatted(config.profilesMax()));
        String key =
                vault.newSealedKey().map(Base64.getEncoder()::encodeToString).orElse("");
        database.ofAccount(
                account,
                session -> session.createNativeQuery("""
                        insert into memory.profile (account, namespace, name, sealed_key, created_at)
                        values (?1, ?2, ?3, decode(nullif(?4, ''), 'base64'), ?5) on conflict (account, namespace, name) do nothing""")
                        .setParameter(1, account)
                        .setParameter(2, namespace)
                        .setParameter(3, name)
                        .setParameter(4, key)
                        .setParameter(5, now())
                        .executeUpdate());
        return find(account, namespace, name);
    }

    private long count(String account) {
        return database.ofAccount(
                account,
                session -> session.createSelectionQuery("select count(*) from ProfileRow p", Long.class)
                        .getSingleResult());
    }

    /** Of all profiles of an account. */
    public long bytes(String account) {
        return database.ofAccount(
                account,
                session -> session.createSelectionQuery(
                                "select coalesce(sum(p.bytes), 0) from ProfileRow p", Long.class)
                        .getSingleResult());
    }

    /** After that id, of all accounts. */
    public List<ProfileRow> after(long id, int max) {
        return database.rounds(session -> session.createSelectionQuery(
                        "from ProfileRow p where p.id > ?1 order by p.id", ProfileRow.class)
                .setParameter(1, id)
                .setMaxResults(max)
                .getResultList());
    }

    /** With all that hangs on it. @return how many rows of it are there nevertheless */
    public long erase(ProfileRow profile) {
        database.ofProfile(
                profile,
                session -> session.createNativeQuery("delete from memory.profile where id = ?1")
                        .setParameter(1, profile.id)
                        .executeUpdate());
        return database.ofProfile(
                profile,
                session -> session.createNativeQuery("""
                        select (select count(*) from memory.profile where id = ?1) + (select count(*) from memory.message)
                          + (select count(*) from memory.memory) + (select count(*) from memory.forgotten)
                          + (select count(*) from memory.job)""", Long.class)
                        .setParameter(1, profile.id)
                        .getSingleResult());
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
