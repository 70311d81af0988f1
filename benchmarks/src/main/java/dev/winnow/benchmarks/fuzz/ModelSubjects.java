package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.gguf.GgufModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.safetensors.SafetensorsModel;
import dev.winnow.text.chat.ChatMessage;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.chat.TemplateRefusedException;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.TokenizerRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Readers of what makes a model: files that somebody downloads, or sends. */
final class ModelSubjects {
    private static final String RESOURCES = "engine/src/test/resources/dev/winnow/engine";
    private static final String TINYLLAMA = RESOURCES + "/families/tinyllama";
    private static final String SMOLLM2 = RESOURCES + "/adapters/smollm2";

    private ModelSubjects() {}

    static Subject gguf() {
        return Subject.of(SampleFiles.in(RESOURCES, ".*\\.gguf"), ModelRefusedException.class, (input, folder) -> {
            try (GgufModel model = GgufModel.open(Files.write(folder.resolve("model.gguf"), input))) {
                use(model);
            }
        });
    }

    /** One file of a model in a folder, the others beside it. */
    static Subject model(String file) {
        return Subject.of(SampleFiles.in(TINYLLAMA, ".*/" + file), ModelRefusedException.class, (input, folder) -> {
                    Files.write(folder.resolve(file), input);
                    try (SafetensorsModel model = SafetensorsModel.open("fuzzed", folder)) {
                        use(model);
                    }
                })
                .beside(TINYLLAMA);
    }

    /** One file of an adapter, the other beside it. */
    static Subject adapter(String file) {
        return Subject.of(SampleFiles.in(SMOLLM2, ".*/" + file), ModelRefusedException.class, (input, folder) -> {
                    Files.write(folder.resolve(file), input);
                    try (PeftAdapter adapter = PeftAdapter.open(folder)) {
                        adapter.scale();
                    }
                })
                .beside(SMOLLM2);
    }

    /** A tokenizer, which native code reads in the end. */
    static Subject tokenizer() {
        return Subject.of(ModelSubjects::tokenizers, TokenizerRefusedException.class, (input, folder) -> {
            try (Tokenizer tokenizer = Tokenizer.fromJson(new String(input, UTF_8))) {
                tokenizer.encode("a b");
            }
        });
    }

    // Those of the model files: the folders' own are there for their size alone, and refused.
    private static List<byte[]> tokenizers(Path checkout) throws IOException {
        Path folder = Files.createTempDirectory("winnow-fuzz-");
        List<byte[]> tokenizers = new ArrayList<>();
        for (byte[] model :
                SampleFiles.in(RESOURCES + "/families", ".*/model\\.gguf").of(checkout)) {
            try (GgufModel opened = GgufModel.open(Files.write(folder.resolve("model.gguf"), model))) {
                tokenizers.add(opened.text().tokenizerJson().getBytes(UTF_8));
            }
        }
        SampleFiles.remove(folder);
        return tokenizers;
    }

    /** A chat template, a program that comes with a model. */
    static Subject template() {
        return Subject.of(
                SampleFiles.texts(
                        "{% if messages[0]['role'] != 'system' %}{{ bos_token + 'x' }}{% endif %}{% for message"
                                + " in messages %}{{ '<|im_start|>' + message['role'] + message['content'] | trim }}"
                                + "{% set ns = namespace(a=1) %}{% endfor %}{% if add_generation_prompt %}y{% endif %}"),
                TemplateRefusedException.class,
                (input, folder) -> new ChatTemplate(new String(input, UTF_8), "<s>", "</s>")
                        .render(List.of(new ChatMessage("user", "hello"))));
    }

    private static void use(LoadableModel model) {
        model.text();
        model.endTokens();
        String embedding = "model.embed_tokens.weight";
        model.weights()
                .readRows(
                        embedding,
                        0,
                        1,
                        new float[model.weights().shape(embedding).columns()]);
    }
}
