package dev.winnow.cli.catalog;

import dev.winnow.text.replay.ReplayedInstance;
import dev.winnow.text.replay.ReplayedSchema;
import dev.winnow.text.replay.ReplayedSchema.Compilation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What went wrong in a replay, as lines: the first instances, and every schema that something was thrown at. */
final class Mishaps {
    private static final int LONGEST = 400;

    private final Path folder;
    private final int most;
    private final List<String> instances = new ArrayList<>();
    private final List<String> exceptions = new ArrayList<>();

    /** Keeps so many instances at most. */
    Mishaps(Path folder, int most) {
        this.folder = folder;
        this.most = most;
    }

    void add(ReplayedSchema replayed) {
        String place = folder.relativize(replayed.tested().file()) + " ["
                + replayed.tested().description() + "]";
        if (replayed.compilation() == Compilation.FAILED) {
            exceptions.add(place + ": " + shortened(replayed.reason()));
        }
        for (ReplayedInstance instance : replayed.instances()) {
            if (!instance.outcome().isRight() && instances.size() < most) {
                instances.add("%s %s: %s%n    %s"
                        .formatted(
                                place, instance.instance().description(), said(instance), shortened(instance.note())));
            }
        }
    }

    private static String said(ReplayedInstance instance) {
        return switch (instance.outcome()) {
            case STOPPED_BY_MASK -> "valid, stopped by the mask";
            case STOPPED_BY_CHECK -> "valid, refused by the check";
            case ACCEPTED -> "invalid, accepted";
            case RIGHT, FOUND_BY_CHECK -> "right";
        };
    }

    /** The end says where it was stopped. */
    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : "..." + text.substring(text.length() - LONGEST);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!exceptions.isEmpty()) {
            lines.add("");
            lines.add("Schemas at which something was thrown:");
            exceptions.forEach(line -> lines.add("  " + line));
        }
        if (!instances.isEmpty()) {
            lines.add("");
            lines.add("The first instances that went wrong:");
            instances.forEach(line -> lines.add("  " + line));
        }
        return lines;
    }
}
