package dev.mayfly.control.usage;

import dev.mayfly.bindings.usage.Caps;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The caps of an account as they are kept. */
@Entity
@Table(name = "account_cap")
@SuppressWarnings("NullAway.Init")
public class CapRow {
    @Id
    String account;

    @Column(name = "requests_per_day")
    @Nullable
    Long requestsPerDay;

    @Column(name = "cpu_ms_per_day")
    @Nullable
    Long cpuMsPerDay;

    @Column(name = "allocated_bytes_per_day")
    @Nullable
    Long allocatedBytesPerDay;

    @Column(name = "egress_bytes_per_day")
    @Nullable
    Long egressBytesPerDay;

    @Column(name = "subrequests_per_day")
    @Nullable
    Long subrequestsPerDay;

    /** Of the change that set them, by which routers hear of it. */
    @Column
    long revision;

    protected CapRow() {}

    CapRow(String account, Caps caps, long revision) {
        this.account = account;
        this.revision = revision;
        this.requestsPerDay = caps.requestsPerDay().orElse(null);
        this.cpuMsPerDay = caps.cpuMsPerDay().orElse(null);
        this.allocatedBytesPerDay = caps.allocatedBytesPerDay().orElse(null);
        this.egressBytesPerDay = caps.egressBytesPerDay().orElse(null);
        this.subrequestsPerDay = caps.subrequestsPerDay().orElse(null);
    }

    /** Accounts whose caps were set after that revision. */
    public static Uni<List<String>> changedSince(Mutiny.Session session, long revision) {
        return session.createSelectionQuery(
                        "select c.account from CapRow c where c.revision > ?1 order by c.revision", String.class)
                .setParameter(1, revision)
                .getResultList();
    }

    Caps told() {
        return new Caps(
                Optional.ofNullable(requestsPerDay),
                Optional.ofNullable(cpuMsPerDay),
                Optional.ofNullable(allocatedBytesPerDay),
                Optional.ofNullable(egressBytesPerDay),
                Optional.ofNullable(subrequestsPerDay));
    }
}
