package dev.mayfly.edge.flags;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.flags.rpc.FlagdSource;
import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.Flaw;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Flags from elsewhere: each source has its app alone. What a source says that makes no sense as a whole changes nothing. */
@Singleton
public class ExternalFlags {
    private static final Logger LOG = Logger.getLogger(ExternalFlags.class);

    private final FlagSnapshot snapshot;
    private final Vertx vertx;
    private final FlagsConfig config;
    private final List<FlagdSource> flagds = new ArrayList<>();

    ExternalFlags(FlagSnapshot snapshot, Vertx vertx, EdgeConfig config) {
        this.snapshot = snapshot;
        this.vertx = vertx;
        this.config = config.flags();
    }

    void start(@Observes StartupEvent event) {
        config.sources().forEach((name, source) -> {
            FlagPlace place = FlagPlace.of(source.app());
            if (!Name.FORM.matcher(source.account()).matches()
                    || source.file().isPresent() == source.flagd().isPresent())
                throw new IllegalStateException(
                        "mayfly.edge.flags.sources.%s takes an account, an app, and either file or flagd"
                                .formatted(name));
            source.file().ifPresent(file -> follow(name, source, place, new FlagFile(file)));
            source.flagd()
                    .ifPresent(url -> flagds.add(new FlagdSource(
                            vertx,
                            url,
                            source.selector(),
                            source.token(),
                            config.ping(),
                            text -> take(name, source, place, text))));
        });
        flagds.forEach(FlagdSource::start);
    }

    void stop(@Observes ShutdownEvent event) {
        flagds.forEach(FlagdSource::stop);
    }

    private void follow(String name, FlagsConfig.Source source, FlagPlace place, FlagFile file) {
        file.changed().ifPresent(text -> take(name, source, place, text));
        vertx.setPeriodic(
                config.look().toMillis(),
                id -> vertx.executeBlocking(() -> {
                    file.changed().ifPresent(text -> take(name, source, place, text));
                    return null;
                }));
    }

    private void take(String name, FlagsConfig.Source source, FlagPlace place, String text) {
        Optional<ObjectNode> whole = Contexts.whole(text);
        if (whole.isEmpty() || !whole.get().path("flags").isContainerNode()) {
            LOG.warnf("the source %s of flags says what is no definition; what it said before holds", name);
            return;
        }
        List<Flaw> flaws = FlagReader.read(whole.get()).flaws();
        if (!flaws.isEmpty())
            LOG.warnf("%d flaws in the source %s of flags, such as: %s", flaws.size(), name, flaws.getFirst());
        snapshot.external(source.account(), place, whole.get());
    }
}
