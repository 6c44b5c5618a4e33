package dev.mayfly.isolates.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Body;
import dev.mayfly.isolates.frames.FrameWriter;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.Message;
import dev.mayfly.isolates.frames.Message.Data;
import dev.mayfly.isolates.frames.Message.Then;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private final TestHost host = new TestHost();

    @AfterEach
    void hangUp() {
        host.close();
    }

    private void refused(String why) {
        assertThat(TestHost.await(host.left)).isInstanceOf(MalformedFrame.class).hasMessageContaining(why);
    }

    private static byte[] frame(int type, int id, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(5 + payload.length)
                .put((byte) type)
                .putInt(id)
                .put(payload)
                .array();
    }

    @Test
    void closedConnectionEndsTheWorkerInPeace() {
        host.nextOfConnection();
        host.close();
        assertThat(TestHost.await(host.left)).isNull();
    }

    @Test
    void unknownTypeIsMalformed() {
        host.raw(frame(0x77, 0));
        refused("type");
    }

    @Test
    void framesOfWorkersAreMalformedFromAHost() {
        host.raw(frame(0x27, 0));
        refused("type");
    }

    @Test
    void tooLongFrameIsMalformedBeforeItIsRead() {
        host.raw(ByteBuffer.allocate(4).putInt(Frames.MAX_LENGTH + 1).array());
        refused("bytes");
    }

    @Test
    void tooShortFrameIsMalformed() {
        host.raw(ByteBuffer.allocate(8).putInt(4).array());
        refused("bytes");
    }

    @Test
    void negativeLengthIsMalformed() {
        host.raw(new byte[] {-1, -1, -1, -1});
        refused("bytes");
    }

    @Test
    void frameThatSaysTooMuchIsMalformed() {
        host.raw(frame(0x07, 0, (byte) 1));
        refused("too many");
    }

    @Test
    void connectionThatEndsWithinAFrameIsMalformed() {
        host.nextOfConnection();
        host.raw(new byte[] {0, 0, 0, 9, 7});
        host.close();
        refused("within a frame");
    }

    @Test
    void invocationOfNoDeploymentIsMalformed() {
        host.invoke(99, TestHost.BOUNDS);
        refused("99");
    }

    @Test
    void secondDeploymentOfAKeyIsMalformed() {
        var deploy = new Message.Deploy(5, "a", "f", "v", "index.js", java.util.List.of(), "");
        host.send(0, deploy);
        host.send(0, deploy);
        refused("already");
    }

    @Test
    void dataBeyondTheWindowIsMalformed() {
        int key = host.deploy("export default { fetch() { return new Promise(d => setTimeout(d, 60000)); } }");
        var invocation = host.invoke(key, TestHost.BOUNDS, Body.STREAMED, call -> null);
        for (int i = 0; i < 5; i++) {
            invocation.say(new Data(Frames.REQUEST_BODY, Then.MORE, new byte[Frames.CHUNK_MAX]));
        }
        refused("window");
    }

    @Test
    void dataOnTheWorkersOwnStreamIsMalformed() {
        var invocation = host.get("export default { fetch() { return new Promise(d => setTimeout(d, 60000)); } }");
        invocation.say(new Data(Frames.RESPONSE_BODY, Then.MORE, new byte[1]));
        refused("not the host's");
    }

    @Test
    void resultOfACallThatNobodyMadeIsMalformed() {
        var invocation = host.get("export default { fetch() { return new Promise(d => setTimeout(d, 60000)); } }");
        invocation.say(new Message.Result.Returned(7, "1"));
        refused("call 7");
    }

    @Test
    void oneInvocationTooManyIsMalformed() {
        int key = host.deploy("export default { fetch() { return new Promise(d => setTimeout(d, 60000)); } }");
        for (int i = 0; i <= Connection.INVOCATIONS_MAX; i++) host.invoke(key, TestHost.BOUNDS);
        refused("too many invocations");
    }

    @Test
    void oneDeploymentTooManyIsMalformed() {
        for (int i = 0; i <= Connection.DEPLOYMENTS_MAX; i++) host.deploy("");
        refused("too many deployments");
    }

    @Test
    void whatComesForAnEndedInvocationIsDropped() {
        var hello = host.get("export default { fetch() { return new Response('x'); } }");
        hello.done();
        hello.say(new Message.Abort());
        hello.say(new Message.Cancel("wall"));
        hello.say(new Message.Credit(1, 5));
        hello.say(new Data(0, Then.MORE, new byte[5]));
        assertThat(host.get("export default { fetch() { return new Response('y'); } }")
                        .text())
                .isEqualTo("y");
    }

    @Test
    void manyFramesMayComeAtOnceOrInPieces() throws InterruptedException {
        host.nextOfConnection();
        var frames = new FrameWriter(1024);
        for (int i = 0; i < 100; i++) new Message.Ping().write(frames, 0);
        var bytes = frames.toBytes();
        host.raw(java.util.Arrays.copyOf(bytes, 333));
        host.raw(java.util.Arrays.copyOfRange(bytes, 333, bytes.length));
        for (int i = 0; i < 100; i++) assertThat(host.nextOfConnection()).isInstanceOf(Message.Pong.class);
    }

    @Test
    void frameOfSeveralMegabytesIsTaken() {
        var source = "// " + "x".repeat(9 << 20) + "\nexport default { fetch() { return new Response('large'); } }";
        assertThat(host.get(source).text()).isEqualTo("large");
    }
}
