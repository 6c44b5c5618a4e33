package dev.mayfly.edge.transport;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.edge.addresses.Block;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Stands at the listening sockets: a connection is let in, or closed before anybody reads of it. */
@Singleton
@Sharable
final class Gate extends ChannelInboundHandlerAdapter {
    private final Admission admission;
    private final Connections connections;
    private final List<Block> proxies;
    private final Set<Channel> doors = ConcurrentHashMap.newKeySet();

    Gate(Admission admission, Connections connections, EdgeConfig config) {
        this.admission = admission;
        this.connections = connections;
        this.proxies = config.transport().proxies().orElse(List.of());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        doors.add(context.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel channel = (Channel) accepted;
        if (letIn(channel)) context.fireChannelRead(channel);
        else channel.unsafe().closeForcibly();
    }

    private boolean letIn(Channel channel) {
        // Null of one that is gone already.
        if (!(channel.remoteAddress() instanceof InetSocketAddress peer)) return false;
        var entered = admission.enter();
        if (entered.isEmpty()) return false;
        Admission.Place place = entered.get();
        InetAddress address = peer.getAddress();
        boolean proxy = proxies.stream().anyMatch(block -> block.contains(address));
        if (!proxy && !place.of(address)) {
            place.leave();
            return false;
        }
        Connection connection = connections.open();
        channel.attr(Connection.KEY).set(connection);
        ChannelPipeline pipeline = channel.pipeline().addLast(connection);
        if (proxy) pipeline.addLast(new HAProxyMessageDecoder(), new ToldAddress(place));
        channel.closeFuture().addListener(closed -> {
            connections.closed(connection);
            place.leave();
        });
        return true;
    }

    /** Nobody is let in any more; those within stay. */
    void shut(Duration within) {
        for (Channel door : doors) door.close().awaitUninterruptibly(within.toMillis(), TimeUnit.MILLISECONDS);
        doors.clear();
    }
}
