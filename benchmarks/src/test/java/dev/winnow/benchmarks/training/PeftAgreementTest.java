package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.benchmarks.training.PeftAgreement.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeftAgreementTest {
    @Test
    void the_same_tokens_are_counted_and_where_others_begin_stands_by_how_much() throws IOException {
        assertThat(PeftAgreement.compared(
                        List.of(List.of(5, 6, 2), List.of(5, 7, 8, 2)),
                        List.of(
                                new Answer(List.of(5, 6, 2), List.of(9.0, 8.0, 7.0)),
                                new Answer(List.of(5, 9, 2), List.of(9.0, 0.001, 7.0)))))
                .containsEntry("documents", 2)
                .containsEntry("same_tokens", 1)
                .containsEntry("tokens_alike", 4)
                .containsEntry("margins_where_they_part", List.of(0.001));
    }

    @Test
    void an_answer_that_goes_on_is_not_the_same() throws IOException {
        assertThat(PeftAgreement.compared(
                        List.of(List.of(5, 6, 7), List.of(5)),
                        List.of(
                                new Answer(List.of(5, 6), List.of(9.0, 8.0)),
                                new Answer(List.of(5, 6), List.of(9.0, 0.5)))))
                .containsEntry("same_tokens", 0)
                .containsEntry("margins_where_they_part", List.of(0.5));
    }

    @Test
    void missing_answers_are_no_agreement() {
        assertThatThrownBy(() -> PeftAgreement.compared(List.of(List.of(5)), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("PEFT has answered 0 documents of 1");
    }
}
