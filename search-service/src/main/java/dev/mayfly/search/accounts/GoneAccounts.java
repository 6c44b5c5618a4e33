package dev.mayfly.search.accounts;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.search.SearchConfig;
import dev.mayfly.search.live.LiveIndexes;
import dev.mayfly.search.store.IndexRow;
import dev.mayfly.search.store.Indexes;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Deletes what belongs to accounts that are no more. It asks the control plane, the only writer of accounts, again and again; whoever it says twice in a row is not there
 * loses their indexes. A control plane that does not answer has said nothing.
 */
@ApplicationScoped
class GoneAccounts {
    private static final Logger LOG = Logger.getLogger(GoneAccounts.class);
    private static final Caller SEARCH = new Caller.Platform("search-service");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Indexes indexes;
    private final LiveIndexes live;
    private final Accounts accounts;
    private final SearchConfig config;
    private Set<String> missed = Set.of();
    private final Thread thread = Thread.ofVirtual().name("search-accounts").unstarted(this::goAround);

    GoneAccounts(Indexes indexes, LiveIndexes live, Accounts accounts, SearchConfig config) {
        this.indexes = indexes;
        this.live = live;
        this.accounts = accounts;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    private void goAround() {
        try {
            while (true) {
                Thread.sleep(config.accountsEvery());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            Set<String> missing = new HashSet<>();
            for (String account : indexes.accounts()) if (!exists(account)) missing.add(account);
            for (String account : missing) if (missed.contains(account)) delete(account);
            missed = missing;
        } catch (RuntimeException e) {
            LOG.warnf("it could not be asked which accounts are no more; tried again: %s", e);
        }
    }

    private boolean exists(String account) {
        try {
            Callers.as(SEARCH, () -> accounts.account(account)).await().atMost(PATIENCE);
            return true;
        } catch (Problem.NotFound e) {
            return false;
        }
    }

    private void delete(String account) {
        for (IndexRow row : indexes.of(account)) {
            live.of(row); // so that it is seen to be gone, and what was indexed goes with it
            indexes.delete(row.id);
            live.doubt(row);
        }
        LOG.infof("the account %s is no more, and neither are its indexes", account);
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }
}
