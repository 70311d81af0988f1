package dev.winnow.text.schema;

/** A place in a schema as a JSON pointer (RFC 6901). */
record Location(String pointer) {
    static final Location ROOT = new Location("");

    Location child(String name) {
        return new Location(pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    /** The place around this one, which must not be the root. */
    Location parent() {
        return new Location(pointer.substring(0, pointer.lastIndexOf('/')));
    }

    /** What this place is called in the one around it. */
    String name() {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    Location child(int index) {
        return new Location(pointer + "/" + index);
    }
}
