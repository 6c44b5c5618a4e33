package dev.mayfly.retrieval.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * bge-small-en-v1.5, quantised to 8 bits, run in this process. Its card asks for a prefix before queries, none before passages, and for the first
 * token's state as the vector. Each text is a run of its own: activations are quantised with one scale per run, so that in a run of many
 * texts the vector of each would depend on the others, and a cache by content would not be true.
 */
public final class BgeSmall implements Embedder {
    static final int DIMENSIONS = 384;

    private static final String QUERY_PREFIX = "Represent this sentence for searching relevant passages: ";
    private static final int TOKENS_MAX = 512;
    private static final String FILES = "bge-small-en-v1.5-q";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final HuggingFaceTokenizer tokenizer;
    /** Read by who is in the model, written by who closes it: its memory is freed when nobody is in it, or the process would end. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    /**
     * Takes about a second, and 150 MB.
     *
     * @param threads how many share the work on one text, at least 1; a thread that has nothing to do sleeps, since others need the processor more
     */
    public BgeSmall(int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                InputStream vocabulary = resource(FILES + "-tokenizer.json");
                InputStream weights = resource(FILES + ".onnx")) {
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setInterOpNumThreads(1);
            session = environment.createSession(weights.readAllBytes(), options);
            tokenizer = HuggingFaceTokenizer.newInstance(
                    vocabulary,
                    Map.of(
                            "padding",
                            "false",
                            "truncation",
                            "true",
                            "maxLength",
                            "" + TOKENS_MAX,
                            "modelMaxLength",
                            "" + TOKENS_MAX));
        } catch (OrtException | IOException e) {
            throw new EmbeddingFailed("the embedding model cannot be loaded", e);
        }
    }

    @Override
    public String model() {
        return "bge-small-en-v1.5-q";
    }

    @Override
    public int dimensions() {
        return DIMENSIONS;
    }

    @Override
    public List<float[]> passages(List<String> texts) {
        return texts.stream().map(this::embed).toList();
    }

    @Override
    public float[] query(String text) {
        return embed(QUERY_PREFIX + text);
    }

    private float[] embed(String text) {
        use.readLock().lock();
        try {
            if (closed) throw new EmbeddingFailed("the embedding model is closed");
            return run(text);
        } finally {
            use.readLock().unlock();
        }
    }

    private float[] run(String text) {
        Encoding encoding = tokenizer.encode(text);
        try (OnnxTensor ids = tensor(encoding.getIds());
                OnnxTensor mask = tensor(encoding.getAttentionMask());
                OnnxTensor types = tensor(encoding.getTypeIds());
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] states = (float[][][]) result.get(0).getValue();
            return UnitVector.of(states[0][0]);
        } catch (OrtException e) {
            throw new EmbeddingFailed("the embedding model failed", e);
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {values});
    }

    private static InputStream resource(String name) {
        InputStream found = BgeSmall.class.getClassLoader().getResourceAsStream(name);
        if (found == null) throw new EmbeddingFailed("the file %s of the embedding model is missing".formatted(name));
        return found;
    }

    /** Waits for texts that are being embedded, one of each thread; others that come are refused. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (closed) return;
            closed = true;
            tokenizer.close();
            session.close();
        } catch (OrtException e) {
            throw new EmbeddingFailed("the embedding model cannot be closed", e);
        } finally {
            use.writeLock().unlock();
        }
    }
}
