package dev.mayfly.edge.acme;

/** How an authority may ask whether a name leads here. */
public enum Question {
    /** Over plain HTTP at port 80 (HTTP-01, RFC 8555 8.3). */
    http,
    /** Over TLS at port 443 (TLS-ALPN-01, RFC 8737). */
    tls
}
