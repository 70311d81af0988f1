package dev.winnow.engine.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.PackedWeights;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model on this machine, for people and scripts.
 *
 * @param model as it is given to {@code --model}
 * @param name the catalog name, which stands in results
 * @param licence empty where the files do not say
 * @param parameters how many weights it has
 * @param chatTemplate whether it has one; without, prompts are plain text
 * @param diskBytes what its files take
 * @param quantization the only one that it can be loaded in, null where any
 * @param modes those that this machine's libtorch has a text for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        String model,
        String name,
        String family,
        String licence,
        long parameters,
        int contextTokens,
        int vocabulary,
        boolean chatTemplate,
        long diskBytes,
        @Nullable String quantization,
        List<ModeFit> modes) {
    public ModelCard {
        modes = List.copyOf(modes);
    }

    static ModelCard of(String given, LoadableModel model, long diskBytes, List<ModeFit> modes) {
        return new ModelCard(
                given,
                model.name(),
                model.origin().family(),
                model.origin().licence(),
                parameters(model.shape()),
                model.shape().contextTokens(),
                model.shape().vocabulary(),
                !model.text().chatTemplate().isBlank(),
                diskBytes,
                model.packed().map(PackedWeights::mode).orElse(null),
                modes);
    }

    static long parameters(DecoderShape shape) {
        long hidden = shape.hidden();
        long attention = hidden * (2L * shape.queryWidth() + 2L * shape.keyValueWidth());
        long layer = attention + 3 * hidden * shape.intermediate() + 2 * hidden;
        if (shape.qkvBias()) {
            layer += shape.queryWidth() + 2L * shape.keyValueWidth();
        }
        if (shape.qkNorm()) {
            layer += 2L * shape.headDim();
        }
        long tables = (shape.tiedHead() ? 1 : 2) * hidden * shape.vocabulary();
        return shape.layers() * layer + tables + hidden;
    }
}
