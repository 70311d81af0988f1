package dev.winnow.benchmarks.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.gguf.GgufModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.safetensors.SafetensorsModel;
import dev.winnow.text.chat.ChatMessage;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.chat.TemplateRefusedException;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.TokenizerRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Something that reads what others bring. */
enum Target {
    /** A model file. */
    GGUF("engine/src/test/resources/dev/winnow/engine", ".*\\.gguf", ModelRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) throws IOException {
            Path file = Files.write(folder.resolve("model.gguf"), input);
            try (GgufModel model = GgufModel.open(file)) {
                use(model);
            }
        }
    },
    /** The weights of a model in a folder. */
    SAFETENSORS(
            "engine/src/test/resources/dev/winnow/engine/families",
            ".*tinyllama/model\\.safetensors",
            ModelRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) throws IOException {
            readModel(folder, "model.safetensors", input);
        }
    },
    /** The configuration of a model in a folder. */
    MODEL_CONFIG(
            "engine/src/test/resources/dev/winnow/engine/families",
            ".*tinyllama/config\\.json",
            ModelRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) throws IOException {
            readModel(folder, "config.json", input);
        }
    },
    /** The weights of an adapter. */
    ADAPTER(
            "engine/src/test/resources/dev/winnow/engine/adapters",
            ".*smollm2/adapter_model\\.safetensors",
            ModelRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) throws IOException {
            readAdapter(folder, "adapter_model.safetensors", input);
        }
    },
    /** The configuration of an adapter. */
    ADAPTER_CONFIG(
            "engine/src/test/resources/dev/winnow/engine/adapters",
            ".*smollm2/adapter_config\\.json",
            ModelRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) throws IOException {
            readAdapter(folder, "adapter_config.json", input);
        }
    },
    /** A tokenizer, which native code reads in the end. */
    TOKENIZER(
            "engine/src/test/resources/dev/winnow/engine/families",
            ".*/model\\.gguf",
            TokenizerRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) {
            try (Tokenizer tokenizer = Tokenizer.fromJson(new String(input, StandardCharsets.UTF_8))) {
                tokenizer.encode("a b");
            }
        }

        // Those of the model files: the folders' own are there for their size alone, and refused.
        @Override
        List<byte[]> samples(Path checkout) throws IOException {
            Path folder = Files.createTempDirectory("winnow-fuzz-");
            Path file = folder.resolve("model.gguf");
            List<byte[]> tokenizers = new ArrayList<>();
            for (byte[] model : super.samples(checkout)) {
                try (GgufModel opened = GgufModel.open(Files.write(file, model))) {
                    tokenizers.add(opened.text().tokenizerJson().getBytes(StandardCharsets.UTF_8));
                }
            }
            Files.delete(file);
            Files.delete(folder);
            return tokenizers;
        }
    },
    /** A schema of a request; what is no JSON never comes so far. */
    SCHEMA(
            "text/src/test/resources/dev/winnow/text",
            ".*schemas?\\.json",
            SchemaRefusedException.class,
            JsonProcessingException.class) {
        @Override
        void read(byte[] input, Path folder) throws IOException {
            // As text, as the API reads it: a parser of bytes would guess the encoding.
            JsonNode json = JSON.readTree(new String(input, StandardCharsets.UTF_8));
            SchemaCompiler.compile(json.isObject() ? json : JSON.createObjectNode());
        }

        // The sample is an object of schemas: each is one.
        @Override
        List<byte[]> samples(Path checkout) throws IOException {
            List<byte[]> schemas = new ArrayList<>();
            for (byte[] file : super.samples(checkout)) {
                JsonNode json = JSON.readTree(file);
                if (json.has("type") || json.has("$ref") || json.has("properties")) {
                    schemas.add(file);
                } else {
                    for (JsonNode schema : json) {
                        schemas.add(JSON.writeValueAsBytes(schema));
                    }
                }
            }
            return schemas;
        }
    },
    /** A chat template, a program that comes with a model. */
    TEMPLATE("engine/src/test", ".*", TemplateRefusedException.class) {
        @Override
        void read(byte[] input, Path folder) {
            new ChatTemplate(new String(input, StandardCharsets.UTF_8), "<s>", "</s>")
                    .render(List.of(new ChatMessage("user", "hello")));
        }

        @Override
        List<byte[]> samples(Path checkout) {
            return List.of(("{% if messages[0]['role'] != 'system' %}{{ bos_token + 'x' }}{% endif %}{% for message in"
                            + " messages %}{{ '<|im_start|>' + message['role'] + message['content'] | trim }}"
                            + "{% set ns = namespace(a=1) %}{% endfor %}{% if add_generation_prompt %}y{% endif %}")
                    .getBytes(StandardCharsets.UTF_8));
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String where;
    private final String files;

    @SuppressWarnings("ImmutableEnumChecker") // nobody else has it
    private final List<Class<?>> refusals;

    Target(String where, String files, Class<?>... refusals) {
        this.where = where;
        this.files = files;
        this.refusals = List.of(refusals);
    }

    /** Reads an input, and a little of what is in it. */
    abstract void read(byte[] input, Path folder) throws IOException;

    /** Whether an exception says that the input is refused, as it may be. */
    boolean refuses(Exception exception) {
        return refusals.stream().anyMatch(refusal -> refusal.isInstance(exception));
    }

    /** Inputs that can be read, from the checkout. */
    List<byte[]> samples(Path checkout) throws IOException {
        try (Stream<Path> found = Files.walk(checkout.resolve(where))) {
            List<byte[]> samples = new ArrayList<>();
            for (Path file : found.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(files))
                    .sorted()
                    .toList()) {
                samples.add(Files.readAllBytes(file));
            }
            return samples;
        }
    }

    /** Puts what the input needs beside it into the folder where it will be read. */
    void prepare(Path checkout, Path folder) throws IOException {
        String beside =
                switch (this) {
                    case SAFETENSORS, MODEL_CONFIG -> "families/tinyllama";
                    case ADAPTER, ADAPTER_CONFIG -> "adapters/smollm2";
                    default -> "";
                };
        if (!beside.isEmpty()) {
            Path samples = checkout.resolve("engine/src/test/resources/dev/winnow/engine")
                    .resolve(beside);
            try (Stream<Path> files = Files.list(samples)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void readModel(Path folder, String file, byte[] input) throws IOException {
        Files.write(folder.resolve(file), input);
        try (SafetensorsModel model = SafetensorsModel.open("fuzzed", folder)) {
            use(model);
        }
    }

    private static void readAdapter(Path folder, String file, byte[] input) throws IOException {
        Files.write(folder.resolve(file), input);
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            adapter.scale();
        }
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
