package dev.mayfly.control.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class OutageTest {
    @Test
    void whatPassesIsAnOutage() {
        assertThat(Outage.is(new ConnectException("refused"))).isTrue();
        assertThat(Outage.is(new IllegalStateException(ClosedConnectionException.INSTANCE)))
                .isTrue();
        assertThat(Outage.is(new IllegalStateException(new SQLException("stops", "57P01"))))
                .isTrue();
    }

    @Test
    void aFullDiskIsToldApart() {
        var full = new IllegalStateException(new SQLException("could not extend file", "53100"));
        assertThat(Outage.isFullDisk(full)).isTrue();
        assertThat(Outage.is(full)).isFalse();
        assertThat(Outage.isFullDisk(new SQLException("stops", "57P01"))).isFalse();
    }

    @Test
    void whatStaysIsNone() {
        assertThat(Outage.is(new SQLException("unique", "23505"))).isFalse();
        assertThat(Outage.is(new SQLException("no state"))).isFalse();
        assertThat(Outage.is(new IllegalStateException("ours"))).isFalse();
    }
}
