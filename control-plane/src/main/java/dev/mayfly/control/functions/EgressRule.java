package dev.mayfly.control.functions;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The form of an address that egress allows: {@code host}, {@code host:port}, or CIDR. IPv6 with a port stands in brackets. */
final class EgressRule {
    static final int RULES_MAX = 100;
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern HOST = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PORT = Pattern.compile("(?<host>\\[[^\\]]+\\]|[^:]+):(?<port>[0-9]{1,5})");
    private static final Pattern CIDR = Pattern.compile("(?<address>[^/]+)/(?<bits>[0-9]{1,3})");
    private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
    private static final int LENGTH_MAX = 255;

    private EgressRule() {}

    static boolean wellFormed(String rule) {
        if (rule == null || rule.isEmpty() || rule.length() > LENGTH_MAX) return false;
        Matcher cidr = CIDR.matcher(rule);
        if (cidr.matches()) return isCidr(cidr.group("address"), Integer.parseInt(cidr.group("bits")));
        Matcher port = PORT.matcher(rule);
        if (port.matches()) return isPort(Integer.parseInt(port.group("port"))) && isHost(port.group("host"));
        return isHost(rule);
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    private static boolean isCidr(String address, int bits) {
        return isIpv4(address) ? bits <= 32 : isIpv6(address) && bits <= 128;
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) return host.endsWith("]") && isIpv6(host.substring(1, host.length() - 1));
        if (DOTTED.matcher(host).matches()) return isIpv4(host);
        return isIpv6(host) || HOST.matcher(host).matches();
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 4
                && Arrays.stream(parts)
                        .allMatch(part -> part.matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(part) <= 255);
    }

    /** The form alone; whoever connects reads it as an address. */
    private static boolean isIpv6(String text) {
        return IPV6.matcher(text).matches()
                && text.chars().filter(c -> c == ':').count() >= 2;
    }
}
