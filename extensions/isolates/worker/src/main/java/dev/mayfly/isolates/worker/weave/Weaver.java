package dev.mayfly.isolates.worker.weave;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.ArrayList;
import java.util.List;

/** Rewrites one class of the engine: polls in loops, in recursion and in handlers, room for locks, and what {@link EngineRules} name. */
final class Weaver {
    private static final String EXPLODED = "Lcom/oracle/truffle/api/nodes/ExplodeLoop;";

    private final ClassFile files;

    Weaver(ClassLoader engine) {
        files = ClassFile.of(ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.defaultResolver().orElse(ClassHierarchyResolver.ofResourceParsing(engine))));
    }

    byte[] weave(byte[] original) {
        var type = files.parse(original);
        ClassTransform methods = (builder, element) -> {
            if (element instanceof MethodModel method && method.code().isPresent()) {
                var code = method.code().get();
                var woven = transforms(type, method, code).stream().reduce(CodeTransform::andThen);
                if (woven.isPresent()) {
                    builder.transformMethod(method, MethodTransform.transformingCode(woven.get()));
                    return;
                }
            }
            builder.with(element);
        };
        return files.transformClass(
                type, RealmRules.of(type).map(methods::andThen).orElse(methods));
    }

    private static List<CodeTransform> transforms(ClassModel type, MethodModel method, CodeModel code) {
        var owner = type.thisClass().asInternalName();
        var wanted = new ArrayList<CodeTransform>();
        EngineRules.of(type, method).ifPresent(wanted::add);
        RealmRules.of(type, method).ifPresent(wanted::add);
        JsonRules.of(type, method).ifPresent(wanted::add);
        if (LockRoom.isWanted(code)) wanted.add(new LockRoom());
        if (EngineRules.comparesTexts(owner, method)) wanted.add(CodeTransform.ofStateful(LoopPolls::new));
        if (!owner.startsWith("com/oracle/truffle/api/") && !owner.startsWith("com/oracle/truffle/polyglot/")) {
            // A static initialiser that is cancelled half-way is broken for every guest to come.
            if (!method.methodName().equalsString("<clinit>")) {
                if (!isExploded(method)) wanted.add(CodeTransform.ofStateful(LoopPolls::new));
                if (mayRecurse(owner, method, code)) wanted.add(new EntryPoll());
            }
            if (!owner.startsWith("org/graalvm/shadowed/")) wanted.add(new HandlerPolls(code));
        }
        return wanted;
    }

    /** Loops of these are unrolled when compiled: there is no branch left to poll on. */
    private static boolean isExploded(MethodModel method) {
        return method.findAttribute(Attributes.runtimeVisibleAnnotations())
                .map(found -> found.annotations().stream()
                        .anyMatch(one -> one.className().equalsString(EXPLODED)))
                .orElse(false);
    }

    /** The regular expression compiler works by recursion over the pattern, which can be exponential without a loop. */
    private static boolean mayRecurse(String owner, MethodModel method, CodeModel code) {
        return owner.startsWith("com/oracle/truffle/regex/")
                && !owner.contains("/nodes/")
                && !method.methodName().equalsString("<init>")
                && code.elementStream().anyMatch(InvokeInstruction.class::isInstance);
    }
}
