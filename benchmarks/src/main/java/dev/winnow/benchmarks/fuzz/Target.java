package dev.winnow.benchmarks.fuzz;

import java.util.function.Supplier;

/** Something that reads what others bring. */
enum Target {
    /** A model file. */
    GGUF(ModelSubjects::gguf),
    /** The weights of a model in a folder. */
    SAFETENSORS(() -> ModelSubjects.model("model.safetensors")),
    /** The configuration of a model in a folder. */
    MODEL_CONFIG(() -> ModelSubjects.model("config.json")),
    /** The weights of an adapter. */
    ADAPTER(() -> ModelSubjects.adapter("adapter_model.safetensors")),
    /** The configuration of an adapter. */
    ADAPTER_CONFIG(() -> ModelSubjects.adapter("adapter_config.json")),
    /** A tokenizer. */
    TOKENIZER(ModelSubjects::tokenizer),
    /** A chat template. */
    TEMPLATE(ModelSubjects::template),
    /** A schema of a request. */
    SCHEMA(RequestSubjects::schema),
    /** A page whose text is an item. */
    HTML(RequestSubjects::html),
    /** A submission with an item a line. */
    NDJSON(RequestSubjects::ndjson),
    /** A submission in one JSON object. */
    JSON(RequestSubjects::json),
    /** A submission that comes packed. */
    GZIP(RequestSubjects::gzip),
    /** A dataset with a row a line. */
    DATASET_LINES(RequestSubjects::datasetLines),
    /** A dataset in CSV. */
    DATASET_CSV(RequestSubjects::datasetCsv),
    /** A form with a file, as OpenAI's clients send it. */
    FORM(OpenAiSubjects::form),
    /** A file of requests, as OpenAI's batches have it. */
    BATCH(OpenAiSubjects::batch),
    /** A file of conversations, as OpenAI's fine-tuning has it. */
    CONVERSATIONS(OpenAiSubjects::conversations),
    /** What an OpenAI-compatible server answers a worker. */
    SERVER_ANSWER(OpenAiSubjects::serverAnswer),
    /** A dataset with its schema in a ZIP. */
    DATASET_ZIP(ArchiveSubjects::dataset),
    /** An adapter in a ZIP, as it is sent to the coordinator. */
    ADAPTER_ZIP(ArchiveSubjects::adapter),
    /** The same, as a worker fetches it. */
    FETCHED_ADAPTER(ArchiveSubjects::fetchedAdapter),
    /** A checkpoint of a training, as a worker fetches it. */
    CHECKPOINT(ArchiveSubjects::checkpoint),
    /** A message of coordinator or worker. */
    MESSAGE(RequestSubjects::message);

    @SuppressWarnings("ImmutableEnumChecker") // nobody else has it
    private final Supplier<Subject> subject;

    Target(Supplier<Subject> subject) {
        this.subject = subject;
    }

    // Made when it is asked for: whoever lists commands asks for all targets.
    Subject subject() {
        return subject.get();
    }
}
