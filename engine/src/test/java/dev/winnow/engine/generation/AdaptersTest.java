package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Adapter;
import dev.winnow.engine.decoder.AdapterForm;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.TinyAdapter;
import dev.winnow.engine.decoder.TinyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows of several adapters, and of none, in one loop. */
class AdaptersTest {
    private static final TinyModel WEIGHTS = new TinyModel(TinyModel.LLAMA, 1);

    private final AdapterPool pool = new AdapterPool(AdapterForm.plain(TinyModel.LLAMA), 1 << 20);
    private final List<AdapterPool.Lease> leases = new ArrayList<>();

    @AfterEach
    void close() {
        leases.forEach(AdapterPool.Lease::close);
        pool.close();
    }

    @Test
    void rows_of_different_adapters_give_what_each_gives_alone() {
        List<Adapter> adapters = List.of(adapter(4), adapter(9), adapter(1));
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            GenerationRequest request = Requests.free(
                    Requests.prompt(i % 5), 30 + 3 * i, i % 2 == 0 ? Sampling.GREEDY : new Sampling(0.8, i));
            requests.add(i % 4 == 3 ? request : request.with(adapters.get(i % 4)));
        }
        List<int[]> expected = requests.stream()
                .map(request -> Requests.alone(WEIGHTS, request))
                .toList();
        assertThat(expected.get(0)).isNotEqualTo(expected.get(3));
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 6, LoopSettings.DEFAULT)) {
            List<Outcome> outcomes = requests.stream()
                    .map(request -> Requests.run(loop, request))
                    .toList();

            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).generated().tokens()).as("row %d", i).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void the_same_prompt_with_another_adapter_takes_nothing_over() {
        int[] prompt = IntStream.range(10, 50).toArray();
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, LoopSettings.DEFAULT)) {
            GenerationRequest request = Requests.free(prompt, 60, Sampling.GREEDY);
            Outcome base = Requests.run(loop, request);
            Outcome adapted = Requests.run(loop, request.with(adapter(4)));

            assertThat(base.generated().tokens())
                    .isNotEqualTo(adapted.generated().tokens());
            assertThat(loop.sharedTokens()).isZero();
        }
    }

    @Test
    void the_beginnings_of_the_last_four_adapters_are_kept() {
        GenerationRequest request = Requests.free(IntStream.range(10, 50).toArray(), 5, Sampling.GREEDY);
        List<Adapter> adapters =
                IntStream.rangeClosed(1, 5).mapToObj(this::adapter).toList();
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, LoopSettings.DEFAULT)) {
            adapters.forEach(each -> Requests.run(loop, request.with(each)).generated());
            assertThat(loop.sharedTokens()).isZero();

            Requests.run(loop, request.with(adapters.get(4))).generated();
            Requests.run(loop, request.with(adapters.get(1))).generated();
            assertThat(loop.sharedTokens()).isEqualTo(2 * 39);
            Requests.run(loop, request.with(adapters.get(0))).generated();
            assertThat(loop.sharedTokens()).isEqualTo(2 * 39);
        }
    }

    @Test
    void an_adapter_may_be_closed_while_a_beginning_of_it_is_kept() {
        GenerationRequest base = Requests.free(Requests.prompt(1), 30, Sampling.GREEDY);
        int[] expected = Requests.alone(WEIGHTS, base);
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 6, LoopSettings.DEFAULT)) {
            try (AdapterPool closed = new AdapterPool(AdapterForm.plain(TinyModel.LLAMA), 1 << 20);
                    AdapterPool.Lease lease = closed.lease("short", () -> TinyAdapter.of(TinyModel.LLAMA, 3, 3))
                            .orElseThrow()) {
                Requests.run(loop, base.with(lease.adapter())).generated();
            }
            // The same band grows around the kept slot, and loses rows before it.
            List<Outcome> outcomes = IntStream.range(0, 12)
                    .mapToObj(i -> Requests.run(loop, base))
                    .toList();

            outcomes.forEach(outcome -> assertThat(outcome.generated().tokens()).isEqualTo(expected));
        }
    }

    private Adapter adapter(int rank) {
        AdapterPool.Lease lease = pool.lease("rank " + rank, () -> TinyAdapter.of(TinyModel.LLAMA, rank, rank))
                .orElseThrow();
        leases.add(lease);
        return lease.adapter();
    }
}
