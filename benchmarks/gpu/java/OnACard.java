import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.Feed;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.Logits;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.LoraSettings;
import dev.winnow.engine.training.Products;
import dev.winnow.engine.training.StatePages;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.TrainingExample;
import dev.winnow.engine.training.TrainingRoom;
import dev.winnow.engine.training.TrainingSettings;
import dev.winnow.engine.training.TrainingStep;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The engine itself on a card: what Java computes there beside what it computes on the CPU, and how fast. Weights are
 * random. {@code pack.sh} beside it packs it for a machine without Java.
 */
final class OnACard {
    private OnACard() {}

    public static void main(String[] arguments) {
        Device device = Device.fromWireName(arguments[0]);
        DecoderShape shape = shape(arguments[1]);
        int rows = Integer.parseInt(arguments[2]);
        RandomWeights weights = new RandomWeights(shape);
        MemoryBudget budget = MemoryBudget.ofMebibytes(device == Device.CPU ? 8_000 : 60_000);
        System.out.printf("version %s of libtorch, %s%n", System.getenv("PYTORCH_VERSION"), device.wireName());
        for (NumericMode mode : new NumericMode[] {NumericMode.F32, NumericMode.BF16, NumericMode.NF4}) {
            int[][] here = tokens(shape, weights, mode, budget, new DecoderSettings(4, 64));
            int[][] there = tokens(shape, weights, mode, budget, new DecoderSettings(4, 64).on(device));
            int same = 0;
            int all = 0;
            for (int row = 0; row < here.length; row++) {
                int differs = Arrays.mismatch(here[row], there[row]);
                same += differs < 0 ? here[row].length : differs;
                all += here[row].length;
            }
            System.out.printf("%s: %d of %d tokens before the first that differs%n", mode.wireName(), same, all);
        }
        for (int slots : new int[] {1, rows / 4, rows}) {
            speed(shape, weights, budget, new DecoderSettings(slots, 256).on(device), slots);
        }
        for (BaseForm base : BaseForm.values()) {
            for (Products products : Products.values()) {
                double[] here = losses(shape, weights, base, products, 0, room(budget, Device.CPU, Long.MAX_VALUE));
                double[] there = losses(shape, weights, base, products, 0, room(budget, device, Long.MAX_VALUE));
                System.out.printf(
                        "%s, products %s: losses %s, on %s %s%n",
                        base.wireName(),
                        products.wireName(),
                        Arrays.toString(here),
                        device.wireName(),
                        Arrays.toString(there));
            }
        }
        double[] plain = losses(shape, weights, BaseForm.NF4, Products.BF16, 0, room(budget, device, Long.MAX_VALUE));
        double[] paged =
                losses(shape, weights, BaseForm.NF4, Products.BF16, 0, room(budget, device, 2 * StatePages.PAGE_BYTES));
        double[] dropped = losses(shape, weights, BaseForm.NF4, Products.BF16, 0.1, room(budget, device, Long.MAX_VALUE));
        System.out.printf(
                "the same with pages in a file: %s; with dropout 0.1: %s%n",
                Arrays.equals(plain, paged), Arrays.toString(dropped));
        int pack = device == Device.CPU ? 512 : 8192;
        for (BaseForm base : new BaseForm[] {BaseForm.BF16, BaseForm.NF4}) {
            TrainingSettings settings =
                    TrainingSettings.DEFAULT.with(base, Products.BF16).with(8, pack / 256, pack);
            try (Trainer trainer = Trainer.start(
                    shape,
                    weights,
                    examples(shape, pack / 256, 257),
                    settings,
                    room(budget, device, Long.MAX_VALUE),
                    Clock.systemUTC())) {
                trainer.step();
                trainer.step();
                TrainingStep step = trainer.step();
                System.out.printf(
                        "a step of %d tokens, %s: %d ms, planned %d MiB%n",
                        step.tokens(),
                        base.wireName(),
                        step.took().toMillis(),
                        trainer.memory().totalBytes() >> 20);
            }
        }
    }

    private static TrainingRoom room(MemoryBudget budget, Device device, long pages) {
        return new TrainingRoom(budget, pages, Path.of(System.getProperty("java.io.tmpdir")), device);
    }

    private static double[] losses(
            DecoderShape shape,
            WeightReader weights,
            BaseForm base,
            Products products,
            double dropout,
            TrainingRoom room) {
        LoraSettings plain = LoraSettings.DEFAULT;
        LoraSettings lora =
                new LoraSettings(plain.rank(), plain.alpha(), plain.modules(), dropout, plain.stabilized());
        TrainingSettings settings = TrainingSettings.DEFAULT
                .with(base, products)
                .with(lora)
                .with(2, 4, 128);
        try (Trainer trainer =
                Trainer.start(shape, weights, examples(shape, 6, 60), settings, room, Clock.systemUTC())) {
            double[] losses = new double[trainer.steps()];
            for (int step = 0; step < losses.length; step++) {
                losses[step] = Math.round(1e6 * trainer.step().loss()) / 1e6;
            }
            return losses;
        }
    }

