package dev.winnow.engine.training.averaging;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.safetensors.PeftFolder;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import dev.winnow.engine.training.AdapterFit;
import dev.winnow.engine.training.LoraSettings;
import dev.winnow.engine.training.TargetModule;
import dev.winnow.engine.training.TrainingRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The mean of several adapters of one model: of their products B A, not of their factors, brought back to the rank that
 * they have. Of all factors of that rank these are nearest to the mean; of all that make the same product, those whose
 * A is nearest to the mean of the parts' A. One projection is in memory at a time. The same parts in the same order
 * give the same bits, on the same kind of processor with the same number of threads.
 *
 * <p>Used by one thread.
 */
public final class AdapterMean {
    private final DecoderShape shape;
    private final LoraSettings lora;

    /** Of adapters of such a model, with that rank, scale and modules. */
    public AdapterMean(DecoderShape shape, LoraSettings lora) {
        this.shape = shape;
        this.lora = lora;
    }

    /**
     * Reads parts, and writes their mean as PEFT does.
     *
     * @param parts at least one
     * @param into a folder, which is made if it is not there
     * @param base what it is for, a name for people
     * @return what is lost by the rank: the norm of the difference between the mean and what is written, as a share of
     *     the mean's norm, over all projections; 0 where the mean is nothing
     * @throws PartUnfitException if a part is none of this training, or has something in it that is no number
     */
    public double write(List<Part> parts, Path into, String base) throws IOException {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to average");
        }
        Torch.prepareThread();
        List<PeftAdapter> open = new ArrayList<>();
        try (TorchModule module = TorchModule.compile(TorchModule.text(AdapterMean.class, "averaging.ts.py"))) {
            for (int i = 0; i < parts.size(); i++) {
                open.add(open(i, parts.get(i)));
            }
            Projections means = new Projections(module, open, parts);
            new PeftFolder(
                            base,
                            lora.rank(),
                            lora.alpha(),
                            lora.dropout(),
                            lora.stabilized(),
                            lora.modules().stream().map(TargetModule::wireName).toList())
                    .write(into, shapes(open.get(0)), means::factor);
            return means.residual();
        } finally {
            open.forEach(PeftAdapter::close);
        }
    }

    private PeftAdapter open(int number, Part part) throws IOException {
        try {
            PeftAdapter adapter = PeftAdapter.open(part.folder());
            try {
                AdapterFit.require(adapter, shape, lora);
                return adapter;
            } catch (RuntimeException e) {
                adapter.close();
                throw e;
            }
        } catch (ModelRefusedException | TrainingRefusedException e) {
            throw new PartUnfitException(number, String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, WeightShape> shapes(PeftAdapter adapter) {
        Map<String, WeightShape> shapes = new LinkedHashMap<>();
        for (String projection : new TreeSet<>(adapter.projections())) {
            for (String factor : List.of(LoadableAdapter.DOWN, LoadableAdapter.UP)) {
                shapes.put(projection + factor, adapter.factors().shape(projection + factor));
            }
        }
        return shapes;
    }

    /**
     * One of them.
     *
     * @param folder as PEFT has it
     * @param weight what it counts beside the others, such as the tokens that it has learned; at least 1
     */
    public record Part(Path folder, long weight) {
        public Part {
            if (weight < 1) {
                throw new IllegalArgumentException("weight must be at least 1, was " + weight);
            }
        }
    }

    /** The means of projections, one after the other; both factors of one come from one call. */
    private static final class Projections {
        private final TorchModule module;
        private final List<PeftAdapter> adapters;
        private final long[] weights;
        private String made = "";
        private float[] down = {};
        private float[] up = {};
        private double squares;
        private double lost;

        Projections(TorchModule module, List<PeftAdapter> adapters, List<Part> parts) {
            this.module = module;
            this.adapters = adapters;
            this.weights = parts.stream().mapToLong(Part::weight).toArray();
        }

        float[] factor(String name) {
            boolean isDown = name.endsWith(LoadableAdapter.DOWN);
            String projection =
                    name.substring(0, name.length() - (isDown ? LoadableAdapter.DOWN : LoadableAdapter.UP).length());
            if (!projection.equals(made)) {
                make(projection);
            }
            return isDown ? down : up;
        }

        private void make(String projection) {
            List<TorchValue> own = new ArrayList<>();
            try {
                TorchValue downs = list(own, projection + LoadableAdapter.DOWN);
                TorchValue ups = list(own, projection + LoadableAdapter.UP);
                try (TorchValue result = module.call("mean")
                        .with(downs)
                        .with(ups)
                        .withTensor(weights)
                        .run()) {
                    List<TorchValue> values = result.tensors();
                    own.addAll(values);
                    down = numbers(values.get(0));
                    up = numbers(values.get(1));
                    float[] norms = numbers(values.get(2));
                    squares += (double) norms[0] * norms[0];
                    lost += (double) norms[1] * norms[1];
                    made = projection;
                }
            } finally {
                own.forEach(TorchValue::close);
            }
        }

        private TorchValue list(List<TorchValue> own, String name) {
            List<TorchValue> factors = new ArrayList<>();
            for (PeftAdapter adapter : adapters) {
                WeightShape size = adapter.factors().shape(name);
                TorchValue factor = TorchValue.copyOf(adapter.factors().read(name), size.rows(), size.columns());
                own.add(factor);
                factors.add(factor);
            }
            TorchValue list = TorchValue.tensorList(factors);
            own.add(list);
            return list;
        }

        private static float[] numbers(TorchValue tensor) {
            int count = 1;
            for (long size : tensor.shape()) {
                count = Math.toIntExact(count * size);
            }
            float[] numbers = new float[count];
            tensor.copyTo(numbers);
            return numbers;
        }

        double residual() {
            return squares == 0 ? 0 : Math.sqrt(lost / squares);
        }
    }
}
