package dev.winnow.common.wire;

/** How large anything on the wire may be. Checked before memory is spent, on both sides. */
public final class SizeLimits {
    /** One queue message. RabbitMQ 4 refuses more than 16 MiB unless told otherwise. */
    public static final int MESSAGE_BYTES = 8 << 20;

    /** One item's input and instruction together, in UTF-8 bytes. */
    public static final int ITEM_BYTES = 1 << 20;

    /** Windows that an item is cut into. */
    public static final int ITEM_WINDOWS = 4096;

    /** A schema, in UTF-8 bytes. */
    public static final int SCHEMA_BYTES = 256 << 10;

    /** Items of one shard. */
    public static final int SHARD_ITEMS = 256;

    private SizeLimits() {}
}
