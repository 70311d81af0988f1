package dev.winnow.benchmarks.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.winnow.benchmarks.schemas.Question.Ways;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.replay.TestedInstance;
import dev.winnow.text.replay.TestedSchema;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.UnlistedProperties;
import dev.winnow.text.tokenizer.TextEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes instances as both systems are given them: compact, in the orders in which Winnow replays them. A schema that
 * Winnow refuses has no such orders; its instances are written in the order in which it names their properties.
 */
final class Questions {
    private static final SchemaOrder ORDER = new SchemaOrder();
    private static final CompiledSchema AS_IT_IS = SchemaCompiler.compile(BooleanNode.TRUE, UnlistedProperties.ALLOWED);

    private final TextEncoder encoder;

    Questions(TextEncoder encoder) {
        this.encoder = encoder;
    }

    Question of(TestedSchema tested) {
        CompiledSchema schema = compiled(tested.schema());
        PropertyOrders orders = new PropertyOrders(tested.schema());
        List<Ways> instances = new ArrayList<>();
        for (TestedInstance instance : tested.instances()) {
            List<String> others = orders.of(instance.data()).stream()
                    .flatMap(value -> ORDER.texts(AS_IT_IS, value).stream())
                    .toList();
            List<String> texts = schema == null ? others.subList(0, 1) : ORDER.texts(schema, instance.data());
            Set<String> rest = new LinkedHashSet<>(others);
            texts.forEach(rest::remove);
            instances.add(new Ways(tokens(texts), tokens(rest)));
        }
        return new Question(tested, instances);
    }

    private static @Nullable CompiledSchema compiled(JsonNode schema) {
        try {
            return SchemaCompiler.compile(schema, UnlistedProperties.ALLOWED);
        } catch (RuntimeException | StackOverflowError e) {
            return null; // what it is refused for is the replay's to say
        }
    }

    private List<List<Integer>> tokens(Collection<String> texts) {
        return texts.stream()
                .map(text -> Arrays.stream(encoder.encode(text)).boxed().toList())
                .toList();
    }
}
