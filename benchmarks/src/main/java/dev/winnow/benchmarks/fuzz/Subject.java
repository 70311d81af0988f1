package dev.winnow.benchmarks.fuzz;

import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.upload.BodyCodingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What reads, and what it is given.
 *
 * @param samples that can be read, from the checkout
 * @param words that mean something to this reader, besides those that mean something to most
 * @param shape of the samples, which changes go by
 * @param beside the folder of the checkout whose files stand beside each input; empty if there is none
 * @param refusal whether an exception says that the input is refused, as it may be
 * @param reading reads an input, and a little of what is in it
 */
record Subject(
        Samples samples,
        List<String> words,
        Shape shape,
        String beside,
        Predicate<Exception> refusal,
        Reading reading) {
    Subject {
        words = List.copyOf(words);
    }

    /** Reads samples as they are, and refuses by exceptions of that type. */
    static Subject of(Samples samples, Class<? extends Exception> refusal, Reading reading) {
        return new Subject(samples, List.of(), Shape.PLAIN, "", refusal::isInstance, reading);
    }

    /** Reads what requests bring; refuses by what is answered with a status of the sender's fault. */
    static Subject ofRequest(Samples samples, Reading reading) {
        return new Subject(samples, List.of(), Shape.PLAIN, "", Subject::isAnswered, reading);
    }

    private static boolean isAnswered(Exception e) {
        return e instanceof BodyCodingException
                || (e instanceof ProblemException answer && answer.problem().status() / 100 == 4);
    }

    Subject with(String... more) {
        return new Subject(samples, List.of(more), shape, beside, refusal, reading);
    }

    Subject in(Shape other) {
        return new Subject(samples, words, other, beside, refusal, reading);
    }

    Subject beside(String folder) {
        return new Subject(samples, words, shape, folder, refusal, reading);
    }

    /** Puts what the input needs beside it into the folder where it will be read. */
    void prepare(Path checkout, Path folder) throws IOException {
        if (beside.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.list(checkout.resolve(beside))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    /** The samples as they are read. */
    List<byte[]> whole(Path checkout) throws IOException {
        List<byte[]> unpacked = samples.of(checkout);
        return shape == Shape.GZIP ? unpacked.stream().map(GzipInputs::packed).toList() : unpacked;
    }

    Inputs inputs(Path checkout, long seed) throws IOException {
        Mutator mutator = new Mutator(samples.of(checkout), words, seed);
        return switch (shape) {
            case PLAIN -> mutator;
            case ZIP -> new ZipInputs(samples.of(checkout), mutator, seed);
            case GZIP -> new GzipInputs(mutator, seed);
        };
    }

    /** What is known of a sample beyond its bytes. */
    enum Shape {
        /** Nothing. */
        PLAIN,
        /** Files in a ZIP. */
        ZIP,
        /** It is packed after it was changed. */
        GZIP
    }

    /** Inputs that can be read. */
    @FunctionalInterface
    interface Samples {
        /** Those of a checkout. */
        List<byte[]> of(Path checkout) throws IOException;
    }

    /** Reads an input. */
    @FunctionalInterface
    interface Reading {
        /** Reads it in a folder of its own. */
        void read(byte[] input, Path folder) throws Exception;
    }
}
