package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers of {@code docs/limits.md} are those of the code. */
class LimitsDocTest {
    @Test
    void tableHasTheDefaultsAndMaximaOfTheCode() throws Exception {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (RecordComponent limit : Limits.class.getRecordComponents()) {
            long most = number(limit, Limits.MAX);
            wanted.put(
                    "`" + limit.getName() + "`",
                    said(limit, number(limit, Limits.DEFAULT)) + ", "
                            + (most == Long.MAX_VALUE ? "unlimited" : said(limit, most)));
        }
        wanted.put("bundle", ", " + (Bundle.MAX_BYTES >> 20) + " MB");
        assertThat(table()).isEqualTo(wanted);
    }

    private static Map<String, String> table() throws Exception {
        Map<String, String> rows = new LinkedHashMap<>();
        for (String line :
                Files.readString(Path.of("../docs/limits.md")).lines().toList()) {
            String[] cells = line.split("\\|");
            if (cells.length < 5
                    || cells[1].isBlank()
                    || cells[1].contains("---")
                    || cells[1].strip().equals("limit")) continue;
            rows.put(cells[1].strip(), cells[2].strip() + ", " + cells[3].strip());
        }
        return rows;
    }

    private static long number(RecordComponent limit, Limits limits) throws Exception {
        return ((Number) limit.getAccessor().invoke(limits)).longValue();
    }

    private static String said(RecordComponent limit, long value) {
        if (limit.getName().endsWith("Ms"))
            return value % 3_600_000 == 0 ? value / 3_600_000 + " h" : value / 1000 + " s";
        if (!limit.getName().endsWith("Bytes")) return "%,d".formatted(value);
        if (value % (1L << 30) == 0) return (value >> 30) + " GB";
        return value % (1L << 20) == 0 ? (value >> 20) + " MB" : (value >> 10) + " KB";
    }
}
