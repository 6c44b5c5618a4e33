package dev.mayfly.isolates.worker.weave;

import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;
import java.util.Set;

/** The few places of the engine and its use of the JDK that need more than a poll, each by name. */
final class EngineRules {
    private static final ClassDesc BIG_INTEGER = ClassDesc.of("java.math.BigInteger");
    private static final String BIG_INT = "com/oracle/truffle/js/runtime/BigInt";
    private static final String TEXTS = "com/oracle/truffle/api/strings/TStringOps";
    private static final String SIZES = "com/oracle/truffle/polyglot/ObjectSizeCalculator";
    private static final String INTERPRETER =
            "com/oracle/truffle/api/impl/DefaultRuntimeAccessor$DefaultRuntimeSupport";
    private static final String ATTACH = "com/oracle/truffle/polyglot/JDKSupport";
    private static final String OPTIONS = "com/oracle/truffle/js/runtime/JSContextOptions";
    private static final int TEXT_CHARS_MAX = 32 << 20;
    private static final int TYPED_ARRAY_LENGTH_MAX = 100 << 20;
    private static final int APPLY_ARGUMENTS_MAX = 100_000;
    /** ES2025 is the engine's default, and ES2026 refused under a sandbox policy by its number alone. */
    private static final int ALL_OF_THE_LANGUAGE = 18;

    private static final Set<String> LAYOUT = Set.of(
            "getObjectAlignment", "getArrayBaseOffset", "getArrayIndexScale", "getBaseInstanceSize", "getFieldOffsets");

    private EngineRules() {}

    /** What is to be done to this method beside polls. */
    static Optional<CodeTransform> of(ClassModel type, MethodModel method) {
        var owner = type.thisClass().asInternalName();
        var name = method.methodName().stringValue();
        if (owner.equals(SIZES) && name.equals("calculateObjectSize")) return Optional.of(EngineRules::measureAlways);
        if (owner.equals(INTERPRETER) && LAYOUT.contains(name)) return Optional.of(layout(method));
        if (owner.equals(BIG_INT) && name.equals("<init>")) return Optional.of(checkMade(method));
        if (owner.equals(ATTACH)) return Optional.of(EngineRules::loadFromFolder);
        if (owner.equals(OPTIONS) && name.equals("<clinit>")) return Optional.of(EngineRules::closedOptions);
        if (owner.startsWith("com/oracle/truffle/js/") || owner.startsWith("com/oracle/js/")) {
            return Optional.of(EngineRules::guardCalls);
        }
        return Optional.empty();
    }

    /** Whether a round of this method's loop compares whole texts: the engine polls after a million rounds only. */
    static boolean comparesTexts(String owner, MethodModel method) {
        return owner.equals(TEXTS) && method.methodName().stringValue().contains("ndexOfString");
    }

    /** The measurement refuses the interpreting runtime by its type; with a layout it need not. */
    private static void measureAlways(CodeBuilder code, CodeElement element) {
        if (element instanceof TypeCheckInstruction check
                && check.opcode() == Opcode.INSTANCEOF
                && check.type().asInternalName().equals("com/oracle/truffle/api/impl/DefaultTruffleRuntime")) {
            code.pop().iconst_0();
        } else {
            code.with(element);
        }
    }

