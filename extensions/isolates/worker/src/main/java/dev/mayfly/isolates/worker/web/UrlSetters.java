package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.worker.web.UrlParser.State;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The setters of JavaScript's URL objects. */
final class UrlSetters {
    private UrlSetters() {}

    /** The fields of the URL after the assignment; null where the standard says that nothing changes. */
    static @Nullable String set(String href, String field, String value) {
        Url url = UrlParser.parse(href, null);
        if (url == null) return null;
        boolean changed = switch (field) {
            case "protocol" -> UrlParser.replace(url, State.SCHEME_START, value + ":");
            case "username" -> username(url, value);
            case "password" -> password(url, value);
            case "host" -> host(url, value);
            case "hostname" -> url.opaquePath == null && UrlParser.replace(url, State.HOSTNAME, value);
            case "port" -> port(url, value);
            case "pathname" -> pathname(url, value);
            case "search" -> search(url, value);
            case "hash" -> hash(url, value);
            default -> throw new IllegalArgumentException("no field " + field);
        };
        return changed ? url.fields() : null;
    }

    private static boolean username(Url url, String value) {
        if (url.takesNoCredentials()) return false;
        url.username = PercentSet.USERINFO.encode(value);
        return true;
    }

    private static boolean password(Url url, String value) {
        if (url.takesNoCredentials()) return false;
        url.password = PercentSet.USERINFO.encode(value);
        return true;
    }

    /** A host stays assigned where the port behind it is none. */
    private static boolean host(Url url, String value) {
        if (url.opaquePath != null) return false;
        String before = url.host;
        return UrlParser.replace(url, State.HOST, value) || !Objects.equals(before, url.host);
    }

    private static boolean port(Url url, String value) {
        if (url.takesNoCredentials()) return false;
        if (!value.isEmpty()) return UrlParser.replace(url, State.PORT, value);
        url.port = -1;
        return true;
    }

    private static boolean pathname(Url url, String value) {
        if (url.opaquePath != null) return false;
        url.path = new ArrayList<>();
        return UrlParser.replace(url, State.PATH_START, value);
    }

    private static boolean search(Url url, String value) {
        url.query = null;
        if (value.isEmpty()) return true;
        return UrlParser.replace(url, State.QUERY, value.startsWith("?") ? value.substring(1) : value);
    }

    private static boolean hash(Url url, String value) {
        url.fragment = null;
        if (value.isEmpty()) return true;
        return UrlParser.replace(url, State.FRAGMENT, value.startsWith("#") ? value.substring(1) : value);
    }
}
