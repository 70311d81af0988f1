package dev.winnow.common.work;

/**
 * One try at one shard. Whatever happens to a shard is said of an attempt, so that news of an older one can be told
 * apart and ignored.
 *
 * @param shard the shard's number
 * @param attempt counts from 1; grows each time the shard was begun and came back unfinished
 */
public record ShardAttempt(long shard, int attempt) {
    public ShardAttempt {
        if (shard < 1) {
            throw new IllegalArgumentException("shard must be at least 1, was " + shard);
        }
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
        }
    }
}
