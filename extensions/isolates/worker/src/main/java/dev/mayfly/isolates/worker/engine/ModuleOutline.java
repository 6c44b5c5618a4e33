package dev.mayfly.isolates.worker.engine;

import com.oracle.js.parser.ir.ExportNode;
import com.oracle.js.parser.ir.ImportNode;
import com.oracle.js.parser.ir.Module;
import com.oracle.js.parser.ir.Module.ModuleRequest;
import com.oracle.js.parser.ir.Node;
import com.oracle.js.parser.ir.PropertyKey;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.objects.JSModuleRecord;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a module takes from others and gives to them, and where its text says so. */
final class ModuleOutline {
    private static final String DEFAULT = "default";

    private final JSModuleRecord module;

    ModuleOutline(JSModuleRecord module) {
        this.module = module;
    }

    /** A name that another module does not export, or exports twice. */
    record Unresolved(String specifier, String name) {}

    Optional<Unresolved> unresolved() {
        Module text = module.getModule();
        return Stream.concat(
                        text.getImportEntries().stream()
                                .map(entry -> unresolved(entry.getModuleRequest(), entry.getImportName())),
                        text.getIndirectExportEntries().stream()
                                .map(entry -> unresolved(entry.getModuleRequest(), entry.getImportName())))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Unresolved> unresolved(ModuleRequest request, @Nullable TruffleString name) {
        if (name == null || name.equals(Module.STAR_NAME) || name.equals(Module.SOURCE_IMPORT_NAME))
            return Optional.empty();
        var exporter = module.getLoadedModule(request);
        if (exporter == null) return Optional.empty();
        var found = exporter.resolveExport(name);
        return found.isNull() || found.isAmbiguous()
                ? Optional.of(new Unresolved(text(request.specifier()), text(name)))
                : Optional.empty();
    }

    /** Where another module is named first. */
    Optional<GuestErrors.Place> specifier(String specifier) {
        return Stream.concat(
                        module.getModule().getImports().stream().map(ImportNode::getModuleSpecifier),
                        module.getModule().getExports().stream().map(ExportNode::getModuleSpecifier))
                .filter(Objects::nonNull)
                .filter(literal -> text(literal.getValue()).equals(specifier))
                .map(this::place)
                .findFirst();
    }

    /** Where the name is taken from the other module. */
    Optional<GuestErrors.Place> name(Unresolved what) {
        return Stream.concat(
                        module.getModule().getImports().stream()
                                .filter(node -> from(node.getModuleSpecifier(), what))
                                .flatMap(node -> imported(node, what.name)),
                        module.getModule().getExports().stream()
                                .filter(node -> from(node.getModuleSpecifier(), what))
                                .flatMap(node -> passedOn(node, what.name)))
                .map(this::place)
                .findFirst()
                .or(() -> specifier(what.specifier));
    }

    private static boolean from(
            com.oracle.js.parser.ir.@Nullable LiteralNode<TruffleString> specifier, Unresolved what) {
        return specifier != null && text(specifier.getValue()).equals(what.specifier);
    }

    private static Stream<Node> imported(ImportNode node, String name) {
        var clause = node.getImportClause();
        if (clause == null) return Stream.empty();
        var binding = Stream.<Node>ofNullable(clause.getDefaultBinding()).filter(b -> name.equals(DEFAULT));
        var named = Stream.ofNullable(clause.getNamedImports())
                .flatMap(imports -> imports.getImportSpecifiers().stream())
                .filter(one -> named(one.getIdentifier(), one.getBindingIdentifier(), name));
        return Stream.concat(binding, named);
    }

    /** The identifier is left out where the name is the binding's own. */
    private static boolean named(@Nullable PropertyKey identifier, PropertyKey binding, String name) {
        return (identifier == null ? binding : identifier).getPropertyName().equals(name);
    }

    private static Stream<Node> passedOn(ExportNode node, String name) {
        return Stream.ofNullable(node.getNamedExports())
                .flatMap(exports -> exports.getExportSpecifiers().stream())
                .filter(one -> one.getIdentifier().getPropertyName().equals(name))
                .map(Node.class::cast);
    }

    /** Where the default export stands. */
    Optional<GuestErrors.Place> defaultExport() {
        return module.getModule().getExports().stream()
                .filter(ExportNode::isDefault)
                .map(this::place)
                .findFirst();
    }

    private GuestErrors.Place place(Node node) {
        var source = module.getSource();
        int at = node.getStart();
        return new GuestErrors.Place(source.getName(), source.getLineNumber(at), source.getColumnNumber(at));
    }

    private static String text(TruffleString text) {
        return text.toJavaStringUncached();
    }
}
