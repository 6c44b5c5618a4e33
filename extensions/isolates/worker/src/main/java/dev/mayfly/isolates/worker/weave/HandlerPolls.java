package dev.mayfly.isolates.worker.weave;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes exception handlers stand aside while their thread is to be cancelled. A handler that catches what a guest or a full stack
 * throws could go on with guest code; one that gives back a lock or leaves a context must run, and does.
 */
final class HandlerPolls implements CodeTransform {
    /** Catch types through which a guest's exception, a full stack or a cancel passes; the rest is the engine's own control flow. */
    private static final Set<String> WIDE = Set.of(
            "java/lang/Throwable",
            "java/lang/Exception",
            "java/lang/RuntimeException",
            "java/lang/Error",
            "java/lang/VirtualMachineError",
            "java/lang/StackOverflowError",
            "java/lang/OutOfMemoryError",
            "com/oracle/truffle/api/exception/AbstractTruffleException",
            "com/oracle/truffle/js/runtime/GraalJSException",
            "com/oracle/truffle/js/runtime/JSException",
            "com/oracle/truffle/js/runtime/UserScriptException");

    private static final Set<String> RELEASES = Set.of("unlock", "leave", "leaveInternal", "popAgent", "restore");

    private final Set<Label> handlers;

    HandlerPolls(CodeModel model) {
        handlers = wideHandlers((CodeAttribute) model);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        code.with(element);
        if (element instanceof LabelTarget target && handlers.contains(target.label())) Calls.caught(code);
    }

    private static Set<Label> wideHandlers(CodeAttribute code) {
        var wide = new HashSet<Label>();
        for (var handler : code.exceptionHandlers()) if (isWide(handler)) wide.add(handler.handler());
        // A handler inside its own range would catch what it passes on, for ever.
        for (var handler : code.exceptionHandlers()) if (coversItself(handler, code)) wide.remove(handler.handler());
        wide.removeIf(label -> releases(code, label));
        return wide;
    }

    private static boolean isWide(ExceptionCatch handler) {
        return handler.catchType()
                .map(ClassEntry::asInternalName)
                .map(WIDE::contains)
                .orElse(true);
    }

    private static boolean coversItself(ExceptionCatch handler, CodeAttribute code) {
        var at = code.labelToBci(handler.handler());
        return code.labelToBci(handler.tryStart()) <= at && at < code.labelToBci(handler.tryEnd());
    }

    /** Whether the straight way from the handler to its end gives something back that others need. */
    private static boolean releases(CodeAttribute code, Label handler) {
        var inside = false;
        for (var element : code.elementList()) {
            if (element instanceof LabelTarget target && target.label().equals(handler)) inside = true;
            if (!inside) continue;
            if (element instanceof MonitorInstruction) return true;
            if (element instanceof InvokeInstruction call
                    && RELEASES.contains(call.name().stringValue())) return true;
            if (element instanceof ThrowInstruction || element instanceof ReturnInstruction) return false;
        }
        return false;
    }
}
