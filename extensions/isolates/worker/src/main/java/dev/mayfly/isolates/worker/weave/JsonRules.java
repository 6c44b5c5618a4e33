package dev.mayfly.isolates.worker.weave;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.util.Optional;

/** The engine's parser of JSON gets what the worker's reader leaves. */
final class JsonRules {
    private static final String PARSING = "com/oracle/truffle/js/builtins/json/JSONBuiltins$JSONParseNode";

    private JsonRules() {}

    static Optional<CodeTransform> of(ClassModel type, MethodModel method) {
        boolean parses = type.thisClass().asInternalName().equals(PARSING)
                && method.methodName().equalsString("parseIntl");
        return parses ? Optional.of(readFirst(method)) : Optional.empty();
    }

    private static CodeTransform readFirst(MethodModel method) {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                int found = code.allocateLocal(TypeKind.REFERENCE);
                code.aload(0)
                        .aload(1)
                        .aload(2)
                        .invokestatic(Calls.JSON_READER, "read", method.methodTypeSymbol())
                        .astore(found)
                        .aload(found)
                        .ifThen(Opcode.IFNONNULL, then -> then.aload(found).areturn());
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        });
    }
}
