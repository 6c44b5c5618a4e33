package dev.mayfly.control.origins;

import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.origins.Origins.OriginSettings;
import dev.mayfly.bindings.problem.Problem;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** What servers may be told to be. Whether they can be reached is for routers to find out, which know their network. */
final class OriginCheck {
    static final int URLS_MAX = 16;
    private static final int URL_LENGTH_MAX = 1024;
    private static final long MS_MAX = 600_000;
    private static final int ATTEMPTS_MAX = 10;
    private static final int PORT_MAX = 65_535;
    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*(:[0-9]{1,5})?");

    private OriginCheck() {}

    static void name(String name) {
        if (!Name.FORM.matcher(name).matches())
            throw new Problem.Invalid("invalid-name", "the name of an origin must be " + Name.RULE);
    }

    static void settings(OriginSettings settings) {
        if (settings == null) throw new Problem.Invalid("invalid-body", "an origin has urls");
        if (settings.urls().isEmpty() || settings.urls().size() > URLS_MAX)
            throw invalid("it has %d urls; 1 to %d are right"
                    .formatted(settings.urls().size(), URLS_MAX));
        settings.urls().forEach(OriginCheck::url);
        long secure = settings.urls().stream().filter(OriginCheck::isSecure).count();
        if (secure != 0 && secure != settings.urls().size())
            throw invalid("some of its urls are https and some are not; either all are or none is");
        settings.host().filter(host -> !HOST.matcher(host).matches()).ifPresent(host -> {
            throw invalid("host is client, server, or a host name in lower case; it is '%s'".formatted(shown(host)));
        });
        settings.tlsName().ifPresent(name -> tlsName(name, secure));
        ms("connectTimeoutMs", settings.connectTimeoutMs());
        ms("silenceMaxMs", settings.silenceMaxMs());
        ms("attemptWithinMs", settings.attemptWithinMs());
        ms("hedgeAfterMs", settings.hedgeAfterMs());
        settings.attemptsMax().filter(most -> most < 1 || most > ATTEMPTS_MAX).ifPresent(most -> {
            throw invalid("attemptsMax is %d; 1 to %d are right".formatted(most, ATTEMPTS_MAX));
        });
    }

    private static void url(URI url) {
        boolean sound = (isSecure(url) || "http".equals(url.getScheme()))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getPort() != 0
                && url.getPort() <= PORT_MAX
                && url.toString().length() <= URL_LENGTH_MAX;
        if (!sound)
            throw invalid("'%s' is not http://host[:port][/path], nor https://…".formatted(shown(url.toString())));
    }

    private static boolean isSecure(URI url) {
        return "https".equals(url.getScheme());
    }

    private static void tlsName(String name, long secure) {
        if (secure == 0) throw invalid("tlsName is for https urls");
        if (!HOST.matcher(name).matches() || name.indexOf(':') >= 0)
            throw invalid("tlsName is a host name in lower case, unlike '%s'".formatted(shown(name)));
    }

    private static void ms(String key, Optional<Long> value) {
        value.filter(ms -> ms < 1 || ms > MS_MAX).ifPresent(ms -> {
            throw invalid("%s is %d; 1 to %,d are right".formatted(key, ms, MS_MAX));
        });
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private static Problem invalid(String why) {
        return new Problem.Invalid("invalid-origin", why);
    }
}
