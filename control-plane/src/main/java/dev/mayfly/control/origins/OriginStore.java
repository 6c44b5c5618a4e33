package dev.mayfly.control.origins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.deployments.Announcement.Part;
import dev.mayfly.bindings.origins.OriginFeed.AccountOrigins;
import dev.mayfly.bindings.origins.Origins.Origin;
import dev.mayfly.bindings.origins.Origins.OriginSettings;
import dev.mayfly.control.truth.Change;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny;

/** The rows, and what stands in them. */
@ApplicationScoped
class OriginStore {
    private static final TypeReference<TreeMap<String, OriginSettings>> BY_NAME = new TypeReference<>() {};

    private final ObjectMapper json;

    OriginStore(ObjectMapper json) {
        this.json = json;
    }

    /** By name. */
    Uni<Map<String, OriginSettings>> of(Mutiny.Session session, String account) {
        return session.find(OriginsRow.class, account).map(row -> row == null ? new TreeMap<>() : read(row));
    }

    Uni<Void> write(Mutiny.Session session, Change change, String account, Map<String, OriginSettings> origins) {
        return session.merge(new OriginsRow(account, text(origins), change.revision(Part.origins)))
                .replaceWithVoid();
    }

    Uni<List<AccountOrigins>> changedSince(Mutiny.Session session, long revision) {
        return session.createSelectionQuery(
                        "from OriginsRow r where r.revision > ?1 order by r.revision, r.account", OriginsRow.class)
                .setParameter(1, revision)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new AccountOrigins(row.account, told(read(row))))
                        .toList());
    }

    static List<Origin> told(Map<String, OriginSettings> origins) {
        return origins.entrySet().stream()
                .map(entry -> new Origin(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Map<String, OriginSettings> read(OriginsRow row) {
        try {
            return json.readValue(row.origins, BY_NAME);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the origins of %s could not be read".formatted(row.account), e);
        }
    }

    private String text(Map<String, OriginSettings> origins) {
        try {
            return json.writeValueAsString(origins);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("origins could not be written", e);
        }
    }
}
