package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.Llama;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets everything up that is not there yet: programs, model, and an adapter for each data set. */
final class Preparation {
    private final PeerFolder folder;
    private final HuggingFace huggingFace;
    private final BaseModel base;

    Preparation(PeerFolder folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.huggingFace = HuggingFace.in(folder);
        this.base = BaseModel.in(folder, huggingFace);
    }

    /** llama.cpp, built now if it was not yet. */
    Llama llama() throws IOException, InterruptedException {
        return Llama.in(folder);
    }

    HuggingFace huggingFace() {
        return huggingFace;
    }

    BaseModel base() {
        return base;
    }

    /** The text side of the model that all run, for one data set's schema; the caller closes it. */
    TextModel texts(DataSet data) throws IOException {
        try (LoadableModel model = new ModelFiles("base", base.folder()).open()) {
            return new TextModel(model, data.schema());
        }
    }

    /**
     * The model that has learned a data set's task.
     *
     * @param given an adapter for it, or null to train one
     */
    TrainedModel trained(DataSet data, TextModel texts, @Nullable Path given) throws IOException, InterruptedException {
        if (given != null) {
            return TrainedModel.given(folder, huggingFace, base, data.name(), given);
        }
        List<String> refused = new ArrayList<>();
        List<TokenDocument> examples = texts.tokens(data.training(), refused);
        if (!refused.isEmpty()) {
            System.err.println("Not learned from, since the schema does not admit their outputs: " + refused);
        }
        return TrainedModel.in(folder, huggingFace, base, data.name(), examples, texts.endOfTurn());
    }
}
