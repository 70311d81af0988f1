package dev.winnow.coordinator.dispatch;

/** No message can be made of a shard, however often it is tried. */
final class UnsendableShardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long shard;

    UnsendableShardException(long shard, Throwable cause) {
        super("shard %d cannot be sent: %s".formatted(shard, cause.getMessage()), cause);
        this.shard = shard;
    }

    long shard() {
        return shard;
    }
}
