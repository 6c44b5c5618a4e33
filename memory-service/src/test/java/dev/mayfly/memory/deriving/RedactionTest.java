package dev.mayfly.memory.deriving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.memory.deriving.Redaction.What;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final Redaction REDACTION = new Redaction(Redaction.DEFAULT);

    private static String left(String text) {
        return REDACTION.of(text).text();
    }

    @Test
    void cardNumbersGoHoweverTheyAreGrouped() {
        for (String card : List.of("4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005"))
            assertThat(left("my card is " + card + ", ok?")).isEqualTo("my card is [redacted card], ok?");
    }

    @Test
    void cardNumbersGoWhateverNumbersStandBeside() {
        for (String beside : List.of("%s 12/27", "%s 123", "%s 1227 123", "1 %s", "%s\n2", "%s-12"))
            for (String card : List.of(
                    "4111 1111 1111 1111",
                    "4111-1111-1111-1111",
                    "4111.1111.1111.1111",
                    "4111\u00a01111\u00a01111\u00a01111",
                    "3782 822463 10005"))
                assertThat(left("my card is " + beside.formatted(card)))
                        .isEqualTo("my card is " + beside.formatted("[redacted card]"));
        assertThat(left("pi is 3.14159265358979, and 1.4142135623731"))
                .isEqualTo("pi is 3.14159265358979, and 1.4142135623731");
    }

    @Test
    void cardNumbersGoOverTheEndOfALineAndInOtherDigits() {
        assertThat(left("4111 1111\n1111 1111, ok?")).isEqualTo("[redacted card], ok?");
        assertThat(left("4111\t1111\t1111\t1111 4111  1111  1111  1111 4111\u20131111\u20131111\u20131111"))
                .isEqualTo("[redacted card] [redacted card] [redacted card]");
        assertThat(left("DE89-3704-0044-0532-0130-00")).isEqualTo("[redacted iban]");
        assertThat(left("3782 822463\r\n10005")).isEqualTo("[redacted card]");
        assertThat(left("４１１１１１１１１１１１１１１１ と ４１１１ １１１１ １１１１ １１１１")).isEqualTo("[redacted card] と [redacted card]");
    }

    @Test
    void passwordsGoInOtherFormsAndLanguages() {
        assertThat(left("{\"password\":\"hunter2\",\"user\":\"ann\"}"))
                .isEqualTo("{\"password\":\"[redacted password]\",\"user\":\"ann\"}");
        for (String said : List.of(
                "Mein Passwort ist %s",
                "mon mot de passe est %s",
                "mi contraseña es %s",
                "a minha senha é %s",
                "het wachtwoord voor de router is %s",
                "мой пароль: %s",
                "我的密码是%s",
                "パスワードは%s"))
            assertThat(left(said.formatted("hunter2"))).isEqualTo(said.formatted("[redacted password]"));
        assertThat(left("postgres://ann:swordfish@db.example/orders"))
                .isEqualTo("postgres://ann:[redacted password]@db.example/orders");
        assertThat(left("PGPASSWORD=swordfish psql")).isEqualTo("PGPASSWORD=[redacted password] psql");
        assertThat(left("the password's swordfish")).isEqualTo("the password's [redacted password]");
        for (String talk : List.of("Mein Passwort ist nicht gut", "I have to change the password to the door"))
            assertThat(left(talk)).isEqualTo(talk);
    }

    @Test
    void numbersWhoseSumIsWrongStay() {
        assertThat(left("order 4111111111111112")).isEqualTo("order 4111111111111112");
        assertThat(left("call 555 123 4567")).isEqualTo("call 555 123 4567");
        assertThat(left("00000000000000")).isEqualTo("00000000000000");
    }

    @Test
    void tokensGoByTheirForm() {
        for (String secret : List.of(
                "AKIA" + "IOSFODNN7EXAMPLE",
                "ghp_" + "a".repeat(36),
                "xoxb-" + "1234567890-abcdef",
                "sk-" + "proj-abcdefghijklmnopqrst",
                "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"))
            assertThat(left("use " + secret + " please")).isEqualTo("use [redacted secret] please");
    }

    @Test
    void aPrivateKeyGoesWhole() {
        String key = "-----BEGIN RSA " + "PRIVATE KEY-----\nabc\ndef\n-----END RSA " + "PRIVATE KEY-----";
        assertThat(left("a\n" + key + "\nb")).isEqualTo("a\n[redacted secret]\nb");
    }

    @Test
    void passwordsGoAndTalkOfThemStays() {
        assertThat(left("My password is hunter2!")).isEqualTo("My password is [redacted password]");
        assertThat(left("api_key=abc123def")).isEqualTo("api_key=[redacted password]");
        assertThat(left("the password for the router is tr0ub4dor"))
                .isEqualTo("the password for the router is [redacted password]");
        assertThat(left("my password is too weak")).isEqualTo("my password is too weak");
        assertThat(left("the password for the wifi at home is hunter2"))
                .isEqualTo("the password for the wifi at home is [redacted password]");
        assertThat(left("password = \"correct horse battery\"")).isEqualTo("password = \"[redacted password]\"");
        assertThat(left("DB_PASSWORD=hunter2")).isEqualTo("DB_PASSWORD=[redacted password]");
        assertThat(left("aws_secret_access_key: wJalrXUtnFEMI/K7MDENG"))
                .isEqualTo("aws_secret_access_key: [redacted password]");
    }

    @Test
    void accountNumbersGoWhenTheirDigitsAreRight() {
        assertThat(left("pay to DE89 3704 0044 0532 0130 00")).isEqualTo("pay to [redacted iban]");
        assertThat(left("pay to de89 3704 0044 0532 0130 00")).isEqualTo("pay to [redacted iban]");
        assertThat(left("BE68 5390 0754 7034 THAT IS IT")).isEqualTo("[redacted iban] THAT IS IT");
        assertThat(left("BE68 5390 0754 7034 NL91 ABNA 0417 1643 00")).isEqualTo("[redacted iban] [redacted iban]");
        assertThat(left("pay to DE88 3704 0044 0532 0130 00")).contains("DE88");
    }

    @Test
    void whatThePolicyDoesNotNameStays() {
        assertThat(left("ask ann@example.org")).isEqualTo("ask ann@example.org");
        assertThat(new Redaction(Set.of(What.email))
                        .of("ask ann@example.org, 4111111111111111")
                        .text())
                .isEqualTo("ask [redacted email], 4111111111111111");
        assertThat(new Redaction(Set.of()).of("4111111111111111").any()).isFalse();
    }

    @Test
    void whatWasTakenIsCounted() {
        assertThat(REDACTION
                        .of("4111111111111111 and 4111111111111111, password: abcdef")
                        .taken())
                .isEqualTo(Map.of(What.card, 2, What.password, 1));
    }

    @Test
    void whatWasTakenOnceIsNotTakenAgain() {
        String once = left("password: abcdef, bearer abcdefghijklmnopqrstuvwx");
        assertThat(left(once)).isEqualTo(once);
    }
}
