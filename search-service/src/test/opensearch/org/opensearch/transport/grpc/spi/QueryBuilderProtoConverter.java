package org.opensearch.transport.grpc.spi;

/** The k-NN plugin has a class that implements it, for a transport that this node does not have; whole nodes bring the true one. */
public interface QueryBuilderProtoConverter {}
