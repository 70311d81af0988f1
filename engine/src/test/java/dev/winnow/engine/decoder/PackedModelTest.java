package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.BUDGET;
import static dev.winnow.engine.decoder.TinyDecoder.SMALL_CHUNKS;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static dev.winnow.engine.decoder.TinyDecoder.prompts;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.packed.PackedModel;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.torch.TorchValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model that was written in a mode's form is the model. */
class PackedModelTest {
    /** Everything that a family may have, and widths that all modes can pack. */
    private static final DecoderShape OWN_HEAD =
            new DecoderShape(2, 64, 4, 2, 16, 128, 152, Rotary.plain(10_000), 1e-5, 512, false, true, true);

    private static final DecoderShape TIED =
            new DecoderShape(2, 64, 4, 2, 16, 128, 152, Rotary.linear(10_000, 16, 4), 1e-5, 512, true, false, false);

    @TempDir
    Path folder;

    static Stream<NumericMode> modes() {
        Stream<NumericMode> fine = TinyDecoder.usableModes().stream().filter(mode -> mode != NumericMode.F32);
        return Stream.concat(fine, Stream.of(NumericMode.BF16, NumericMode.NF4));
    }

    static Stream<Arguments> shapesAndModes() {
        return Stream.of(OWN_HEAD, TIED).flatMap(shape -> modes().map(mode -> Arguments.of(shape, mode)));
    }

    @ParameterizedTest
    @MethodSource("shapesAndModes")
    void scores_are_those_of_the_model_bit_for_bit(DecoderShape shape, NumericMode mode) throws IOException {
        TinyFiles model = new TinyFiles(shape);
        long open = TorchValue.open();
        List<float[]> expected = scores(model, mode);

        Path packed = packed(model, mode);

        try (LoadableModel reopened = new ModelFiles("any", packed).open()) {
            assertThat(reopened.name()).isEqualTo("tiny");
            assertThat(reopened.origin()).isEqualTo(model.origin());
            assertThat(reopened.shape()).isEqualTo(shape);
            assertThat(reopened.endTokens()).containsExactlyInAnyOrder(2, 7);
            assertThat(reopened.text()).isEqualTo(model.text());
            assertThat(scores(reopened, mode)).usingRecursiveComparison().isEqualTo(expected);
        }
        assertThat(TorchValue.open()).isEqualTo(open);
    }

    @Test
    void weights_that_are_mapped_stay_when_the_files_are_closed() throws IOException {
        TinyFiles model = new TinyFiles(TIED);
        Path packed = packed(model, NumericMode.BF16);
        Decoder decoder;
        try (LoadableModel reopened = PackedModel.open(packed)) {
            decoder = Decoder.load(reopened, NumericMode.BF16, BUDGET, SMALL_CHUNKS);
        }
        try (decoder) {
            KvSlot slot = requireNonNull(decoder.reserve(64));
            float[] first = prefill(decoder, slot, prompts(1).get(0));
            assertThat(first)
                    .containsExactly(
                            Arrays.copyOf(scores(model, NumericMode.BF16).get(0), first.length));
        }
    }

    @Test
    void form_for_cards_is_written_without_one() throws IOException {
        Path packed = packed(new TinyFiles(OWN_HEAD), NumericMode.INT4);

        try (PackedModel reopened = PackedModel.open(packed)) {
            assertThat(reopened.tensor("model.layers.1.mlp.down_proj.codes").bytes())
                    .isEqualTo(64 * 128 / 2);
            assertThat(reopened.tensor("lm_head.scales_and_middles").shape().rows())
                    .isEqualTo(1);
            assertThatThrownBy(() -> Decoder.load(reopened, NumericMode.INT4, BUDGET, SMALL_CHUNKS))
                    .isInstanceOf(ModeRefusedException.class);
        }
    }

    @Test
    void other_mode_is_refused_with_the_one_that_it_has() throws IOException {
        Path packed = packed(new TinyFiles(TIED), NumericMode.NF4);

        try (PackedModel reopened = PackedModel.open(packed)) {
            assertThatThrownBy(() -> Decoder.load(reopened, NumericMode.BF16, BUDGET, SMALL_CHUNKS))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("packed as nf4, not as bf16: take quantization nf4");
            assertThatThrownBy(reopened::weights).hasMessageContaining("take pypi:tiny==1");
        }
    }