    /** The engine's native library is named relative to the worker's folder, so that nothing is unpacked into anyone's home. */
    private static void loadFromFolder(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call
                && call.owner().asInternalName().equals("java/lang/System")
                && call.name().equalsString("load")) {
            code.invokestatic(Calls.NATIVE_LIBRARY, "load", call.typeSymbol());
        } else {
            code.with(element);
        }
    }

    /** Sizes up to which a single operation may grow, and the version of the language. They are options of the engine, but closed ones under a sandbox policy. */
    private static void closedOptions(CodeBuilder code, CodeElement element) {
        switch (element instanceof ConstantInstruction constant ? constant.constantValue() : element) {
            case Integer limit when limit == 1_073_741_799 -> code.loadConstant(TEXT_CHARS_MAX);
            case Integer limit when limit == 2_147_483_639 -> code.loadConstant(TYPED_ARRAY_LENGTH_MAX);
            case Integer limit when limit == 10_000_000 -> code.loadConstant(APPLY_ARGUMENTS_MAX);
            case Integer version when version == 16 -> code.loadConstant(ALL_OF_THE_LANGUAGE);
            default -> code.with(element);
        }
    }

    private static CodeTransform layout(MethodModel method) {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            private boolean first = true;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (first) {
                    first = false;
                    var shape = method.methodTypeSymbol();
                    for (var i = 0; i < shape.parameterCount(); i++) {
                        code.loadLocal(TypeKind.from(shape.parameterType(i)), code.parameterSlot(i));
                    }
                    code.invokestatic(Calls.OBJECT_LAYOUT, method.methodName().stringValue(), shape);
                    code.return_(TypeKind.from(shape.returnType()));
                }
            }
        });
    }

    private static CodeTransform checkMade(MethodModel method) {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                code.aload(1).invokestatic(Calls.BIG_NUMBERS, "made", MethodTypeDesc.of(CD_void, BIG_INTEGER));
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        });
    }

    private static void guardCalls(CodeBuilder code, CodeElement element) {
        if (!(element instanceof InvokeInstruction call)) {
            code.with(element);
            return;
        }
        switch (call.owner().asInternalName() + "." + call.name().stringValue()
                + call.type().stringValue()) {
            case "java/math/BigInteger.pow(I)Ljava/math/BigInteger;",
                    "java/math/BigInteger.shiftLeft(I)Ljava/math/BigInteger;",
                    "java/math/BigInteger.shiftRight(I)Ljava/math/BigInteger;" ->
                code.invokestatic(
                        Calls.BIG_NUMBERS,
                        call.name().stringValue(),
                        MethodTypeDesc.of(BIG_INTEGER, BIG_INTEGER, CD_int));
            case "java/math/BigInteger.toString(I)Ljava/lang/String;" ->
                code.invokestatic(Calls.BIG_NUMBERS, "toString", MethodTypeDesc.of(CD_String, BIG_INTEGER, CD_int));
            case "java/math/BigInteger.toString()Ljava/lang/String;" ->
                code.loadConstant(10)
                        .invokestatic(Calls.BIG_NUMBERS, "toString", MethodTypeDesc.of(CD_String, BIG_INTEGER, CD_int));
            // Below the arguments lie two references to the unborn number: they go.
            case "java/math/BigInteger.<init>(Ljava/lang/String;I)V" ->
                code.invokestatic(Calls.BIG_NUMBERS, "parse", MethodTypeDesc.of(BIG_INTEGER, CD_String, CD_int))
                        .swap()
                        .pop()
                        .swap()
                        .pop();
            case "java/math/BigInteger.<init>(Ljava/lang/String;)V" ->
                code.loadConstant(10)
                        .invokestatic(Calls.BIG_NUMBERS, "parse", MethodTypeDesc.of(BIG_INTEGER, CD_String, CD_int))
                        .swap()
                        .pop()
                        .swap()
                        .pop();
            case "java/math/BigDecimal.<init>(Ljava/lang/String;)V" ->
                code.dup()
                        .invokestatic(Calls.BIG_NUMBERS, "decimal", MethodTypeDesc.of(CD_void, CD_String))
                        .with(element);
            case "java/text/Normalizer.normalize(Ljava/lang/CharSequence;Ljava/text/Normalizer$Form;)Ljava/lang/String;" ->
                code.invokestatic(Calls.NORMAL_FORMS, "normalize", call.typeSymbol());
            case "java/lang/String.toUpperCase(Ljava/util/Locale;)Ljava/lang/String;",
                    "java/lang/String.toLowerCase(Ljava/util/Locale;)Ljava/lang/String;" ->
                code.invokestatic(
                        Calls.LETTER_CASE,
                        call.name().stringValue(),
                        MethodTypeDesc.of(CD_String, CD_String, ClassDesc.of("java.util.Locale")));
            default -> code.with(element);
        }
    }
}
