package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.upload.ZipBody;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files of an import, one after the other as they come in. Not thread-safe. */
sealed interface DatasetFiles permits DatasetFiles.Plain, DatasetFiles.Zipped, DatasetOrders.Given, SourcedFiles {
    /**
     * The next file; the one before is not read any more then.
     *
     * @return null after the last
     * @throws ProblemException if it is none of a dataset
     */
    @Nullable
    DatasetFile next() throws IOException;

    /** What a file is for. */
    enum Use {
        /** The schema of the outputs. */
        SCHEMA,
        /** Rows to train on, or to split. */
        TRAIN,
        /** Rows that are held out. */
        HELD_OUT
    }

    /**
     * A file.
     *
     * @param content of a file that has been sent; of what comes from a source there is none
     * @param rows how its rows are read; of a schema it says nothing
     */
    record DatasetFile(Use use, String name, InputStream content, RowReader.Opening rows) {
        DatasetFile(Use use, String name, RowReader.Format format, InputStream content) {
            this(use, name, content, rowBytes -> format.open(content, rowBytes));
        }
    }

    /** A body that is the rows. */
    final class Plain implements DatasetFiles {
        private final DatasetFile file;
        private boolean given;

        Plain(InputStream body, RowReader.Format format, long mostBytes) {
            this.file = new DatasetFile(Use.TRAIN, "body", format, new Bounded(body, mostBytes));
        }

        @Override
        public @Nullable DatasetFile next() {
            boolean first = !given;
            given = true;
            return first ? file : null;
        }
    }

    /** A ZIP with {@code train.jsonl} or {@code .csv}, and before or behind it {@code eval} and {@code schema.json}. */
    final class Zipped implements DatasetFiles {
        private final ZipBody zip;
        private final InputStream content;
        private final Set<Use> came = new HashSet<>();

        Zipped(InputStream body, long mostBytes) {
            this.zip = new ZipBody(body);
            this.content = new Bounded(zip, mostBytes);
        }

        @Override
        public @Nullable DatasetFile next() throws IOException {
            for (String name = zip.next(); name != null; name = zip.next()) {
                if (!zip.inFolder()) {
                    return file(name.substring(name.lastIndexOf('/') + 1));
                }
                // One with content would be unpacked by the next entry, whatever its size.
                requireEmpty(name);
            }
            return null;
        }

        private void requireEmpty(String folder) throws IOException {
            if (content.read() >= 0) {
                throw refused("the ZIP's folder %s has content of its own".formatted(folder), "pack the files anew");
            }
        }

        private DatasetFile file(String name) {
            Use use =
                    switch (name) {
                        case "schema.json" -> Use.SCHEMA;
                        case "train.jsonl", "train.ndjson", "train.csv" -> Use.TRAIN;
                        case "eval.jsonl", "eval.ndjson", "eval.csv" -> Use.HELD_OUT;
                        default ->
                            throw refused(
                                    "the ZIP has %s, which is no file of a dataset".formatted(name),
                                    "leave it out: train.jsonl or train.csv, eval.jsonl or eval.csv, and schema.json are read");
                    };
            if (!came.add(use)) {
                throw refused("the ZIP has a second file for the same rows: " + name, "send one of each");
            }
            if (use == Use.SCHEMA && came.size() > 1) {
                throw refused(
                        "schema.json comes after rows that it is for", "put it first into the ZIP, before the rows");
            }
            return new DatasetFile(
                    use, name, name.endsWith(".csv") ? RowReader.Format.CSV : RowReader.Format.JSONL, content);
        }

        private static ProblemException refused(String detail, String remedy) {
            return Problem.of(422, "invalid_dataset", detail).remedy(remedy).exception();
        }
    }

    /** Counts what is read, unpacked. */
    final class Bounded extends FilterInputStream {
        private final long most;
        private long taken;

        Bounded(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            taken += Math.max(0, read);
            if (taken > most) {
                throw tooLarge(most);
            }
            return read;
        }

        @Override
        public void close() {
            // It is the caller's.
        }
    }

    /** Refuses an import for its size. */
    static ProblemException tooLarge(long most) {
        return Problem.of(413, "dataset_too_large", "the dataset has more than %d bytes".formatted(most))
                .limit(most)
                .remedy("leave rows out; the operator can raise winnow.datasets.most-bytes")
                .exception();
    }
}
