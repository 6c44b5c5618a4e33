package org.opensearch.transport.grpc.spi;

/** Likewise. */
public interface QueryBuilderProtoConverterRegistry {}
