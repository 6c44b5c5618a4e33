package dev.mayfly.control.bundles;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Bundle.Flag;
import dev.mayfly.bindings.functions.Bundle.Kind;
import dev.mayfly.bindings.functions.Bundle.Module;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A bundle as bytes, with their hash for a name: equal code has equal bytes, in whatever order its modules came. The form: a version
 * byte, the main module's name, the number of modules, and for each of them name, kind, length and content. Code that asks for flags
 * has them behind that, and a form of its own: code without any keeps its hash.
 */
public record PackedBundle(String sha256, byte[] bytes) {
    private static final int PLAIN = 1;
    private static final int WITH_FLAGS = 2;

    static PackedBundle of(Bundle bundle) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(bundle.flags().isEmpty() ? PLAIN : WITH_FLAGS);
            out.writeUTF(bundle.mainModule());
            out.writeInt(bundle.modules().size());
            for (Module module : inOrder(bundle)) {
                out.writeUTF(module.name());
                out.writeUTF(module.kind().name());
                out.writeInt(module.content().length);
                out.write(module.content());
            }
            if (!bundle.flags().isEmpty()) {
                out.writeInt(bundle.flags().size());
                for (Flag flag : bundle.flags()) out.writeUTF(flag.name());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to write", e);
        }
        byte[] packed = bytes.toByteArray();
        return new PackedBundle(sha256(packed), packed);
    }

    static Bundle unpack(byte[] packed) {
        try (var in = new DataInputStream(new ByteArrayInputStream(packed))) {
            int form = in.readUnsignedByte();
            if (form != PLAIN && form != WITH_FLAGS)
                throw new IllegalStateException("a bundle has the unknown form " + form);
            String main = in.readUTF();
            int count = in.readInt();
            List<Module> modules = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                Kind kind = Kind.valueOf(in.readUTF());
                modules.add(new Module(name, kind, in.readNBytes(in.readInt())));
            }
            return new Bundle(main, modules, form == PLAIN ? List.of() : flags(in));
        } catch (IOException e) {
            throw new UncheckedIOException("a bundle is cut short", e);
        }
    }

    private static List<Flag> flags(DataInputStream in) throws IOException {
        List<Flag> flags = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) flags.add(Flag.valueOf(in.readUTF()));
        return flags;
    }

    private static List<Module> inOrder(Bundle bundle) {
        return bundle.modules().stream()
                .sorted(Comparator.comparing(Module::name))
                .toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
