package dev.mayfly.isolates.frames;

import java.util.ArrayList;
import java.util.List;

/** What a frame says. Each record writes itself as one whole frame and reads itself back from a payload. */
public sealed interface Message {

    /** Appends this message as one frame of invocation {@code id} (0: the connection itself). */
    void write(FrameWriter out, int id);

    /** Reads the message of a frame whose type is known. */
    static Message read(FrameType type, FrameReader in) {
        return switch (type) {
            case DEPLOY -> Deploy.read(in);
            case FORGET -> Forget.read(in);
            case INVOKE -> Invoke.read(in);
            case ABORT -> bare(in, new Abort());
            case CANCEL -> Cancel.read(in);
            case RESULT -> Result.read(in);
            case PING -> bare(in, new Ping());
            case DATA -> Data.read(in);
            case CREDIT -> Credit.read(in);
            case HELLO -> Hello.read(in);
            case HEAD -> Head.read(in);
            case CALL -> Call.read(in);
            case HANG_UP -> HangUp.read(in);
            case LOG -> Log.read(in);
            case DONE -> Done.read(in);
            case STUCK -> bare(in, new Stuck());
            case PONG -> bare(in, new Pong());
        };
    }

    private static <T> T bare(FrameReader in, T message) {
        in.done();
        return message;
    }

    // ---- host to worker ----

    /** One file of a bundle. {@code kind}: esm, text, json, data, map. */
    record Module(String name, String kind, byte[] content) {}

