package dev.mayfly.bindings.deployment;

import dev.mayfly.bindings.deployment.ContractsBuildItem.ContractFound;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.guard.CallerFinder;
import dev.mayfly.bindings.guard.Guard;
import dev.mayfly.bindings.guard.Guarded;
import dev.mayfly.bindings.identity.PlatformToken;
import dev.mayfly.bindings.remote.RemoteAuthenticator;
import dev.mayfly.bindings.remote.RemoteContractCreator;
import dev.mayfly.bindings.remote.RemoteContracts;
import dev.mayfly.bindings.tracing.NoTracing;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.BuildTimeConditionBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.BuiltinScope;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/** Makes every contract callable: by the application's own implementation, or by a remote client; guarded in either case. */
class ContractsProcessor {
    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("mayfly-bindings");
    }

    /** Without it the contracts are not seen at all, and neither is the guard. */
    @BuildStep
    IndexDependencyBuildItem index() {
        return new IndexDependencyBuildItem("dev.mayfly", "mayfly-bindings");
    }

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(
                        Guard.class,
                        CallerFinder.class,
                        Admission.class,
                        PlatformToken.class,
                        NoTracing.class,
                        RemoteContracts.class,
                        RemoteAuthenticator.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    void tracing(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.OPENTELEMETRY_TRACER))
            beans.produce(AdditionalBeanBuildItem.builder()
                    .addBeanClass("dev.mayfly.bindings.tracing.SpanTracing")
                    .setDefaultScope(BuiltinScope.SINGLETON.getName())
                    .setUnremovable()
                    .build());
    }

    @BuildStep
    ContractsBuildItem contracts(CombinedIndexBuildItem combined) {
        IndexView index = combined.getIndex();
        ContractRules rules = new ContractRules(index);
        List<ContractFound> contracts = new ArrayList<>();
        for (AnnotationInstance annotation : index.getAnnotations(Names.CONTRACT)) {
            ClassInfo type = annotation.target().asClass();
            rules.checkContract(type);
            Set<ClassInfo> implementations = implementations(index, type);
            implementations.forEach(rules::checkImplementation);
            Set<DotName> names = implementations.stream().map(ClassInfo::name).collect(Collectors.toUnmodifiableSet());
            contracts.add(new ContractFound(type, annotation.value("owner").asString(), names));
        }
        if (contracts.isEmpty())
            throw new IllegalStateException(
                    "no @Contract was found: mayfly-bindings is not indexed, nothing would be guarded");
        if (!rules.broken().isEmpty())
            throw new IllegalStateException("contracts that cannot be: " + String.join("; ", rules.broken()));
        return new ContractsBuildItem(contracts);
    }

    private static Set<ClassInfo> implementations(IndexView index, ClassInfo contract) {
        return index.getAllKnownImplementations(contract.name()).stream()
                .filter(type -> !type.isInterface() && !type.isAbstract())
                .filter(type -> knowsTokens(index) || !type.name().equals(Names.LOCAL_TOKEN_OWNERS))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Only a process that can tell by itself whose a token is tells others. */
    @BuildStep
    BuildTimeConditionBuildItem tokenOwners(CombinedIndexBuildItem combined) {
        IndexView index = combined.getIndex();
        return new BuildTimeConditionBuildItem(index.getClassByName(Names.LOCAL_TOKEN_OWNERS), knowsTokens(index));
    }

    private static boolean knowsTokens(IndexView index) {
        return index.getAllKnownImplementations(Names.AUTHENTICATOR).stream()
                .anyMatch(type -> !type.name().equals(Names.REMOTE_AUTHENTICATOR));
    }

    /** A binding on an interface is not inherited by its implementations in CDI. */
    @BuildStep
    AnnotationsTransformerBuildItem guard(ContractsBuildItem contracts) {
        Set<DotName> guarded = new HashSet<>();
        for (ContractFound contract : contracts.contracts()) {
            guarded.add(contract.type().name());
            guarded.addAll(contract.implementations());
        }
        return new AnnotationsTransformerBuildItem(AnnotationTransformation.forClasses()
                .whenClass(type -> guarded.contains(type.name()))
                .transform(annotations -> annotations.add(
                        AnnotationInstance.builder(Guarded.class).build())));
    }

    @BuildStep
    void remotes(ContractsBuildItem contracts, BuildProducer<SyntheticBeanBuildItem> beans) {
        for (ContractFound contract : contracts.contracts())
            if (contract.implementations().isEmpty())
                beans.produce(SyntheticBeanBuildItem.configure(contract.type().name())
                        .scope(ApplicationScoped.class)
                        .defaultBean()
                        .unremovable()
                        .param(RemoteContractCreator.CONTRACT, contract.type())
                        .param(RemoteContractCreator.OWNER, contract.owner())
                        .addInjectionPoint(ClassType.create(RemoteContracts.class))
                        .creator(RemoteContractCreator.class)
                        .injectInterceptionProxy()
                        .done());
    }
}
