package dev.mayfly.control.rollouts;

import dev.mayfly.bindings.rollouts.RolloutReports.Counted;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What one run of one router counted of a rollout in one window. */
@Entity
@Table(name = "rollout_count")
@SuppressWarnings("NullAway.Init")
public class RolloutCountRow {
    @Id
    String id;

    @Column
    String rollout;

    @Column(name = "window_number")
    long windowNumber;

    @Column(name = "stable_requests")
    long stableRequests;

    @Column(name = "stable_errors")
    long stableErrors;

    @Column(name = "candidate_requests")
    long candidateRequests;

    @Column(name = "candidate_errors")
    long candidateErrors;

    protected RolloutCountRow() {}

    RolloutCountRow(String router, Counted counted) {
        this.id = id(router, counted);
        this.rollout = counted.rollout();
        this.windowNumber = counted.window();
    }

    static String id(String router, Counted counted) {
        return "%s/%d/%s".formatted(counted.rollout(), counted.window(), router);
    }

    /** Counts only rise: an older word than the last changes nothing. */
    void rise(Counted counted) {
        stableRequests = Math.max(stableRequests, counted.stable().requests());
        stableErrors = Math.max(stableErrors, counted.stable().errors());
        candidateRequests = Math.max(candidateRequests, counted.candidate().requests());
        candidateErrors = Math.max(candidateErrors, counted.candidate().errors());
    }
}