    /**
     * A deployment, kept by the worker until {@link Forget}.
     *
     * @param key of this connection, chosen by the host
     * @param main name of the main module
     * @param env JSON: {@code {"vars":{NAME:value},"secrets":{NAME:text},"bindings":{NAME:descriptor}}}
     * @param flags compatibility flags that change how the code runs
     */
    record Deploy(
            int key,
            String account,
            String function,
            String version,
            String main,
            List<Module> modules,
            String env,
            List<String> flags)
            implements Message {
        /** One without flags. */
        public Deploy(
                int key,
                String account,
                String function,
                String version,
                String main,
                List<Module> modules,
                String env) {
            this(key, account, function, version, main, modules, env, List.of());
        }

        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.DEPLOY, id)
                    .u32(key)
                    .text(account)
                    .text(function)
                    .text(version)
                    .text(main);
            out.text(env).u16(modules.size());
            for (Module m : modules) out.text(m.name).text(m.kind).block(m.content);
            out.u16(flags.size());
            for (String flag : flags) out.text(flag);
            out.end();
        }

        static Deploy read(FrameReader in) {
            int key = in.u32();
            String account = in.text(), function = in.text(), version = in.text(), main = in.text(), env = in.text();
            int count = in.u16();
            List<Module> modules = new ArrayList<>(Math.min(count, 1000));
            for (int i = 0; i < count; i++) modules.add(new Module(in.text(), in.text(), in.block()));
            int flagCount = in.u16();
            List<String> flags = new ArrayList<>(Math.min(flagCount, 16));
            for (int i = 0; i < flagCount; i++) flags.add(in.text());
            in.done();
            return new Deploy(key, account, function, version, main, List.copyOf(modules), env, List.copyOf(flags));
        }
    }

    record Forget(int key) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.FORGET, id).u32(key).end();
        }

        static Forget read(FrameReader in) {
            return bare(in, new Forget(in.u32()));
        }
    }

    /** What is asked of an invocation. */
    enum Purpose {
        /** Run the handler {@code fetch}. */
        FETCH,
        /** Only evaluate the main module and tell its handlers, in {@link Done#detail} as {@code {"handlers":["fetch"]}}. */
        INSPECT
    }

    /** Numbers that an invocation may reach; bytes and milliseconds. A wall of 0 means none. */
    record Bounds(
            long cpuMs,
            long wallMs,
            long heapBytes,
            long allocatedBytes,
            int bufferedBodyBytes,
            int logBytes,
            int subrequests,
            int openStreams) {
        void write(FrameWriter out) {
            out.u64(cpuMs).u64(wallMs).u64(heapBytes).u64(allocatedBytes);
            out.u32(bufferedBodyBytes).u32(logBytes).u32(subrequests).u32(openStreams);
        }

        static Bounds read(FrameReader in) {
            return new Bounds(in.u64(), in.u64(), in.u64(), in.u64(), in.u32(), in.u32(), in.u32(), in.u32());
        }
    }

    record Invoke(
            int deployment,
            Purpose purpose,
            Bounds bounds,
            String traceparent,
            String method,
            String url,
            String[] headers,
            Body body)
            implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.INVOKE, id).u32(deployment).u8(purpose.ordinal());
            bounds.write(out);
            out.text(traceparent).text(method).text(url).pairs(headers);
            body.write(out);
            out.end();
        }

        static Invoke read(FrameReader in) {
            return new Invoke(
                    in.u32(),
                    choice(Purpose.values(), in.u8()),
                    Bounds.read(in),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.pairs(),
                    Body.read(in));
        }
    }

    record Abort() implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.ABORT, id).end();
        }
    }

    /** @param limit the limit that the host saw exceeded ("wall", …), or empty: no reason that is the function's */
    record Cancel(String limit) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.CANCEL, id).text(limit).end();
        }

        static Cancel read(FrameReader in) {
            return bare(in, new Cancel(in.text()));
        }
    }

    /** The answer to a call. */
    sealed interface Result extends Message {
        int call();

        static Result read(FrameReader in) {
            int call = in.u32();
            return switch (in.u8()) {
                case 0 -> bare(in, new Refused(call, in.text(), in.text()));
                case 1 -> new Response(call, in.u16(), in.text(), in.text(), in.flag(), in.pairs(), Body.read(in));
                case 2 -> bare(in, new Returned(call, in.text()));
                default -> throw new MalformedFrame("unknown kind of result");
            };
        }

        /** The call failed. {@code code} is stable ("egress-denied", "not-found"), {@code message} for people. */
        record Refused(int call, String code, String message) implements Result {
            @Override
            public void write(FrameWriter out, int id) {
                out.begin(FrameType.RESULT, id)
                        .u32(call)
                        .u8(0)
                        .text(code)
                        .text(message)
                        .end();
            }
        }

        /** The head of what a fetch brought; a streamed body comes as {@link Frames#resultBody}. */
        record Response(
                int call, int status, String statusText, String url, boolean redirected, String[] headers, Body body)
                implements Result {
            @Override
            public void write(FrameWriter out, int id) {
                out.begin(FrameType.RESULT, id).u32(call).u8(1).u16(status).text(statusText);
                out.text(url).flag(redirected).pairs(headers);
                body.write(out);
                out.end();
            }
        }

        /** The value that a binding's method returned, as JSON. */
        record Returned(int call, String json) implements Result {
            @Override
            public void write(FrameWriter out, int id) {
                out.begin(FrameType.RESULT, id).u32(call).u8(2).text(json).end();
            }
        }
    }

    record Ping() implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.PING, id).end();
        }
    }

    // ---- either way ----

    /** How a stream goes on behind a piece of it. */
    enum Then {
        MORE,
        END,
        /** The writer failed; what came before is not the whole. */
        BROKEN
    }

    record Data(int stream, Then then, byte[] bytes) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.DATA, id).u32(stream).u8(then.ordinal());
            out.raw(bytes, 0, bytes.length).end();
        }

        static Data read(FrameReader in) {
            return new Data(in.u32(), choice(Then.values(), in.u8()), in.rest());
        }
    }

    /** @param bytes how many more the reader takes; 0: it takes no more at all, the writer should stop */
    record Credit(int stream, int bytes) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.CREDIT, id).u32(stream).u32(bytes).end();
        }

        static Credit read(FrameReader in) {
            return bare(in, new Credit(in.u32(), in.u32()));
        }
    }

    // ---- worker to host ----

    /** @param engine what the engine calls itself; {@code compiles} whether it has a just-in-time compiler for guests */
    record Hello(int protocol, long pid, String engine, boolean compiles) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.HELLO, id)
                    .u16(protocol)
                    .u64(pid)
                    .text(engine)
                    .flag(compiles)
                    .end();
        }

        static Hello read(FrameReader in) {
            return bare(in, new Hello(in.u16(), in.u64(), in.text(), in.flag()));
        }
    }

    record Head(int status, String statusText, String[] headers, Body body) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.HEAD, id).u16(status).text(statusText).pairs(headers);
            body.write(out);
            out.end();
        }

        static Head read(FrameReader in) {
            return new Head(in.u16(), in.text(), in.pairs(), Body.read(in));
        }
    }

    /** A call out of the isolate. Numbers start at 1 and rise by one within an invocation. */
    sealed interface Call extends Message {
        int call();

        static Call read(FrameReader in) {
            int call = in.u32();
            return switch (in.u8()) {
                case 1 -> new Fetch(call, in.text(), in.text(), in.text(), in.pairs(), Body.read(in));
                case 2 -> bare(in, new Method(call, in.text(), in.text(), in.text()));
                default -> throw new MalformedFrame("unknown kind of call");
            };
        }

        /** {@code redirect}: follow, manual, error. A streamed body comes as {@link Frames#callBody}. */
        record Fetch(int call, String method, String url, String redirect, String[] headers, Body body)
                implements Call {
            @Override
            public void write(FrameWriter out, int id) {
                out.begin(FrameType.CALL, id)
                        .u32(call)
                        .u8(1)
                        .text(method)
                        .text(url)
                        .text(redirect)
                        .pairs(headers);
                body.write(out);
                out.end();
            }
        }

        /** {@code binding} is its name on env; {@code arguments} a JSON array. */
        record Method(int call, String binding, String method, String arguments) implements Call {
            @Override
            public void write(FrameWriter out, int id) {
                out.begin(FrameType.CALL, id)
                        .u32(call)
                        .u8(2)
                        .text(binding)
                        .text(method)
                        .text(arguments);
                out.end();
            }
        }
    }

    record HangUp(int call) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.HANG_UP, id).u32(call).end();
        }

        static HangUp read(FrameReader in) {
            return bare(in, new HangUp(in.u32()));
        }
    }

    enum Level {
        DEBUG,
        LOG,
        INFO,
        WARN,
        ERROR
    }

    /** @param atMs milliseconds since 1970 */
    record Log(Level level, long atMs, String text) implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.LOG, id)
                    .u8(level.ordinal())
                    .u64(atMs)
                    .text(text)
                    .end();
        }

        static Log read(FrameReader in) {
            return bare(in, new Log(choice(Level.values(), in.u8()), in.u64(), in.text()));
        }
    }

    /** How an invocation ended, as the worker saw it. */
    enum End {
        OK,
        /** The function threw, or answered with something that is no Response: {@code code} says which. */
        FAILED,
        /** A limit was reached: {@code code} names it, {@code used} and {@code allowed} count it. */
        EXHAUSTED,
        /** The host cancelled it. */
        CANCELLED
    }

    /**
     * @param code {@code ""} when OK; of a failure "threw", "no-handler", "bad-response", "syntax", "no-module", "deadlock"; of an
     *     exhaustion the limit: "cpu", "wall", "heap", "allocatedBytes", "logs", "subrequests", "openStreams", "bufferedBody"
     * @param detail of a failure {@code {"name","message","stack","file","line","column"}} as JSON, as far as known; of an
     *     inspection its result, or {@code {"file","line","column"}} of where it was exhausted; otherwise empty
     * @param heapPeakBytes the largest live heap that was measured; 0: it never was worth measuring
     */
    record Done(
            End end,
            String code,
            long used,
            long allowed,
            String detail,
            long cpuNs,
            long allocatedBytes,
            long heapPeakBytes,
            long queuedNs,
            long wallNs)
            implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.DONE, id)
                    .u8(end.ordinal())
                    .text(code)
                    .u64(used)
                    .u64(allowed)
                    .text(detail);
            out.u64(cpuNs)
                    .u64(allocatedBytes)
                    .u64(heapPeakBytes)
                    .u64(queuedNs)
                    .u64(wallNs)
                    .end();
        }

        static Done read(FrameReader in) {
            return bare(
                    in,
                    new Done(
                            choice(End.values(), in.u8()),
                            in.text(),
                            in.u64(),
                            in.u64(),
                            in.text(),
                            in.u64(),
                            in.u64(),
                            in.u64(),
                            in.u64(),
                            in.u64()));
        }
    }

    record Stuck() implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.STUCK, id).end();
        }
    }

    record Pong() implements Message {
        @Override
        public void write(FrameWriter out, int id) {
            out.begin(FrameType.PONG, id).end();
        }
    }

    private static <T> T choice(T[] values, int ordinal) {
        if (ordinal >= values.length) throw new MalformedFrame("no choice has the number " + ordinal);
        return values[ordinal];
    }
}
