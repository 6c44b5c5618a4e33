package dev.mayfly.control.flags;

import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flag or a segment as it is kept. */
@Entity
@Table(name = "flag_item")
@SuppressWarnings("NullAway.Init")
class FlagItemRow {
    /** The key of a flag's definition where it asks for others. */
    static final String PREREQUISITES = "prerequisites";

    @Id
    String id;

    @Column
    String account;

    @Column
    String app;

    @Column
    String environment;

    @Enumerated(EnumType.STRING)
    @Column
    Kind kind;

    @Column
    String key;

    @Column
    @Nullable
    String definition;

    /** Whether changes of others are checked with it: a segment, or a flag that asks for others. */
    @Column(name = "takes_part")
    boolean takesPart;

    @Column
    long version;

    /** Of the change that set it, by which routers hear of it. */
    @Column
    long revision;

    protected FlagItemRow() {}

    FlagItemRow(String account, FlagPlace place, Kind kind, String key) {
        this.id = id(account, place, kind, key);
        this.account = account;
        this.app = place.app();
        this.environment = place.environment();
        this.kind = kind;
        this.key = key;
    }

    /** The key stands last, as it may have any characters. */
    static String id(String account, FlagPlace place, Kind kind, String key) {
        return "%s/%s/%s/%s".formatted(account, place, kind, key);
    }

    FlagPlace place() {
        return new FlagPlace(app, environment);
    }

    Optional<String> definition() {
        return Optional.ofNullable(definition);
    }

    /** Whether it is a flag that must be looked at when others change. */
    boolean asksForOthers() {
        return kind == Kind.flag && definition != null && definition.contains('"' + PREREQUISITES + '"');
    }

    /** Whether it is a flag whose rule names a segment. */
    boolean namesSegments() {
        return kind == Kind.flag && definition != null && definition.contains("\"$ref\"");
    }

    void become(Optional<String> next, long at) {
        definition = next.orElse(null);
        takesPart = definition != null && (kind == Kind.segment || asksForOthers());
        version++;
        revision = at;
    }
}
