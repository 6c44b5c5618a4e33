package dev.mayfly.isolates.worker.weave;

import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** The calls that woven code makes into the worker's guard. */
final class Calls {
    static final ClassDesc POLL = guard("Poll");
    static final ClassDesc OBJECT_LAYOUT = guard("ObjectLayout");
    static final ClassDesc BIG_NUMBERS = guard("BigNumbers");
    static final ClassDesc LETTER_CASE = guard("LetterCase");
    static final ClassDesc NATIVE_LIBRARY = guard("NativeLibrary");
    static final ClassDesc NORMAL_FORMS = guard("NormalForms");
    static final ClassDesc STACK_ROOM = guard("StackRoom");

    static final ClassDesc BLUEPRINTS = ClassDesc.of("dev.mayfly.isolates.realm", "Blueprints");
    static final ClassDesc REALMS = ClassDesc.of("dev.mayfly.isolates.realm", "Realms");
    static final ClassDesc KEPT = ClassDesc.of("dev.mayfly.isolates.realm", "Kept");
    static final ClassDesc COPYABLE = ClassDesc.of("dev.mayfly.isolates.realm", "Copyable");

    static final ClassDesc JSON_READER = ClassDesc.of("dev.mayfly.isolates.json", "JsonReader");

    private Calls() {}

    static void poll(CodeBuilder code) {
        code.invokestatic(POLL, "poll", MethodTypeDesc.of(CD_void));
    }

    /** Keeps the exception on the stack, so frames stay as they are. */
    static void caught(CodeBuilder code) {
        code.dup().invokestatic(POLL, "caught", MethodTypeDesc.of(CD_void, CD_Throwable));
    }

    private static ClassDesc guard(String name) {
        return ClassDesc.of("dev.mayfly.isolates.guard", name);
    }
}
