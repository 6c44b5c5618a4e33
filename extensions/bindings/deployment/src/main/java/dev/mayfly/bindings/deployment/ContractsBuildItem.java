package dev.mayfly.bindings.deployment;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.List;
import java.util.Set;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;

/** The contracts that this application knows, and its classes that implement some. */
final class ContractsBuildItem extends SimpleBuildItem {
    private final List<ContractFound> contracts;

    /** @param implementations the application's own classes; none: the owner is elsewhere */
    record ContractFound(ClassInfo type, String owner, Set<DotName> implementations) {}

    ContractsBuildItem(List<ContractFound> contracts) {
        this.contracts = List.copyOf(contracts);
    }

    List<ContractFound> contracts() {
        return contracts;
    }
}
