package dev.mayfly.memory;

import dev.mayfly.bindings.memory.Memory.Namespace;
import dev.mayfly.bindings.memory.Memory.NamespaceSettings;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.making.Plans;
import dev.mayfly.memory.store.NamespaceRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Profiles;
import dev.mayfly.memory.store.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Namespaces as they are set, and as they are when nobody set them. */
@ApplicationScoped
class Namespaces implements Plans {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,62}[a-z0-9])?");
    private static final NamespaceSettings UNSET =
            new NamespaceSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Profiles profiles;
    private final Rows rows;
    private final MemoryConfig config;

    Namespaces(Profiles profiles, Rows rows, MemoryConfig config) {
        this.profiles = profiles;
        this.rows = rows;
        this.config = config;
    }

    static String checked(String name) {
        if (!NAME.matcher(name).matches())
            throw new Problem.Invalid(
                    "invalid-namespace",
                    "the name of a namespace has 1 to 64 of a-z, 0-9, - and _, and begins and ends with a-z or 0-9");
        return name;
    }

    List<Namespace> all(String account) {
        return profiles.namespaces(account).stream().map(this::told).toList();
    }

    Namespace put(String account, String name, NamespaceSettings settings) {
        NamespacePlan.of(settings, config);
        return told(profiles.putNamespace(account, checked(name), rows.write(settings)));
    }

    void delete(String account, String name) {
        find(account, name);
        if (!profiles.in(account, name, "", 1).isEmpty())
            throw new Problem.Conflict("the namespace %s has profiles; delete those first".formatted(name));
        profiles.deleteNamespace(account, name);
    }

    Namespace find(String account, String name) {
        return profiles.namespace(account, name)
                .map(this::told)
                .orElseThrow(() ->
                        new Problem.NotFound("nobody set the namespace %s in the account %s".formatted(name, account)));
    }

    NamespacePlan plan(String account, String name) {
        return NamespacePlan.of(
                profiles.namespace(account, name)
                        .map(row -> rows.read(row.settings, NamespaceSettings.class))
                        .orElse(UNSET),
                config);
    }

    @Override
    public NamespacePlan of(ProfileRow profile) {
        return plan(profile.account, profile.namespace);
    }

    private Namespace told(NamespaceRow row) {
        NamespacePlan plan = NamespacePlan.of(rows.read(row.settings, NamespaceSettings.class), config);
        return new Namespace(row.name, plan.told(), row.createdAt);
    }
}
