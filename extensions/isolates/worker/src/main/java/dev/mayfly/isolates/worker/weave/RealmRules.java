package dev.mayfly.isolates.worker.weave;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.Annotation;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Interfaces;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
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
    private static final String CONTEXT = "com/oracle/truffle/js/runtime/JSContext";
    private static final String ACCESSOR = "com/oracle/truffle/js/runtime/objects/Accessor";
    private static final Set<String> FILLERS = Set.of("putFunctionsFromContainer", "putAccessorsFromContainer");
    private static final String PLACE = "mayflyKept";
    /** What the engine takes as the layout of functions, promises and all else but plain objects and arrays, which descend from it. */
    private static final String OBJECT = "com/oracle/truffle/js/runtime/objects/JSDynamicObject";

    private static final String FIELD = "mayflyField";
    private static final ClassDesc DYNAMIC_FIELD =
            ClassDesc.of("com.oracle.truffle.api.object", "DynamicObject$DynamicField");
    private static final String COPY = "mayflyCopy";
    private static final Set<String> KEEPERS = Set.of(REALM, CONTEXT);
    /** What a fresh realm is made of. */
    private static final Set<String> COPYABLE = Set.of(
            REALM,
            "com/oracle/truffle/api/impl/FrameWithoutBoxing",
            "com/oracle/truffle/api/object/DynamicObject",
            "com/oracle/truffle/js/runtime/JSConsoleUtil",
            "com/oracle/truffle/js/runtime/builtins/JSObjectFactory$RealmData",
            ACCESSOR,
            "com/oracle/truffle/js/runtime/objects/JSPrototypeData",
            "com/oracle/truffle/js/runtime/util/SimpleArrayList",
            "com/oracle/truffle/js/runtime/interop/DynamicScopeWrapper",
            "com/oracle/truffle/js/runtime/interop/TopScopeObject");
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
        var owner = type.thisClass().asInternalName();
        if (owner.equals(OBJECT)) return Optional.of(ClassTransform.endHandler(RealmRules::addField));
        boolean keeps = KEEPERS.contains(owner), copyable = COPYABLE.contains(owner);
        if (!keeps && !copyable) return Optional.empty();
        return Optional.of(ClassTransform.ofStateful(() -> new ClassTransform() {
            @Override
            public void accept(ClassBuilder builder, ClassElement element) {
                if (!(element instanceof Interfaces)) builder.with(element);
            }

            @Override
            public void atEnd(ClassBuilder builder) {
                var interfaces = new ArrayList<ClassDesc>();
                for (var each : type.interfaces()) interfaces.add(each.asSymbol());
                if (keeps) interfaces.add(Calls.KEPT);
                if (copyable) interfaces.addAll(List.of(Calls.COPYABLE, ClassDesc.of("java.lang.Cloneable")));
                builder.withInterfaceSymbols(interfaces);
                if (keeps) addPlace(builder, type.thisClass().asSymbol());
                if (copyable) addCopy(builder);
            }
        }));
    }

    /**
     * A place for the first property, which is the prototype where code is shared: without it, each function and each array has an array of four
     * beside it for that alone.
     */
    private static void addField(ClassBuilder builder) {
        builder.withField(
                FIELD,
                CD_Object,
                field -> field.withFlags(0).with(RuntimeVisibleAnnotationsAttribute.of(Annotation.of(DYNAMIC_FIELD))));
    }

    private static void addPlace(ClassBuilder builder, ClassDesc owner) {
        builder.withField(PLACE, CD_Object, ClassFile.ACC_PRIVATE | ClassFile.ACC_VOLATILE);
        builder.withMethodBody(
                PLACE,
                MethodTypeDesc.of(CD_Object),
                ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
                code -> code.aload(0).getfield(owner, PLACE, CD_Object).areturn());
        builder.withMethodBody(
                PLACE,
                MethodTypeDesc.of(CD_void, CD_Object),
                ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
                code -> code.aload(0).aload(1).putfield(owner, PLACE, CD_Object).return_());
    }

    /** The JVM's own copy of an object, whatever the class says of copies. */
    private static void addCopy(ClassBuilder builder) {
        builder.withMethodBody(
                COPY,
                MethodTypeDesc.of(CD_Object),
                ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
                code -> code.aload(0)
                        .invokespecial(CD_Object, "clone", MethodTypeDesc.of(CD_Object))
                        .areturn());
    }

    /** What is to be done to this method beside all else. */
    static Optional<CodeTransform> of(ClassModel type, MethodModel method) {
        var owner = type.thisClass().asInternalName();
        if (owner.equals(OBJECTS) && FILLERS.contains(method.methodName().stringValue()))
            return Optional.of(instead(method, Calls.BLUEPRINTS));
        if (owner.equals(ACCESSOR) && method.methodName().stringValue().startsWith("get"))
            return Optional.of(RealmRules::readLazily);
        if (owner.equals(CONTEXT) && isCreateRealm(method)) return Optional.of(instead(method, Calls.REALMS));
        if (owner.equals(REALM) && method.methodName().equalsString("initialize")) return Optional.of(unlessCopied());
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

    /** The one that the engine calls for each context; it has another for realms inside realms. */
    private static boolean isCreateRealm(MethodModel method) {
        return method.methodName().equalsString("createRealm")
                && method.methodTypeSymbol().parameterCount() == 1;
    }

    /** The method of the same name in the worker, with the same parameters behind the object itself, and nothing of the engine's. */
    private static CodeTransform instead(MethodModel method, ClassDesc worker) {
        boolean isStatic = method.flags().has(AccessFlag.STATIC);
        var owner = method.parent().orElseThrow().thisClass().asSymbol();
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            private boolean first = true;

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                if (!first) return;
                first = false;
                var shape = method.methodTypeSymbol();
                if (!isStatic) code.aload(0);
                for (var i = 0; i < shape.parameterCount(); i++)
                    code.loadLocal(TypeKind.from(shape.parameterType(i)), code.parameterSlot(i));
                code.invokestatic(
                                worker,
                                method.methodName().stringValue(),
                                isStatic ? shape : shape.insertParameterTypes(0, owner))
                        .return_(TypeKind.from(shape.returnType()));
            }
        });
    }

    /** What an accessor gives away. It is compared by what it holds. */
    private static void readLazily(CodeBuilder code, CodeElement element) {
        code.with(element);
        if (element instanceof FieldInstruction field && field.opcode() == Opcode.GETFIELD)
            code.invokestatic(Calls.BLUEPRINTS, "accessor", MethodTypeDesc.of(CD_Object, CD_Object));
    }

    private static CodeTransform unlessCopied() {
        return CodeTransform.ofStateful(() -> new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                code.aload(0)
                        .invokestatic(
                                Calls.REALMS,
                                "isInitialised",
                                MethodTypeDesc.of(CD_boolean, ClassDesc.ofInternalName(REALM)))
                        .ifThen(CodeBuilder::return_);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
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
