package dev.mayfly.edge.ingress;

/**
 * A request whose host and target have been read and found sound.
 *
 * @param path as sent, beginning with a slash; or {@link #SERVER}
 * @param query with its question mark, or empty
 */
public record IncomingRequest(String method, String scheme, Authority authority, String path, String query) {
    static final String SERVER = "*";

    /** Asks about the server and no resource of it ({@code OPTIONS *}). */
    public boolean ofServer() {
        return path.equals(SERVER);
    }

    /** The URL with another path. */
    public String url(String otherPath) {
        return scheme + "://" + authority + otherPath + query;
    }
}
