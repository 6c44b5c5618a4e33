package dev.mayfly.isolates.worker.weave;

import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Interfaces;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** Where a realm is built: its objects get their builtin functions by their shape, and the realm keeps those that were asked for. */
final class RealmRules {
    private static final String REALM = "com/oracle/truffle/js/runtime/JSRealm";
    private static final String OBJECTS = "com/oracle/truffle/js/runtime/objects/JSObjectUtil";
    private static final Set<String> LOOKS = Set.of(
            "com/oracle/truffle/js/runtime/objects/JSDynamicObject.getOrNull"
                    + "(Lcom/oracle/truffle/js/runtime/objects/JSDynamicObject;Ljava/lang/Object;)Ljava/lang/Object;",
            "com/oracle/truffle/js/runtime/objects/JSDynamicObject.getOrDefault"
                    + "(Lcom/oracle/truffle/js/runtime/objects/JSDynamicObject;Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;",
            "com/oracle/truffle/js/runtime/objects/JSObject.get"
                    + "(Lcom/oracle/truffle/js/runtime/objects/JSDynamicObject;Ljava/lang/Object;)Ljava/lang/Object;");
    private static final String PLACE = "mayflyFunctions";
    /** These take functions from the objects that they have just made, to put them elsewhere under another name. */
    private static final Set<String> TAKERS = Set.of(
            REALM,
            "com/oracle/truffle/js/runtime/builtins/JSArray",
            "com/oracle/truffle/js/runtime/builtins/JSArrayBufferView",
            "com/oracle/truffle/js/runtime/builtins/JSDate",
            "com/oracle/truffle/js/runtime/builtins/JSMap",
            "com/oracle/truffle/js/runtime/builtins/JSSet");

    private RealmRules() {}

    /** What the class gets beside its own. */
    static Optional<ClassTransform> of(ClassModel type) {
        if (!type.thisClass().asInternalName().equals(REALM)) return Optional.empty();
        return Optional.of(ClassTransform.ofStateful(() -> new ClassTransform() {
            @Override
            public void accept(ClassBuilder builder, java.lang.classfile.ClassElement element) {
                if (element instanceof Interfaces) return;
                builder.with(element);
            }

            @Override
            public void atEnd(ClassBuilder builder) {
                addPlace(builder, type);
            }
        }));
    }

    private static void addPlace(ClassBuilder builder, ClassModel type) {
        var interfaces = new ArrayList<ClassDesc>();
        for (var each : type.interfaces()) interfaces.add(each.asSymbol());
        interfaces.add(Calls.REALM_WITH_FUNCTIONS);
        builder.withInterfaceSymbols(interfaces);
        var realm = type.thisClass().asSymbol();
        builder.withField(PLACE, Calls.REALM_FUNCTIONS, ClassFile.ACC_PRIVATE);
        builder.withMethodBody(
                PLACE,
                MethodTypeDesc.of(Calls.REALM_FUNCTIONS),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0)
                        .getfield(realm, PLACE, Calls.REALM_FUNCTIONS)
                        .areturn());
        builder.withMethodBody(
                PLACE,
                MethodTypeDesc.of(CD_void, Calls.REALM_FUNCTIONS),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0)
                        .aload(1)
                        .putfield(realm, PLACE, Calls.REALM_FUNCTIONS)
                        .return_());
    }

    /** What is to be done to this method beside all else. */
    static Optional<CodeTransform> of(ClassModel type, MethodModel method) {
        var owner = type.thisClass().asInternalName();
        if (owner.equals(OBJECTS) && method.methodName().equalsString("putFunctionsFromContainer"))
            return Optional.of(instead(method));
        return TAKERS.contains(owner) ? realm(type, method).map(RealmRules::take) : Optional.empty();
    }

    /** The slot of the realm that a method works on. */
    private static Optional<Integer> realm(ClassModel type, MethodModel method) {
        boolean isStatic = method.flags().has(AccessFlag.STATIC);
        if (!isStatic && type.thisClass().asInternalName().equals(REALM)) return Optional.of(0);
        var slot = isStatic ? 0 : 1;
        for (var parameter : method.methodTypeSymbol().parameterList()) {
            if (parameter.descriptorString().equals("L" + REALM + ";")) return Optional.of(slot);
            slot += TypeKind.from(parameter).slotSize();
        }
        return Optional.empty();
    }

    /** The method of the same name and parameters in the worker, and nothing of the engine's. */
    private static CodeTransform instead(MethodModel method) {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            private boolean first = true;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (!first) return;
                first = false;
                var shape = method.methodTypeSymbol();
                for (var i = 0; i < shape.parameterCount(); i++)
                    code.loadLocal(TypeKind.from(shape.parameterType(i)), code.parameterSlot(i));
                code.invokestatic(Calls.BLUEPRINTS, method.methodName().stringValue(), shape)
                        .return_();
            }
        });
    }

    /** Their looks at an object's property get the realm as well, since it is not the current one before it is built. */
    private static CodeTransform take(int realm) {
        return (code, element) -> {
            if (element instanceof InvokeInstruction call && looks(call)) {
                var shape = call.typeSymbol();
                code.aload(realm)
                        .invokestatic(
                                Calls.BLUEPRINTS,
                                call.name().stringValue(),
                                shape.insertParameterTypes(shape.parameterCount(), ClassDesc.ofInternalName(REALM)));
            } else {
                code.with(element);
            }
        };
    }

    private static boolean looks(InvokeInstruction call) {
        return LOOKS.contains(call.owner().asInternalName() + "." + call.name().stringValue()
                + call.type().stringValue());
    }
}