    private static List<TrainingExample> examples(DecoderShape shape, int count, int length) {
        SplittableRandom random = new SplittableRandom(3);
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(new TrainingExample(random.ints(length, 0, shape.vocabulary()).toArray(), length / 2));
        }
        return examples;
    }

    /** What four prompts are continued with, the most probable token each time. */
    private static int[][] tokens(
            DecoderShape shape, WeightReader weights, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
        Torch.prepareThread();
        int[][] found = new int[4][24];
        try (Decoder decoder = Decoder.load(shape, weights, mode, budget, settings)) {
            List<KvSlot> slots = new ArrayList<>();
            for (int row = 0; row < found.length; row++) {
                slots.add(decoder.reserve(200));
                found[row][0] = prefill(decoder, slots.get(row), 40 + 30 * row);
            }
            for (int at = 1; at < found[0].length; at++) {
                List<Feed> feeds = new ArrayList<>();
                for (int row = 0; row < found.length; row++) {
                    feeds.add(Feed.of(slots.get(row), found[row][at - 1]));
                }
                Logits logits = decoder.step(feeds);
                for (int row = 0; row < found.length; row++) {
                    found[row][at] = logits.best(row);
                }
            }
        }
        return found;
    }

    private static void speed(
            DecoderShape shape, WeightReader weights, MemoryBudget budget, DecoderSettings settings, int rows) {
        try (Decoder decoder = Decoder.load(shape, weights, NumericMode.BF16, budget, settings)) {
            List<Feed> feeds = new ArrayList<>();
            long begun = System.nanoTime();
            for (int row = 0; row < rows; row++) {
                KvSlot slot = decoder.reserve(400);
                feeds.add(Feed.of(slot, prefill(decoder, slot, 256)));
            }
            double prefilled = (System.nanoTime() - begun) / 1e9;
            for (int step = 0; step < 10; step++) {
                decoder.step(feeds);
            }
            begun = System.nanoTime();
            for (int step = 0; step < 30; step++) {
                decoder.step(feeds);
            }
            double seconds = (System.nanoTime() - begun) / 30e9;
            System.out.printf(
                    "bf16, %d rows: %.2f ms a step, %.0f tokens/s; prefill %.0f tokens/s; planned %s%n",
                    rows, seconds * 1e3, rows / seconds, 256 * rows / prefilled, decoder.memory());
        }
    }

    private static int prefill(Decoder decoder, KvSlot slot, int length) {
        int[] prompt = new SplittableRandom(length).ints(length, 0, decoder.shape().vocabulary()).toArray();
        int chunk = decoder.settings().chunkTokens();
        for (int from = 0; ; from += chunk) {
            int to = Math.min(prompt.length, from + chunk);
            Logits logits = decoder.prefill(slot, Arrays.copyOfRange(prompt, from, to), to == prompt.length);
            if (logits != null && to == prompt.length) {
                return logits.best(0);
            }
        }
    }

    private static DecoderShape shape(String name) {
        return switch (name) {
            case "tiny" ->
                new DecoderShape(2, 256, 4, 2, 64, 512, 1000, Rotary.plain(10_000), 1e-5, 8192, true, false, false);
            case "smollm2" ->
                new DecoderShape(
                        30, 576, 9, 3, 64, 1536, 49_152, Rotary.plain(100_000), 1e-5, 8192, true, false, false);
            default -> throw new IllegalArgumentException("shape must be tiny or smollm2, was '%s'".formatted(name));
        };
    }

    /** Weights that are made anew for each read, the same each time. */
    private record RandomWeights(DecoderShape shape) implements WeightReader {
        @Override
        public boolean has(String name) {
            return !name.endsWith(".bias") && !name.startsWith("lm_head");
        }

        @Override
        public WeightShape shape(String name) {
            if (name.endsWith("norm.weight")) {
                return new WeightShape(1, shape.hidden());
            }
            String part = name.substring(0, name.lastIndexOf('.')).replaceAll(".*\\.", "");
            return switch (part) {
                case "embed_tokens" -> new WeightShape(shape.vocabulary(), shape.hidden());
                case "q_proj" -> new WeightShape(shape.queryWidth(), shape.hidden());
                case "k_proj", "v_proj" -> new WeightShape(shape.keyValueWidth(), shape.hidden());
                case "o_proj" -> new WeightShape(shape.hidden(), shape.queryWidth());
                case "gate_proj", "up_proj" -> new WeightShape(shape.intermediate(), shape.hidden());
                case "down_proj" -> new WeightShape(shape.hidden(), shape.intermediate());
                default -> throw new IllegalArgumentException(name);
            };
        }

        @Override
        public void readRows(String name, int firstRow, int rows, float[] target) {
            int columns = shape(name).columns();
            double spread = Math.sqrt(3.0 / columns);
            for (int row = 0; row < rows; row++) {
                SplittableRandom random = new SplittableRandom(31L * name.hashCode() + firstRow + row);
                for (int column = 0; column < columns; column++) {
                    double drawn = 2 * random.nextDouble() - 1;
                    target[row * columns + column] =
                            (float) (name.endsWith("norm.weight") ? 1 + drawn / 10 : spread * drawn);
                }
            }
        }
    }
}
