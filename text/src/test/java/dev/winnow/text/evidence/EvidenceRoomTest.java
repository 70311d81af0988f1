package dev.winnow.text.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvidenceRoomTest {
    @Test
    void the_first_ten_thousand_values_have_room_and_no_more() {
        EvidenceRoom room = new EvidenceRoom();
        for (int i = 0; i < EvidenceRoom.MOST_VALUES; i++) {
            assertThat(room.takes("/a")).isTrue();
        }
        assertThat(room.takes("/a")).isFalse();
    }

    @Test
    void long_pointers_fill_the_room_and_short_ones_behind_them_get_none() {
        EvidenceRoom room = new EvidenceRoom();

        assertThat(room.takes("/" + "x".repeat(EvidenceRoom.MOST_POINTER_CHARACTERS - 3)))
                .isTrue();
        assertThat(room.takes("/abc")).isFalse();
        assertThat(room.takes("/a")).isFalse();
    }
}
