package dev.mayfly.isolates.worker.weave;

import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.MethodTypeDesc;

/**
 * Makes sure of room on the stack before a lock is taken. A guest that recurses can have its overflow anywhere: inside of {@code lock()} the JVM
 * puts it off until the lock is taken, and then nobody gives it back (JEP 270), and all guests that share that code wait for ever.
 */
final class LockRoom implements CodeTransform {
    private static final String LOCKS = "java/util/concurrent/locks/";

    static boolean isWanted(CodeModel code) {
        return code.elementStream().anyMatch(LockRoom::locks);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        if (locks(element)) code.invokestatic(Calls.STACK_ROOM, "check", MethodTypeDesc.of(CD_void));
        code.with(element);
    }

    private static boolean locks(CodeElement element) {
        return element instanceof InvokeInstruction call
                && call.owner().asInternalName().startsWith(LOCKS)
                && (call.name().stringValue().startsWith("lock")
                        || call.name().stringValue().startsWith("tryLock"));
    }
}
