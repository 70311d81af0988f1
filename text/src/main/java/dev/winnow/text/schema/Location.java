package dev.winnow.text.schema;

/** A place in a schema as a JSON pointer (RFC 6901). */
record Location(String pointer) {
    static final Location ROOT = new Location("");

    Location child(String name) {
        return new Location(pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    Location child(int index) {
        return new Location(pointer + "/" + index);
    }
}
