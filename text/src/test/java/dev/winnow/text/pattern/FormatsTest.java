package dev.winnow.text.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatsTest {
    private static Language format(String format) {
        return Formats.of(format).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '\'',
            value = {
                "time 08:30:06.283185Z 08:30:06",
                "time 23:59:60z 23:58:60Z",
                "time 01:29:60+01:30 23:59:60+01:00",
                "time 00:29:60-23:30 23:59:60-00:30",
                "time 08:30:06+00:20 08:30:06+24:00",
                "date-time 1963-06-19t08:30:06Z 1963-06-19T24:00:00Z",
                "date-time 1998-12-31T15:59:60.123-08:00 1990-02-31T15:59:59Z",
                "duration P4DT12H30M5S P",
                "duration P1Y2M3D P1Y3D",
                "duration PT36H P1YT",
                "duration P2W P1Y2W",
                "email te.s.t@example.com te..st@example.com",
                "email '\"joe @bloggs\"@example.com' joe@bloggs@example.com",
                "email joe@[IPv6:::1] joe@[127.0.0.300]",
                "email a@b é@b",
                "idn-email 실례@실례.테스트 실례",
                "hostname www.example.com -a",
                "hostname a.1-2 a_b",
                "ipv4 192.168.0.255 256.0.0.1",
                "ipv4 1.2.3.4 01.2.3.4",
                "ipv6 1::d6:192.168.0.1 1::d6::42",
                "ipv6 1:2:3:4:5:6:7:: 1:2:3:4:5:6:7:8::",
                "ipv6 1:2:3:4:5:6:1.2.3.4 1:2:3:4:5:6:7:1.2.3.4",
                "uuid 2EB8AA08-aa98-11ea-b4aa-73b441d16380 2eb8aa08aa98-11ea-b4aa-73b441d16380",
                "uri urn:oasis:names /abc",
                "uri http://[::1]:80/a?b#c http://[1::2::3]/",
                "uri a:%41 a:%4",
                "uri-reference //foo.bar/?baz=qux#quux \\\\WINDOWS\\share",
                "uri-reference a/b:c 1:b",
                "iri http://ƒøø.ßår/?∂éœ=πîx#πîüx http://2001:0db8:85a3:0000:0000:8a2e:0370:7334",
                "iri-reference /ƒ '/ '",
                "uri-template http://example.com/{term:1,b*}/{+term} http://example.com/{term",
                "json-pointer /foo//~0~1 /~2",
                "relative-json-pointer 0# 01#",
            })
    void texts_are_told_from_others(String format, String in, String out) {
        assertThat(format(format).contains(in)).isTrue();
        assertThat(format(format).contains(out)).isFalse();
    }

    @Test
    void dates_are_those_of_the_calendar() {
        Language dates = format("date");
        IntStream.of(0, 4, 1900, 1999, 2000, 2023, 2024, 2100, 2400, 9999).forEach(year -> {
            for (int month = 0; month <= 13; month++) {
                for (int day = 0; day <= 32; day++) {
                    assertThat(dates.contains("%04d-%02d-%02d".formatted(year, month, day)))
                            .as("%s-%s-%s", year, month, day)
                            .isEqualTo(isDate(year, month, day));
                }
            }
        });
    }

    private static boolean isDate(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).getDayOfMonth() == day;
        } catch (DateTimeException e) {
            return false;
        }
    }

    @Test
    void labels_of_hosts_have_at_most_63_characters() {
        assertThat(format("hostname").contains("a".repeat(63) + ".b")).isTrue();
        assertThat(format("hostname").contains("a".repeat(64) + ".b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "time", "date-time", "uri", "uuid", "ipv6"})
    void formats_are_kept(String format) {
        assertThat(format(format)).isSameAs(format(format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"실례.테스트", "ß.example", "l·l", "α͵β", "א׳ב", "・ぁ", "क्‍ष", "xn--ihqwcrb4cv8a8dqg056pqjye"})
    void internationalized_names_have_letters_of_all_scripts(String name) {
        assertThat(format("idn-hostname").contains(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "-a", "a-", "ab--c", "\u0301a", "a·l", "l·a", "α͵S", "A׳ב", "def・abc", "ب٠۰", "क‍ष"})
    void internationalized_names_hold_to_what_may_stand_beside_what(String name) {
        assertThat(format("idn-hostname").contains(name)).isFalse();
    }

    @Test
    void local_parts_of_addresses_have_at_most_64_characters() {
        for (String format : List.of("email", "idn-email")) {
            assertThat(format(format).contains("a".repeat(64) + "@b.c")).isTrue();
            assertThat(format(format).contains("a".repeat(65) + "@b.c")).isFalse();
        }
        assertThat(Formats.longest("email")).isEqualTo(254);
    }

    @Test
    void what_is_unknown_says_so() {
        assertThat(Formats.of("regex")).isEmpty();
        assertThat(Formats.exact("regex")).isFalse();
        assertThat(Formats.exact("idn-hostname")).isFalse();
        assertThat(Formats.exact("hostname")).isTrue();
    }
}
