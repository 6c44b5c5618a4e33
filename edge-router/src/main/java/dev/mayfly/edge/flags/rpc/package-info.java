/** flagd's protocols over gRPC, for clients that speak them: evaluation and sync. */
@NullMarked
package dev.mayfly.edge.flags.rpc;

import org.jspecify.annotations.NullMarked;
