package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.flags.FlagContexts;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an owner of {@link FlagContexts} keeps to. */
public abstract class FlagContextsContract extends ContractSuite<FlagContexts> {
    /** A flag of that app is asked for, for somebody. @param app perhaps with its environment */
    protected abstract void ask(String app, String targetingKey);

    @Test
    void thoseOfAnAppAndItsEnvironmentAreToldAndNoOthers() {
        ask("told", "ada");
        ask("told/staging", "bob");
        ask("another", "cleo");
        assertThat(recent("told", Optional.empty()))
                .extracting(context -> context.path("targetingKey").asText())
                .containsExactly("ada");
        assertThat(recent("told", Optional.of("staging")))
                .extracting(context -> context.path("targetingKey").asText())
                .containsExactly("bob");
        assertThat(recent("silent", Optional.empty())).isEmpty();
    }

    @Test
    void namesOfAppsAreNames() {
        refused(
                Problem.Invalid.class,
                As.OWNER,
                contexts -> contexts.recent(account(), "told", Optional.of("Production")));
    }

    @Test
    void theyAreNobodyElsesBusiness() {
        refusedToOthers(contexts -> contexts.recent(account(), "told", Optional.empty()));
        refusedToReaders(contexts -> contexts.recent(account(), "told", Optional.empty()));
    }

    private List<JsonNode> recent(String app, Optional<String> environment) {
        return call(As.OWNER, contexts -> contexts.recent(account(), app, environment));
    }
}
