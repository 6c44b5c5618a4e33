package dev.mayfly.edge.acme;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Meets an authority that asks over TLS whether a name leads here (TLS-ALPN-01, RFC 8737): by the certificate that it expects, after which the connection ends.
 * All others go on as if nobody had looked.
 */
final class TlsQuestion extends SslClientHelloHandler<@Nullable SslContext> {
    private static final String PROTOCOL = "acme-tls/1";
    static final ApplicationProtocolConfig PROTOCOLS = new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            List.of(PROTOCOL));

    /** As much as the JDK reads of one; of more, the connection is closed. */
    private static final int HELLO_BYTES_MAX = 32_768;

    private final Challenges challenges;

    TlsQuestion(Challenges challenges) {
        super(HELLO_BYTES_MAX);
        this.challenges = challenges;
    }

    @Override
    protected Future<@Nullable SslContext> lookup(ChannelHandlerContext context, @Nullable ByteBuf hello) {
        Promise<@Nullable SslContext> answer = context.executor().newPromise();
        Optional<String> name =
                hello == null ? Optional.empty() : Hello.of(hello).asksFor();
        if (name.isEmpty()) return answer.setSuccess(null);
        challenges.certificate(name.get()).onSuccess(answer::setSuccess).onFailure(answer::setFailure);
        return answer;
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, Future<@Nullable SslContext> found) {
        if (!found.isSuccess()) {
            context.close();
            return;
        }
        SslContext certificate = found.getNow();
        if (certificate != null)
            context.pipeline()
                    .addAfter(context.name(), "acme-end", new End())
                    .addAfter(context.name(), "acme-tls", certificate.newHandler(context.alloc()));
        context.pipeline().remove(this);
    }

    /** Nobody behind it hears of the connection. */
    private static final class End extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent) context.close();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object read) {
            ReferenceCountUtil.release(read);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {}

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable why) {
            context.close();
        }
    }

    /** What of a ClientHello (RFC 8446 4.1.2) matters here. */
    record Hello(Optional<String> name, List<String> protocols) {
        private static final int NAME = 0;
        private static final int PROTOCOLS = 16;
        private static final int VERSION_AND_RANDOM = 34;
        private static final Hello UNREADABLE = new Hello(Optional.empty(), List.of());

        /** The name, where nothing but the question is spoken. */
        Optional<String> asksFor() {
            return protocols.equals(List.of(PROTOCOL)) ? name.filter(asked -> Asking.isName(asked)) : Optional.empty();
        }

        static Hello of(ByteBuf hello) {
            try {
                return read(hello.duplicate());
            } catch (IndexOutOfBoundsException e) {
                return UNREADABLE;
            }
        }

        private static Hello read(ByteBuf in) {
            in.skipBytes(VERSION_AND_RANDOM);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            ByteBuf extensions = in.readSlice(in.readUnsignedShort());
            Optional<String> name = Optional.empty();
            List<String> protocols = List.of();
            while (extensions.isReadable()) {
                int type = extensions.readUnsignedShort();
                ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
                if (type == NAME) name = Optional.of(nameIn(content));
                if (type == PROTOCOLS) protocols = protocolsIn(content);
            }
            return new Hello(name, protocols);
        }

        /** RFC 6066 3: a list, in which only names of hosts are known. */
        private static String nameIn(ByteBuf content) {
            ByteBuf list = content.readSlice(content.readUnsignedShort());
            list.skipBytes(1);
            return list.readSlice(list.readUnsignedShort())
                    .toString(StandardCharsets.US_ASCII)
                    .toLowerCase(Locale.ROOT);
        }

        /** RFC 7301 3.1. */
        private static List<String> protocolsIn(ByteBuf content) {
            ByteBuf list = content.readSlice(content.readUnsignedShort());
            var protocols = new ArrayList<String>(2);
            while (list.isReadable())
                protocols.add(list.readSlice(list.readUnsignedByte()).toString(StandardCharsets.US_ASCII));
            return protocols;
        }
    }
}
