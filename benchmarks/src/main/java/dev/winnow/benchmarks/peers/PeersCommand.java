package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench peers}. */
@Command(name = "peers", mixinStandardHelpOptions = true, showDefaultValues = true)
public final class PeersCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FOLDER")
    private List<Path> data = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Preparation preparation = new Preparation(PeerFolder.ofUser());
        for (Path folder : data) {
            DataSet set = DataSet.read(folder);
            try (TextModel texts = preparation.texts(set)) {
                System.out.println(preparation.trained(set, texts));
            }
        }
        return 0;
    }
}
