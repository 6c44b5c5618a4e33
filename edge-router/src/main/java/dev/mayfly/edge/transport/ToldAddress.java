package dev.mayfly.edge.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.TransportProtocol;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetAddress;

/** Takes the address that a proxy tells for the client's, for whatever asks for it. What the proxy says on its own behalf is the proxy's. */
final class ToldAddress extends SimpleChannelInboundHandler<HAProxyMessage> {
    private final Admission.Place place;

    ToldAddress(Admission.Place place) {
        this.place = place;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
        boolean admitted = header.command() == HAProxyCommand.LOCAL
                || header.proxiedProtocol().transportProtocol() == TransportProtocol.UNSPEC
                || believed(context, header);
        if (admitted) context.pipeline().remove(this);
        else context.close();
    }

    private boolean believed(ChannelHandlerContext context, HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        if (header.proxiedProtocol().transportProtocol() != TransportProtocol.STREAM
                || (family != AddressFamily.AF_IPv4 && family != AddressFamily.AF_IPv6)) return false;
        context.channel()
                .attr(ConnectionBase.REMOTE_ADDRESS_OVERRIDE)
                .set(SocketAddress.inetSocketAddress(header.sourcePort(), header.sourceAddress()));
        return place.of(InetAddress.ofLiteral(header.sourceAddress()));
    }
}
