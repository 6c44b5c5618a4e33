package dev.mayfly.edge.ingress;

/**
 * A request whose host and target have been read and found sound.
 *
 * @param path as sent, beginning with a slash
 * @param query with its question mark, or empty
 */
public record IncomingRequest(String method, String scheme, Authority authority, String path, String query) {
    /** The URL with another path. */
    public String url(String otherPath) {
        return scheme + "://" + authority + otherPath + query;
    }
}
