package dev.winnow.benchmarks.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A page of the guide, as far as it is to be typed: what stands in its blocks of {@code sh}. Other blocks show what is
 * seen then.
 *
 * @param name of its file
 */
record GuidePage(String name, List<Step> steps) {
    private static final String FENCE = "```";

    GuidePage {
        steps = List.copyOf(steps);
    }

    /** All pages of a folder that have something to type, in the order of their names. */
    static List<GuidePage> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
        List<GuidePage> pages = new ArrayList<>();
        for (Path file : files) {
            GuidePage page = read(file);
            if (!page.steps.isEmpty()) {
                pages.add(page);
            }
        }
        return pages;
    }

    /**
     * Reads one. A command is a line, and goes on in the next one where it ends with a backslash.
     *
     * @throws IOException if a block or a command has no end
     */
    static GuidePage read(Path file) throws IOException {
        String name = file.getFileName().toString();
        List<Step> steps = new ArrayList<>();
        StringBuilder command = new StringBuilder();
        String block = "";
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith(FENCE)) {
                if (!command.isEmpty()) {
                    throw new IOException("%s:%d: the command before has no end".formatted(name, number));
                }
                block = block.isEmpty() ? line : "";
            } else if (block.equals(FENCE + "sh") && !(command.isEmpty() && isRemark(line))) {
                boolean goesOn = line.endsWith("\\");
                command.append(line).append(goesOn ? "\n" : "");
                if (!goesOn) {
                    steps.add(new Step(number, command.toString()));
                    command.setLength(0);
                }
            }
        }
        if (!block.isEmpty()) {
            throw new IOException(name + ": the last block has no end");
        }
        return new GuidePage(name, steps);
    }

    private static boolean isRemark(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    /**
     * A command.
     *
     * @param line of the page that it ends in
     */
    record Step(int line, String command) {
        /** It on one line, as people read it. */
        String told() {
            return command.replaceAll("\\\\\n *", "");
        }
    }
}
