package dev.winnow.text.html;

/** Text as it grows line by line: no line begins or ends with white space, and no two are empty. Not thread-safe. */
final class Lines {
    private final StringBuilder text = new StringBuilder();
    private boolean space;
    private boolean cell;
    private int breaks;

    /** Adds text within a line; any white space is one space. */
    void text(String more) {
        for (int i = 0; i < more.length(); i++) {
            char c = more.charAt(i);
            // A no-break space stays: it holds together what belongs together.
            if (c <= ' ') {
                space = true;
            } else {
                begin();
                text.append(c);
            }
        }
    }

    /** Adds text whose lines are as they stand. */
    void verbatim(String more) {
        int from = 0;
        for (int end = more.indexOf('\n'); end >= 0; end = more.indexOf('\n', from)) {
            asItStands(more.substring(from, end));
            end(false);
            from = end + 1;
        }
        asItStands(more.substring(from));
    }

    private void asItStands(String part) {
        if (part.isBlank()) {
            space = space || !part.isEmpty();
        } else {
            begin();
            text.append(part);
        }
    }

    private void stripLine() {
        while (!text.isEmpty() && breaks == 0 && text.charAt(text.length() - 1) <= ' ') {
            text.setLength(text.length() - 1);
        }
    }

    /** The next text is that of another cell. */
    void cell() {
        cell = true;
        space = false;
    }

    /**
     * The line is over.
     *
     * @param apart whether an empty line follows
     */
    void end(boolean apart) {
        stripLine();
        breaks = Math.max(breaks, apart ? 2 : 1);
        space = false;
        cell = false;
    }

    private void begin() {
        if (!text.isEmpty() && breaks > 0) {
            text.append("\n".repeat(breaks));
        } else if (!text.isEmpty() && cell) {
            text.append('\t');
        } else if (!text.isEmpty() && space) {
            text.append(' ');
        }
        breaks = 0;
        space = false;
        cell = false;
    }

    String text() {
        return text.toString();
    }
}
