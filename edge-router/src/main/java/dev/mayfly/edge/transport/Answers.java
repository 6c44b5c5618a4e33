package dev.mayfly.edge.transport;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Counts the requests of an HTTP/1.1 connection and their answers; the last answer of one that leaves says so. */
final class Answers extends ChannelDuplexHandler {
    private final Connection connection;

    Answers(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) connection.begun();
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ChannelPromise written = promise;
        boolean last = message instanceof LastHttpContent;
        if (message instanceof HttpResponse head) {
            // 100 goes before the answer, and behind 101 no HTTP is spoken any more.
            if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) last = false;
            else if (connection.isLast()) head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (last) {
            if (connection.isLast()) written = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
            connection.ended();
        }
        context.write(message, written);
    }
}
