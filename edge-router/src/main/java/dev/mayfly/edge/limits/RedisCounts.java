package dev.mayfly.edge.limits;

import io.quarkus.redis.client.RedisClientName;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The moment at which each bucket is full, by the clock of Redis, so that no two routers need agree on the time. A key lives until its
 * bucket is full. Keys are hashes: what clients are known by is nobody's to read there. A group is a slot of a cluster.
 */
@Singleton
class RedisCounts implements SharedCounts {
    private static final String PREFIX = "mayfly:rate:{";
    private static final int HASH_BYTES = 16;
    private static final long MICRO_NS = 1_000;

    private static final String SCRIPT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local owed = {}
            for i, key in ipairs(KEYS) do
              local full = math.max(tonumber(redis.call('GET', key) or '0'), now) + tonumber(ARGV[i])
              redis.call('SET', key, string.format('%.0f', full), 'PX', math.max(1, math.ceil((full - now) / 1000)))
              owed[i] = string.format('%.0f', full - now)
            end
            return owed
            """;

    private final ReactiveRedisDataSource redis;

    RedisCounts(@RedisClientName("edge") ReactiveRedisDataSource redis) {
        this.redis = redis;
    }

    @Override
    public String group(String bucket) {
        return hash(bucket).substring(0, 1);
    }

    @Override
    public Uni<List<Long>> add(String group, List<Spent> spent) {
        List<String> arguments = new ArrayList<>(2 + 2 * spent.size());
        arguments.add(SCRIPT);
        arguments.add(Integer.toString(spent.size()));
        for (Spent one : spent) arguments.add(PREFIX + group + "}" + hash(one.bucket()));
        for (Spent one : spent) arguments.add(Long.toString(Math.ceilDiv(one.owedNs(), MICRO_NS)));
        return redis.execute("EVAL", arguments.toArray(String[]::new)).map(RedisCounts::owed);
    }

    private static List<Long> owed(Response response) {
        List<Long> owed = new ArrayList<>(response.size());
        for (Response one : response) owed.add(Long.parseLong(one.toString()) * MICRO_NS);
        return owed;
    }

    private static String hash(String bucket) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bucket.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
