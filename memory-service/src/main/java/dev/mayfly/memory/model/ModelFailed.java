package dev.mayfly.memory.model;

/** A model did not answer, or with something that cannot be used. Its message is for whoever asked. */
final class ModelFailed extends Exception {
    private static final long serialVersionUID = 1L;

    ModelFailed(String message) {
        super(message);
    }
}
