package org.opensearch.protobufs;

/** Stands in the signatures of that class. */
public final class QueryContainer {
    /** Likewise. */
    public enum QueryContainerCase {}

    private QueryContainer() {}
}
