package dev.mayfly.memory.deriving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatesTest {
    /** A Wednesday. */
    private static final LocalDate SAID = LocalDate.of(2023, 5, 10);

    private static List<String> days(String text) {
        return Dates.in(text, SAID).stream()
                .map(mention -> mention.days().from() + "/" + mention.days().to())
                .toList();
    }

    private static String day(String text) {
        List<Dates.Mention> found = Dates.in(text, SAID);
        assertThat(found).as(text).hasSize(1);
        assertThat(found.getFirst().days().count()).as(text).isEqualTo(1);
        return found.getFirst().days().from().toString();
    }

    @Test
    void daysThatAreNamedInFull() {
        for (String text :
                List.of("on 7 May 2023", "May 7, 2023", "the 7th of May, 2023", "2023-05-07", "on may 7th 2023."))
            assertThat(day(text)).as(text).isEqualTo("2023-05-07");
    }

    @Test
    void daysThatCountFromWhenTheyWereSaid() {
        assertThat(day("I went yesterday")).isEqualTo("2023-05-09");
        assertThat(day("the day before yesterday")).isEqualTo("2023-05-08");
        assertThat(day("It's tomorrow!")).isEqualTo("2023-05-11");
        assertThat(day("two weeks ago")).isEqualTo("2023-04-26");
        assertThat(day("a few days ago")).isEqualTo("2023-05-07");
        assertThat(day("in 3 days")).isEqualTo("2023-05-13");
    }

    @Test
    void weekdaysAreThoseBeforeAndAfter() {
        assertThat(day("last Friday")).isEqualTo("2023-05-05");
        assertThat(day("last Wednesday")).isEqualTo("2023-05-03");
        assertThat(day("next Monday")).isEqualTo("2023-05-15");
        assertThat(day("this Sunday")).isEqualTo("2023-05-14");
    }

    @Test
    void longerTimesAreTimes() {
        assertThat(days("last week")).containsExactly("2023-05-01/2023-05-08");
        assertThat(days("last weekend")).containsExactly("2023-05-06/2023-05-08");
        assertThat(days("last month")).containsExactly("2023-04-01/2023-05-01");
        assertThat(days("two years ago")).containsExactly("2021-01-01/2022-01-01");
        assertThat(days("last summer")).containsExactly("2022-06-01/2022-09-01");
        assertThat(days("in 2019")).containsExactly("2019-01-01/2020-01-01");
        assertThat(days("back in December")).containsExactly("2022-12-01/2023-01-01");
        assertThat(days("in April 2021")).containsExactly("2021-04-01/2021-05-01");
    }

    @Test
    void aDayWithoutAYearIsTheNearest() {
        assertThat(day("my party on May 3")).isEqualTo("2023-05-03");
        assertThat(day("my party on may 3rd")).isEqualTo("2023-05-03");
        assertThat(Dates.in("on December 28", LocalDate.of(2023, 1, 4))
                        .getFirst()
                        .days()
                        .from())
                .isEqualTo(LocalDate.of(2022, 12, 28));
    }

    @Test
    void severalStandInTheOrderOfTheText() {
        assertThat(Dates.in("Yesterday I ran, last Friday I swam.", SAID).stream()
                        .map(Dates.Mention::said))
                .containsExactly("Yesterday", "last Friday");
    }

    @Test
    void whatIsNoDayIsLeftAlone() {
        for (String text : List.of(
                "I may 5 times",
                "This may be it",
                "of the 20 may 3",
                "soon",
                "on Friday",
                "30 February 2023",
                "2023-13-01",
                "room 2019",
                "a marching band")) assertThat(days(text)).as(text).isEmpty();
    }

    @Test
    void noMoreThanSixteenAreRead() {
        assertThat(Dates.in("yesterday ".repeat(1_000), SAID)).hasSize(16);
    }

    @Test
    void aDayIsWrittenAsPeopleWriteIt() {
        assertThat(Days.day(SAID).written()).isEqualTo("Wednesday 10 May 2023");
        assertThat(Days.month(SAID).written()).isEqualTo("May 2023");
        assertThat(Days.year(2023).written()).isEqualTo("2023");
    }
}
