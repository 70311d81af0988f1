package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.LaneCount;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Decoders side by side over the same weights, fed from one line. */
@Timeout(60)
class LanesTest {
    private static final MemoryBudget BUDGET = MemoryBudget.ofMebibytes(64);
    private static final DecoderSettings TWO = new DecoderSettings(6, 16).inLanes(2);

    @Test
    void outputs_are_those_of_one_lane() {
        List<int[]> expected;
        try (GenerationLoop loop = loop(TWO.inLanes(1))) {
            expected = outputs(loop);
        }
        long open = TorchValue.open();

        try (GenerationLoop loop = loop(TWO)) {
            assertThat(outputs(loop)).usingRecursiveComparison().isEqualTo(expected);
        }

        assertThat(TorchValue.open()).isEqualTo(open);
    }

    @Test
    void every_request_has_one_end_however_many_are_cancelled_meanwhile() {
        int requests = 40;
        CountDownLatch ended = new CountDownLatch(requests);
        Map<Integer, Integer> ends = new ConcurrentHashMap<>();
        try (GenerationLoop loop = loop(TWO)) {
            List<GenerationId> ids = new ArrayList<>();
            for (int[] prompt : prompts(requests)) {
                int number = ids.size();
                ids.add(Requests.accepted(
                        loop.submit(Requests.free(prompt, 20, Sampling.GREEDY), new GenerationListener() {
                            @Override
                            public void finished(GenerationOutcome outcome) {
                                ends.merge(number, 1, Integer::sum);
                                ended.countDown();
                            }
                        })));
            }
            for (int i = 0; i < requests; i += 2) {
                loop.cancel(ids.get(i));
            }
            Requests.await(ended);
            assertThat(loop.load().waiting()).isZero();
        }
        assertThat(ends).hasSize(requests);
        assertThat(ends.values()).containsOnly(1);
    }

    @Test
    void each_lane_has_its_part_of_rows_and_cache() {
        List<Decoder> lanes =
                Decoder.loadLanes(TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1), NumericMode.F32, BUDGET, TWO);
        try {
            assertThat(lanes).hasSize(2);
            assertThat(lanes.get(0).settings().mostRows()).isEqualTo(3);
            assertThat(lanes.get(0).memory()).isEqualTo(lanes.get(1).memory());
        } finally {
            lanes.forEach(Decoder::close);
        }
        assertThatThrownBy(() ->
                        Decoder.load(TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1), NumericMode.F32, BUDGET, TWO))
                .hasMessageContaining("2 lanes");
    }

    @Test
    void lanes_suit_as_long_as_each_holds_the_longest_row() {
        DecoderSettings settings = new DecoderSettings(16, 16);
        assertThat(lanes(settings, 64, 2)).isEqualTo(2);
        assertThat(lanes(settings, 64, 1)).isEqualTo(1);
        assertThat(lanes(settings, 64, 16)).isEqualTo(4);
        assertThat(lanes(new DecoderSettings(1, 16), 64, 16)).isEqualTo(1);
        assertThat(lanes(settings, 1, 2)).isEqualTo(1);
    }

    @Test
    void lone_lane_has_all_cores_and_several_share_them() {
        CoreShare cores = new CoreShare(5);
        assertThat(cores.threads()).isEqualTo(5);
        cores.occupied();
        assertThat(cores.threads()).isEqualTo(5);
        cores.occupied();
        assertThat(cores.threads()).isEqualTo(2);
        IntStream.range(0, 6).forEach(lane -> cores.occupied());
        assertThat(cores.threads()).isEqualTo(1);
        IntStream.range(0, 7).forEach(lane -> cores.vacated());
        assertThat(cores.threads()).isEqualTo(5);
    }

    private static int lanes(DecoderSettings settings, long mebibytes, int cores) {
        return LaneCount.suiting(settings, TinyModel.LLAMA, NumericMode.F32, MemoryBudget.ofMebibytes(mebibytes), cores)
                .lanes();
    }

    private static GenerationLoop loop(DecoderSettings settings) {
        return GenerationLoop.start(
                Decoder.loadLanes(
                        TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1), NumericMode.F32, BUDGET, settings),
                LoopSettings.DEFAULT);
    }

    private static List<int[]> outputs(GenerationLoop loop) {
        List<Outcome> outcomes = prompts(24).stream()
                .map(prompt -> Requests.run(loop, Requests.free(prompt, 25, Sampling.GREEDY)))
                .toList();
        return outcomes.stream().map(one -> one.generated().tokens()).toList();
    }

    private static List<int[]> prompts(int count) {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(2 + i % 30, 0, 150).toArray())
                .toList();
    }
}
