package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.wire.SizeLimits;
import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.dispatch.ShardCutter.Cut;
import dev.winnow.coordinator.dispatch.ShardCutter.SizedItem;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class ShardCutterTest {
    private static final DispatchConfig DEFAULTS = new SmallRyeConfigBuilder()
            .withConverters(new Converter<?>[] {new io.quarkus.runtime.configuration.DurationConverter()})
            .withMapping(DispatchConfig.class)
            .build()
            .getConfigMapping(DispatchConfig.class);

    @Test
    void small_items_are_cut_by_number() {
        assertThat(cut(at(0, 1), 20, 100, 64))
                .extracting(cut -> cut.positions().size())
                .containsExactly(8, 8, 4);
    }

    @Test
    void large_items_are_cut_by_tokens() {
        // 3,500 bytes are about 1,001 tokens; with 2,000 of output four of them fit 12,000.
        assertThat(cut(at(0, 1), 5, 3_500, 1_900))
                .extracting(cut -> cut.positions().size())
                .containsExactly(4, 1);
    }

    @Test
    void an_item_larger_than_a_shard_is_one_of_its_own() {
        assertThat(cut(at(0, 1), 2, 100_000, 64)).extracting(Cut::positions).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void a_message_stays_within_its_limit_however_fast_the_job_is() {
        int bytes = SizeLimits.MESSAGE_BYTES / 8 / 2;

        assertThat(cut(at(1_000_000, 1), 4, bytes, 64))
                .extracting(cut -> cut.positions().size())
                .containsExactly(2, 2);
    }

    @Test
    void a_shard_grows_to_a_few_seconds_of_work_of_one_worker() {
        assertThat(at(40, 2).items()).isEqualTo(80);
        assertThat(at(40, 2).tokens()).isEqualTo(120_000);
    }

    @Test
    void a_slow_job_keeps_small_shards() {
        assertThat(at(0.5, 1)).isEqualTo(new ShardCutter(8, 12_000));
    }

    @Test
    void no_shard_grows_beyond_what_a_message_may_hold() {
        assertThat(at(1_000_000, 1).items()).isEqualTo(SizeLimits.SHARD_ITEMS);
    }

    @Test
    void a_job_without_workers_is_cut_as_for_one() {
        assertThat(at(10, 0).items()).isEqualTo(40);
    }

    @Test
    void what_is_left_of_a_fast_job_is_shared_by_all_workers() {
        assertThat(ShardCutter.of(DEFAULTS, 1_000_000, 2, 400).items()).isEqualTo(100);
        assertThat(ShardCutter.of(DEFAULTS, 1_000_000, 2, 32).items()).isEqualTo(8);
    }

    private static ShardCutter at(double itemsPerSecond, int workers) {
        return ShardCutter.of(DEFAULTS, itemsPerSecond, workers, 10_000);
    }

    @Test
    void alike_prompts_stand_together_and_then_alike_lengths() {
        List<SizedItem> page = List.of(
                new SizedItem(0, 900, 7),
                new SizedItem(1, 10, 0),
                new SizedItem(2, 20, 7),
                new SizedItem(3, 800, 0),
                new SizedItem(4, 10, 0));

        List<Integer> order = new ShardCutter(2, 100_000)
                .cut(page, new ItemCost(1, 0, null)).stream()
                        .flatMap(cut -> cut.positions().stream())
                        .toList();

        assertThat(order).containsExactly(1, 4, 3, 2, 0);
    }

    private static List<Cut> cut(ShardCutter cutter, int items, int bytes, int maxOutputTokens) {
        return cutter.cut(
                IntStream.range(0, items)
                        .mapToObj(i -> new SizedItem(i, bytes, 0))
                        .toList(),
                new ItemCost(maxOutputTokens, 0, null));
    }

    @Test
    void a_long_item_costs_what_all_its_windows_do() {
        ItemCost whole = new ItemCost(500, 70, null);
        ItemCost cut = new ItemCost(500, 70, new Windows(1_000, 100));

        assertThat(cut.tokens(3_400)).as("it fits").isEqualTo(whole.tokens(3_400));
        // 100,001 tokens in windows of 979, each 879 behind the one before: 114 of them.
        assertThat(cut.tokens(350_000)).isBetween(100_000L + 112 * 600, 100_000L + 116 * 625);
        assertThat(new ItemCost(131_072, 0, new Windows(64, 16)).tokens(SizeLimits.ITEM_BYTES))
                .as("an int, however long")
                .isBetween(800_000_000L, (long) Integer.MAX_VALUE / 2);
        assertThat(new ShardCutter(8, 12_000)
                        .cut(List.of(new SizedItem(0, 1_000_000, 0), new SizedItem(1, 1_000_000, 0)), cut))
                .extracting(Cut::positions)
                .containsExactly(List.of(0), List.of(1));
    }
}
