package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of what routers metered. */
@QuarkusTest
class UsageReportsTest {
    private static final long MINUTES_A_DAY = 24 * 60;

    private final String router = UUID.randomUUID().toString();
    private final long minute = Instant.now().getEpochSecond() / 60;
    private String account;

    @BeforeEach
    void newAccount() {
        account = Door.account();
    }

    @Test
    void flushesAddUpByMinuteAndByDay() {
        flush(router, 1, counted("a", minute, 3), counted("b", minute, 1)).body("accounts", empty());
        flush(router, 2, counted("a", minute, 2), counted("a", minute - 1, 1));
        usage("resolution=minute")
                .body("rows.function", contains("a", "a", "b"))
                .body("rows.used.requests", contains(1, 5, 1))
                .body("rows[1].used.cpuMs", is(7.5f))
                .body("rows[1].used.allocatedBytes", is(500))
                .body("rows[1].used.egressBytes", is(50))
                .body("rows[1].used.subrequests", is(10))
                .body("rows[1].start", is(Instant.ofEpochSecond(minute * 60).toString()))
                .body("total.requests", is(7));
        usage("resolution=minute&function=b").body("rows", hasSize(1)).body("total.requests", is(1));
        usage("").body("total.requests", is(7)).body("resolution", is("day"));
    }

    @Test
    void flushThatComesAgainIsNotCountedAgain() {
        for (int i = 0; i < 3; i++) flush(router, 1, counted("a", minute, 3));
        flush(router, 2, counted("a", minute, 1));
        flush(router, 1, counted("a", minute, 3));
        usage("").body("total.requests", is(4));
    }

    @Test
    void routersThatFlushAtOnceLoseNothing() throws Exception {
        List<Callable<Void>> flushes = IntStream.range(0, 20)
                .<Callable<Void>>mapToObj(i -> () -> {
                    flush(router + i, 1, counted("a", minute, 1), counted("b", minute, 1));
                    return null;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(10)) {
            for (Future<Void> done : threads.invokeAll(flushes)) done.get();
        }
        usage("").body("rows.used.requests", contains(20, 20));
    }

    @Test
    void rangeEndsBeforeItsEnd() {
        flush(router, 1, counted("a", minute - 2, 1), counted("a", minute - 1, 2), counted("a", minute, 4));
        usage("resolution=minute&from=%s&to=%s".formatted(at(minute - 1), at(minute)))
                .body("total.requests", is(2));
    }

    @Test
    void whatIsOldIsForgotten() {
        flush(router, 1, counted("a", minute - 8 * MINUTES_A_DAY, 1), counted("a", minute - 401 * MINUTES_A_DAY, 1));
        flush(router, 2, counted("a", minute, 1));
        String all = "from=2020-01-01";
        usage(all + "&resolution=minute").body("rows", hasSize(1));
        usage(all).body("rows", hasSize(2));
    }

    @Test
    void standingIsToldOfAccountsWithCaps() {
        caps("{\"requestsPerDay\":10}");
        flush(router, 1, counted("a", minute, 3))
                .body("accounts", hasSize(1))
                .body("accounts[0].account", is(account))
                .body("accounts[0].used.requests", is(3))
                .body("accounts[0].caps.requestsPerDay", is(10));
        flush(router + "other", 1).body("accounts[0].used.requests", is(3));
    }

    @Test
    void alertIsGivenOnceForEachThreshold() {
        caps("{\"requestsPerDay\":10,\"cpuMsPerDay\":1000000}");
        flush(router, 1, counted("a", minute, 7));
        usage("").body("alerts", empty());
        flush(router, 2, counted("a", minute, 1));
        flush(router, 3, counted("a", minute, 1));
        usage("")
                .body("alerts", hasSize(1))
                .body("alerts[0].percent", is(80))
                .body("alerts[0].cap", is("requests-per-day"))
                .body("alerts[0].used", is(8))
                .body("alerts[0].allowed", is(10));
        flush(router, 4, counted("a", minute, 1));
        flush(router, 5, counted("a", minute, 100));
        usage("").body("alerts.percent", contains(100, 80));
    }

    @Test
    void tooManyRowsAreRefused() {
        for (int part = 0; part < 3; part++) {
            String[] entries = new String[4_000];
            for (int i = 0; i < entries.length; i++) entries[i] = counted("f" + part + "-" + i, minute, 1);
            flush(router, part + 1, entries);
        }
        operator()
                .get("/v1/accounts/%s/usage?resolution=minute".formatted(account))
                .then()
                .statusCode(400)
                .body("code", is("too-many-rows"));
        usage("function=f1-7").body("total.requests", is(1));
    }

    @Test
    void flushesAreBoundedAndThePlatformsAlone() {
        String entries = IntStream.rangeClosed(0, 5_000)
                .mapToObj(i -> counted("f" + i, minute, 1))
                .collect(Collectors.joining(","));
        flushed(body(router, 1, entries)).statusCode(400);
        flushed("{}").statusCode(400);
        flushed(body(router, 1, counted("a", minute, -1))).statusCode(400);
        for (var door : List.of(operator(), Door.as(Door.token(account))))
            door.contentType(ContentType.JSON)
                    .body(body(router, 1, ""))
                    .post("/v1/platform/usage")
                    .then()
                    .statusCode(403);
        usage("").body("rows", empty());
    }

    @Test
    void usageOutlivesItsFunction() {
        Door.hello().put(account, "brief").statusCode(200);
        flush(router, 1, counted("brief", minute, 3));
        operator()
                .delete("/v1/accounts/%s/functions/brief".formatted(account))
                .then()
                .statusCode(204);
        usage("").body("rows.function", contains("brief"));
    }

    private ValidatableResponse flush(String from, long sequence, String... counted) {
        return flushed(body(from, sequence, String.join(",", counted))).statusCode(200);
    }

    private String body(String from, long sequence, String counted) {
        return "{\"router\":\"%s\",\"sequence\":%d,\"counted\":[%s],\"accounts\":[\"%s\"]}"
                .formatted(from, sequence, counted, account);
    }

    private static ValidatableResponse flushed(String body) {
        return platform()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/v1/platform/usage")
                .then();
    }

    private String counted(String function, long at, int requests) {
        return "{\"account\":\"%s\",\"function\":\"%s\",\"minute\":%d,\"amounts\":{\"requests\":%d,\"cpuMicros\":%d,\"allocatedBytes\":%d,\"egressBytes\":%d,\"subrequests\":%d}}"
                .formatted(
                        account, function, at, requests, requests * 1500, requests * 100, requests * 10, requests * 2);
    }

    private void caps(String caps) {
        operator()
                .contentType(ContentType.JSON)
                .body(caps)
                .put("/v1/accounts/%s/caps".formatted(account))
                .then()
                .statusCode(200);
    }

    private ValidatableResponse usage(String query) {
        return operator()
                .get("/v1/accounts/%s/usage%s".formatted(account, query.isEmpty() ? "" : "?" + query))
                .then()
                .statusCode(200);
    }

    private static String at(long number) {
        return Instant.ofEpochSecond(number * 60).toString();
    }
}
