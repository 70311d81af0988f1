package dev.winnow.engine.training.averaging;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.safetensors.PeftFolder;
import dev.winnow.engine.training.LoraSettings;
import dev.winnow.engine.training.TargetModule;
import dev.winnow.engine.training.averaging.AdapterMean.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterMeanTest {
    private static final int RANK = 4;
    private static final LoraSettings LORA =
            new LoraSettings(RANK, 6, EnumSet.of(TargetModule.O_PROJ, TargetModule.DOWN_PROJ), 0, false);
    private static final Map<String, WeightShape> PRODUCTS = Map.of(
            "model.layers.0.self_attn.o_proj", new WeightShape(48, 48),
            "model.layers.0.mlp.down_proj", new WeightShape(48, 80),
            "model.layers.1.self_attn.o_proj", new WeightShape(48, 48),
            "model.layers.1.mlp.down_proj", new WeightShape(48, 80));

    private final AdapterMean mean = new AdapterMean(TinyModel.LLAMA, LORA);

    @TempDir
    private Path folder;

    @Test
    void mean_is_the_nearest_of_its_rank_and_says_how_near() throws IOException {
        Path some = adapter("some", 1, 1);
        Path others = adapter("others", 2, 1);
        double residual = mean.write(List.of(new Part(some, 300), new Part(others, 100)), out(), "tiny");

        double lost = 0;
        double all = 0;
        for (String name : PRODUCTS.keySet()) {
            double[][] wanted = sum(product(some, name), 0.75, product(others, name), 0.25);
            double[] squares = squaredSingularValues(wanted);
            double least = DoubleStream.of(squares).skip(RANK).sum();
            double distance = squares(sum(wanted, 1, product(out(), name), -1));
            assertThat(distance).as(name).isCloseTo(least, within(1e-5 * least));
            lost += least;
            all += squares(wanted);
        }
        assertThat(residual).isGreaterThan(0.05).isCloseTo(Math.sqrt(lost / all), within(1e-6));
    }

    @Test
    void mean_of_one_or_of_equal_ones_is_that_one() throws IOException {
        Path one = adapter("one", 1, 1);
        for (List<Part> parts : List.of(List.of(new Part(one, 7)), List.of(new Part(one, 3), new Part(one, 11)))) {
            assertThat(mean.write(parts, out(), "tiny")).isLessThan(1e-7);
            assertSameFactors(one, 2e-6);
        }
    }

    @Test
    void parts_whose_change_has_a_lower_rank_keep_factors_that_can_learn() throws IOException {
        Path one = adapter("one", 1, 1);
        Path flat = adapter("flat", 1, 0);
        assertThat(mean.write(List.of(new Part(flat, 1)), out(), "tiny")).isZero();
        assertSameFactors(flat, 2e-6);

        Path opposite = adapter("opposite", 1, -1);
        assertThat(mean.write(List.of(new Part(one, 1), new Part(opposite, 1)), out(), "tiny"))
                .as("one of them undoes the other")
                .isZero();
        assertSameFactors(flat, 2e-6);

        Path thin = thinned(one);
        mean.write(List.of(new Part(thin, 2), new Part(thin, 2)), out(), "tiny");
        assertSameFactors(thin, 2e-6);
    }

    @Test
    void parts_whose_a_is_opposite_still_have_a_product_and_factors_of_a_usual_size() throws IOException {
        Path one = adapter("one", 1, 1);
        Path turned = scaled(one, -1, -1);
        assertThat(mean.write(List.of(new Part(one, 1), new Part(turned, 1)), out(), "tiny"))
                .as("their products are one")
                .isLessThan(1e-7);
        for (String name : PRODUCTS.keySet()) {
            double off = squares(sum(product(out(), name), 1, product(one, name), -1));
            assertThat(off).as(name).isLessThan(1e-10 * squares(product(one, name)));
            double usual = squares(matrix(one, name, ".lora_A.weight"));
            assertThat(squares(matrix(out(), name, ".lora_A.weight"))).isGreaterThan(usual / 200);
        }
    }

    @Test
    void same_parts_give_the_same_bytes() throws IOException {
        List<Part> parts = List.of(
                new Part(adapter("a", 1, 1), 5), new Part(adapter("b", 2, 1), 6), new Part(adapter("c", 3, 1), 7));
        mean.write(parts, out(), "tiny");
        byte[] first = Files.readAllBytes(out().resolve("adapter_model.safetensors"));
        mean.write(parts, out(), "tiny");
        assertThat(Files.readAllBytes(out().resolve("adapter_model.safetensors")))
                .isEqualTo(first);
    }

    @Test
    void part_that_is_none_of_the_training_is_named() throws IOException {
        Path one = adapter("one", 1, 1);
        unfit(one, scaled(one, Float.NaN, 1), "NaN");
        unfit(one, write("otherRank", factors(1, 1, 2), new PeftFolder("tiny", 2, 3, 0, false, modules())), "2 x 48");
        unfit(
                one,
                write("otherScale", factors(1, 1, RANK), new PeftFolder("tiny", RANK, 9, 0, false, modules())),
                "scale");
        Map<String, float[]> less = factors(1, 1, RANK);
        less.keySet().removeIf(name -> name.startsWith("model.layers.1.mlp"));
        unfit(one, write("less", less, peft()), "no factors of model.layers.1.mlp.down_proj");
    }

    private void unfit(Path good, Path bad, String why) {
        assertThatThrownBy(() -> mean.write(List.of(new Part(good, 1), new Part(bad, 1)), out(), "tiny"))
                .isInstanceOfSatisfying(
                        PartUnfitException.class, e -> assertThat(e.part()).isEqualTo(1))
                .hasMessageContaining(why);
    }

    private Path out() {
        return folder.resolve("mean");
    }

    private void assertSameFactors(Path expected, double within) throws IOException {
        try (PeftAdapter some = PeftAdapter.open(out());
                PeftAdapter others = PeftAdapter.open(expected)) {
            for (String name : names()) {
                float[] found = some.factors().read(name);
                float[] wanted = others.factors().read(name);
                for (int i = 0; i < wanted.length; i++) {
                    assertThat(found[i]).as(name).isCloseTo(wanted[i], within((float) within));
                }
            }
        }
    }

    private static List<String> modules() {
        return List.of("o_proj", "down_proj");
    }

    private static PeftFolder peft() {
        return new PeftFolder("tiny", RANK, 6, 0, false, modules());
    }

    /** A drawn as training draws it, from one seed, moved a little by the other's; B from that one. */
    private Path adapter(String name, long seed, double up) throws IOException {
        return write(name, factors(seed, up, RANK), peft());
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        PRODUCTS.keySet().forEach(name -> names.addAll(List.of(name + ".lora_A.weight", name + ".lora_B.weight")));
        return names;
    }

    private static Map<String, float[]> factors(long seed, double up, int rank) {
        SplittableRandom common = new SplittableRandom(0);
        SplittableRandom own = new SplittableRandom(seed);
        Map<String, float[]> factors = new LinkedHashMap<>();
        for (String name : names()) {
            boolean isDown = name.contains("lora_A");
            float[] values = new float[size(name, rank)];
            for (int i = 0; i < values.length; i++) {
                double drawn = own.nextDouble() - 0.5;
                values[i] = (float) (isDown ? 0.3 * (common.nextDouble() - 0.5) + 0.05 * drawn : 0.1 * up * drawn);
            }
            factors.put(name, values);
        }
        return factors;
    }

    private static int size(String name, int rank) {
        WeightShape product = requireNonNull(PRODUCTS.get(name.replaceFirst("\\.lora_.*", "")), name);
        return rank * (name.contains("lora_A") ? product.columns() : product.rows());
    }

    private Path write(String name, Map<String, float[]> factors, PeftFolder peft) throws IOException {
        Map<String, WeightShape> shapes = new LinkedHashMap<>();
        factors.forEach((factor, values) -> shapes.put(
                factor,
                factor.contains("lora_A")
                        ? new WeightShape(peft.rank(), values.length / peft.rank())
                        : new WeightShape(values.length / peft.rank(), peft.rank())));
        peft.write(folder.resolve(name), shapes, factors::get);
        return folder.resolve(name);
    }

    private Path scaled(Path from, float downs, float ups) throws IOException {
        Map<String, float[]> factors = read(from);
        factors.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] *= name.contains("lora_A") ? downs : ups;
            }
        });
        return write("scaled" + downs, factors, peft());
    }

    /** Only the first column of each B is something. */
    private Path thinned(Path from) throws IOException {
        Map<String, float[]> factors = read(from);
        factors.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                values[i] *= name.contains("lora_A") || i % RANK == 0 ? 1 : 0;
            }
        });
        return write("thin", factors, peft());
    }

    private static Map<String, float[]> read(Path from) throws IOException {
        Map<String, float[]> factors = new LinkedHashMap<>();
        try (PeftAdapter adapter = PeftAdapter.open(from)) {
            names().forEach(name -> factors.put(name, adapter.factors().read(name)));
        }
        return factors;
    }

    private static double[][] matrix(Path from, String projection, String factor) throws IOException {
        try (PeftAdapter adapter = PeftAdapter.open(from)) {
            WeightShape shape = adapter.factors().shape(projection + factor);
            float[] values = adapter.factors().read(projection + factor);
            double[][] matrix = new double[shape.rows()][shape.columns()];
            for (int i = 0; i < values.length; i++) {
                matrix[i / shape.columns()][i % shape.columns()] = values[i];
            }
            return matrix;
        }
    }

    private static double[][] product(Path from, String projection) throws IOException {
        double[][] down = matrix(from, projection, ".lora_A.weight");
        double[][] up = matrix(from, projection, ".lora_B.weight");
        double[][] product = new double[up.length][down[0].length];
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < product[i].length; j++) {
                for (int k = 0; k < down.length; k++) {
                    product[i][j] += up[i][k] * down[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] sum(double[][] some, double first, double[][] others, double second) {
        double[][] sum = new double[some.length][some[0].length];
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum[i].length; j++) {
                sum[i][j] = first * some[i][j] + second * others[i][j];
            }
        }
        return sum;
    }

    private static double squares(double[][] matrix) {
        double sum = 0;
        for (double[] row : matrix) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return sum;
    }

    /** By Jacobi's rotations of the rows until they are orthogonal; the largest first. */
    private static double[] squaredSingularValues(double[][] matrix) {
        double[][] rows = sum(matrix, 1, matrix, 0);
        for (int sweep = 0; sweep < 30; sweep++) {
            for (int p = 0; p < rows.length; p++) {
                for (int q = p + 1; q < rows.length; q++) {
                    rotate(rows[p], rows[q]);
                }
            }
        }
        return DoubleStream.of(java.util.Arrays.stream(rows)
                        .mapToDouble(row -> -dot(row, row))
                        .sorted()
                        .toArray())
                .map(value -> -value)
                .toArray();
    }

    private static void rotate(double[] p, double[] q) {
        double between = dot(p, q);
        if (Math.abs(between) < 1e-18) {
            return;
        }
        double zeta = (dot(q, q) - dot(p, p)) / (2 * between);
        double t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = c * t;
        for (int i = 0; i < p.length; i++) {
            double old = p[i];
            p[i] = c * old - s * q[i];
            q[i] = s * old + c * q[i];
        }
    }

    private static double dot(double[] some, double[] others) {
        double sum = 0;
        for (int i = 0; i < some.length; i++) {
            sum += some[i] * others[i];
        }
        return sum;
    }
}