    @Test
    void f32_has_nothing_to_pack() {
        assertThatThrownBy(() -> packed(new TinyFiles(TIED), NumericMode.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("take int8");
    }

    @Test
    void place_that_is_taken_is_left_alone() throws IOException {
        Path packed = packed(new TinyFiles(TIED), NumericMode.BF16);

        assertThatThrownBy(() -> packed(new TinyFiles(TIED), NumericMode.BF16))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is there already");
        assertThat(packed.resolveSibling(packed.getFileName() + ".unfinished")).doesNotExist();
    }

    @Test
    void what_was_broken_off_is_no_model_and_is_written_anew() throws IOException {
        TinyFiles model = new TinyFiles(TIED);
        try (PackedWriter writer = new PackedWriter(model, NumericMode.BF16)) {
            assertThatThrownBy(() -> writer.write(folder.resolve("tiny-bf16"), "tiny", layer -> {
                        throw new IllegalStateException("stopped");
                    }))
                    .hasMessage("stopped");
        }
        assertThat(PackedModel.isIn(folder.resolve("tiny-bf16"))).isFalse();

        assertThat(PackedModel.isIn(packed(model, NumericMode.BF16))).isTrue();
    }

    @Test
    void file_that_was_cut_is_named() throws IOException {
        Path packed = packed(new TinyFiles(TIED), NumericMode.BF16);
        Path layer = packed.resolve("layer-001.safetensors");
        try (FileChannel channel = FileChannel.open(layer, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(layer) - 1);
        }

        assertThatThrownBy(() -> PackedModel.open(packed))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("layer-001.safetensors")
                .hasMessageContaining("cut off");
    }

    @Test
    void layer_of_another_model_is_refused() throws IOException {
        Path packed = packed(new TinyFiles(TIED), NumericMode.BF16);
        DecoderShape wider =
                new DecoderShape(2, 64, 4, 2, 16, 192, 152, Rotary.plain(10_000), 1e-5, 512, true, false, false);
        Path other = folder.resolve("wider");
        try (PackedWriter writer = new PackedWriter(new TinyFiles(wider), NumericMode.BF16)) {
            writer.write(other, "wider", layer -> {});
        }
        Files.delete(packed.resolve("layer-000.safetensors"));
        Files.copy(other.resolve("layer-000.safetensors"), packed.resolve("layer-000.safetensors"));

        try (PackedModel reopened = PackedModel.open(packed)) {
            assertThatThrownBy(() -> Decoder.load(reopened, NumericMode.BF16, BUDGET, SMALL_CHUNKS))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining("gate_proj");
        }
    }

    @Test
    void facts_that_lead_out_of_the_folder_are_refused() throws IOException {
        Path packed = packed(new TinyFiles(TIED), NumericMode.BF16);
        Path facts = packed.resolve("winnow-model.json");
        String text = Files.readString(facts);

        Files.writeString(facts, text.replace("layer-000.safetensors", "../layer-000.safetensors"));
        assertThatThrownBy(() -> PackedModel.open(packed))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("no plain safetensors name");

        Files.writeString(facts, text.replace("\"format\" : 1", "\"format\" : 2"));
        assertThatThrownBy(() -> PackedModel.open(packed)).hasMessageContaining("quantize the model anew");
    }

    private Path packed(LoadableModel model, NumericMode mode) throws IOException {
        Path packed = folder.resolve("tiny-" + mode.wireName());
        List<Integer> layers = new ArrayList<>();
        try (PackedWriter writer = new PackedWriter(model, mode)) {
            writer.write(packed, "pypi:tiny==1", layers::add);
        }
        assertThat(layers).containsExactly(1, 2);
        return packed;
    }

    private static List<float[]> scores(LoadableModel model, NumericMode mode) {
        try (Decoder decoder = Decoder.load(model, mode, BUDGET, SMALL_CHUNKS)) {
            return prompts(4).stream()
                    .map(prompt -> {
                        KvSlot slot = requireNonNull(decoder.reserve(64));
                        float[] first = prefill(decoder, slot, prompt).clone();
                        float[] second =
                                decoder.step(List.of(Feed.of(slot, 17))).row(0);
                        decoder.release(slot);
                        float[] both = Arrays.copyOf(first, 2 * first.length);
                        System.arraycopy(second, 0, both, first.length, second.length);
                        return both;
                    })
                    .toList();
        }
    }

    /** A tiny model as if it were in files. */
    private record TinyFiles(DecoderShape shape, WeightReader weights) implements LoadableModel {
        TinyFiles(DecoderShape shape) {
            this(shape, new TinyModel(shape, 1));
        }

        @Override
        public String name() {
            return "tiny";
        }

        @Override
        public ModelOrigin origin() {
            return new ModelOrigin("llama", "apache-2.0");
        }

        @Override
        public ModelText text() {
            return new ModelText("{\"model\": {}}", "{{ messages }}", "<s>", "</s>");
        }

        @Override
        public Set<Integer> endTokens() {
            return Set.of(2, 7);
        }

        @Override
        public void close() {}
    }
}
