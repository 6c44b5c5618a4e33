package dev.mayfly.edge.flags.rpc;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.flags.ErrorCode;

/** What gRPC calls an outcome. */
enum GrpcStatus {
    OK(0),
    UNKNOWN(2),
    INVALID_ARGUMENT(3),
    NOT_FOUND(5),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14),
    DATA_LOSS(15),
    UNAUTHENTICATED(16);

    private final int code;

    GrpcStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static GrpcStatus of(Problem problem) {
        return switch (problem.status()) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> NOT_FOUND;
            case 429 -> RESOURCE_EXHAUSTED;
            case 503 -> UNAVAILABLE;
            default -> problem.status() < 500 ? INVALID_ARGUMENT : INTERNAL;
        };
    }

    /** As flagd's clients read it back. */
    static GrpcStatus of(ErrorCode code) {
        return switch (code) {
            case FLAG_NOT_FOUND -> NOT_FOUND;
            case TYPE_MISMATCH, INVALID_CONTEXT -> INVALID_ARGUMENT;
            case PARSE_ERROR -> DATA_LOSS;
            case GENERAL -> UNKNOWN;
        };
    }
}
