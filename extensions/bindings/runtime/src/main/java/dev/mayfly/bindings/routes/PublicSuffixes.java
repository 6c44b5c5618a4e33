package dev.mayfly.bindings.routes;

import com.google.common.net.InternetDomainName;

/** Names right below which strangers have their domains, such as {@code co.uk} and {@code github.io}; the list comes with Guava. */
public final class PublicSuffixes {
    private PublicSuffixes() {}

    /** Whether what is right below this name belongs to many: by a rule for the name itself, or by one for all that is below it. */
    public static boolean strangersAreBelow(String zone) {
        return isPublicSuffix(zone) || isPublicSuffix("x." + zone);
    }

    private static boolean isPublicSuffix(String host) {
        return InternetDomainName.isValid(host) && InternetDomainName.from(host).isPublicSuffix();
    }
}
