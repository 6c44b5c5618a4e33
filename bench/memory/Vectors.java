import dev.mayfly.retrieval.embedding.Embedder;
import dev.mayfly.retrieval.embedding.TextHash;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Vectors that are kept in a file from run to run; the model is loaded only where one is missing. */
final class Vectors implements Embedder {
    private final Path file;
    private final Supplier<Embedder> maker;
    private final Map<String, float[]> known = new TreeMap<>();
    private Embedder made;

    Vectors(Path file, Supplier<Embedder> maker) throws IOException {
        this.file = file;
        this.maker = maker;
        if (!Files.exists(file)) return;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int left = in.readInt(); left > 0; left--) {
                String key = in.readUTF();
                float[] vector = new float[dimensions()];
                for (int i = 0; i < vector.length; i++) vector[i] = in.readFloat();
                known.put(key, vector);
            }
        }
    }

    private Embedder loaded() {
        if (made == null) made = maker.get();
        return made;
    }

    @Override
    public String model() {
        return "bge-small-en-v1.5-q";
    }

    @Override
    public int dimensions() {
        return 384;
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        for (String text : texts)
            vectors.add(known.computeIfAbsent("p" + TextHash.of(text), key -> loaded().passages(List.of(text)).getFirst()));
        return vectors;
    }

    @Override
    public float[] query(String text) {
        return known.computeIfAbsent("q" + TextHash.of(text), key -> loaded().query(text));
    }

    @Override
    public void close() {
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(known.size());
            for (var one : known.entrySet()) {
                out.writeUTF(one.getKey());
                for (float number : one.getValue()) out.writeFloat(number);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        if (made != null) made.close();
    }
}
