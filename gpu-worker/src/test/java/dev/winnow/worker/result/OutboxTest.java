package dev.winnow.worker.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.wire.SizeLimits;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardAttempt;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final UUID JOB = UUID.randomUUID();
    private static final ShardAttempt SHARD = new ShardAttempt(1, 1);
    private static final Sender SENDER = new Sender(SHARD, JOB, null);

    private final AtomicInteger calls = new AtomicInteger();
    private final Outbox outbox = new Outbox(
            UUID.randomUUID(),
            SendingRules.ofProtocol(1 << 20),
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
            calls::incrementAndGet);

    @Test
    void nobody_is_called_for_results_that_wait_for_others() {
        for (int i = 0; i < 31; i++) {
            outbox.add(SENDER, output(i, "{}"));
        }
        assertThat(calls).hasValue(0);

        outbox.add(SENDER, output(31, "{}"));
        assertThat(calls).hasValue(1);
    }

    @Test
    void the_last_results_of_a_shard_call_the_sender() {
        outbox.add(SENDER, output(0, "{}"));
        outbox.complete(SHARD);

        assertThat(calls).hasValue(1);
    }

    @Test
    void a_confirm_calls_the_sender_when_a_letter_was_held_back() {
        outbox.add(SENDER, output(0, "{}"));
        outbox.complete(SHARD);
        Letter letter = outbox.takeDue().get(0);
        outbox.confirmed(77);
        assertThat(calls).hasValue(1);

        outbox.notSent(List.of(letter));
        outbox.confirmed(78);

        assertThat(calls).hasValue(2);
        assertThat(outbox.takeDue()).containsExactly(letter);
    }

    @Test
    void a_full_batch_leaves_at_once() {
        for (int i = 0; i < 31; i++) {
            outbox.add(SENDER, output(i, "{}"));
        }
        assertThat(outbox.takeDue()).isEmpty();

        outbox.add(SENDER, output(31, "{}"));
        assertThat(outbox.takeDue())
                .singleElement()
                .satisfies(letter -> assertThat(letter.content().items()).hasSize(32));
        assertThat(outbox.takeDue()).isEmpty();
    }

    @Test
    void what_is_finished_by_then_leaves_together() {
        for (int i = 0; i < 200; i++) {
            outbox.add(SENDER, output(i, "{}"));
        }

        assertThat(outbox.takeDue())
                .singleElement()
                .satisfies(letter -> assertThat(letter.content().items()).hasSize(200));
    }

    @Test
    void letters_stay_within_the_message_limit_even_when_every_character_is_escaped() {
        String hostile = "\u0001".repeat(1 << 20);
        outbox.add(SENDER, output(0, hostile));
        outbox.add(SENDER, output(1, hostile));
        outbox.add(SENDER, output(2, "{}"));
        outbox.complete(SHARD);

        List<Letter> letters = outbox.takeDue();
        assertThat(letters).hasSize(3);
        assertThat(letters).allSatisfy(letter -> assertThat(WireFormat.write(letter.content()))
                .hasSizeLessThan(SizeLimits.MESSAGE_BYTES));
    }

    @Test
    void a_long_failure_message_is_cut_and_counted() {
        outbox.add(SENDER, new ItemFailure(0, ErrorCode.INVALID_OUTPUT, "\u0001".repeat(9 << 20)));
        assertThat(outbox.characters()).isBetween(2_000L, 3_000L);
        outbox.complete(SHARD);

        List<byte[]> sent = new ArrayList<>();
        new ResultSender(outbox, (letter, body, trace) -> sent.add(body), RacePoints.unwatched()).tick();
        assertThat(sent).hasSize(1);
        assertThat(items(sent)).singleElement().isInstanceOfSatisfying(ItemFailure.class, failure -> assertThat(
                        failure.message())
                .hasSize(2_000)
                .endsWith("..."));
    }

    @Test
    void a_result_that_fits_no_message_becomes_a_failure_and_its_neighbours_leave() {
        outbox.add(SENDER, output(0, "{}"));
        outbox.add(SENDER, output(1, "\u0001".repeat(2 << 20)));
        outbox.add(new Sender(new ShardAttempt(2, 1), JOB, null), output(2, "{}"));
        outbox.complete(SHARD);
        outbox.complete(new ShardAttempt(2, 1));

        List<byte[]> sent = new ArrayList<>();
        ResultSender sender = new ResultSender(
                outbox,
                (letter, body, trace) -> {
                    sent.add(body);
                    outbox.confirmed(letter);
                    return true;
                },
                RacePoints.unwatched());
        sender.tick();
        assertThat(items(sent)).extracting(ItemResult::position).containsExactly(0, 2);
        sender.tick();
        assertThat(items(sent)).hasSize(3).last().isInstanceOfSatisfying(ItemFailure.class, failure -> {
            assertThat(failure.position()).isEqualTo(1);
            assertThat(failure.message()).contains("8388608", "max_output_tokens");
        });
        assertThat(outbox.isConfirmed()).isTrue();
    }

    @Test
    void a_letter_that_is_too_large_is_sent_in_halves() {
        outbox.add(SENDER, output(0, "{}"));
        outbox.add(SENDER, output(1, "[]"));
        outbox.complete(SHARD);
        outbox.tooLarge(outbox.takeDue().get(0));

        assertThat(outbox.takeDue())
                .flatExtracting(letter -> letter.content().items())
                .containsExactlyInAnyOrder(output(0, "{}"), output(1, "[]"));
    }

    private static List<ItemResult> items(List<byte[]> sent) {
        return sent.stream()
                .map(WireFormat::readResult)
                .flatMap(message -> ((ItemsFinished) message).items().stream())
                .toList();
    }

    @Test
    void a_shard_is_confirmed_when_each_of_its_letters_is() {
        outbox.add(SENDER, output(0, "{}"));
        outbox.complete(SHARD);
        assertThat(outbox.isConfirmed(SHARD)).isFalse();
        Letter letter = outbox.takeDue().get(0);
        assertThat(outbox.isConfirmed(SHARD)).isFalse();

        outbox.confirmed(letter.number());
        assertThat(outbox.isConfirmed(SHARD)).isTrue();
        outbox.disconnected();
        assertThat(outbox.takeDue())
                .as("what is confirmed is not lost with a connection")
                .isEmpty();
    }

    @Test
    void letters_without_a_confirm_leave_again_after_a_lost_connection() {
        outbox.add(SENDER, output(0, "{}"));
        outbox.complete(SHARD);
        Letter letter = outbox.takeDue().get(0);
        outbox.disconnected();

        assertThat(outbox.takeDue()).containsExactly(letter);
    }

    @Test
    void it_is_full_by_characters_until_shards_are_forgotten() {
        outbox.add(SENDER, output(0, "x".repeat(1 << 20)));
        assertThat(outbox.isFull()).isTrue();

        outbox.forget(SHARD);
        assertThat(outbox.isFull()).isFalse();
        assertThat(outbox.characters()).isZero();
    }

    private static ItemResult output(int position, String text) {
        return new ItemOutput(
                position,
                text,
                false,
                new Usage(1, 1, 1, 0),
                new Provenance("m", "f16", null, "sha256:0", "sha256:1"),
                Evidence.NONE);
    }
}
