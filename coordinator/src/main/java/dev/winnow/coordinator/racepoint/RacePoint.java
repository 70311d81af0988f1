package dev.winnow.coordinator.racepoint;

/** Where a coordinator can die between two steps, in the order of a job's life. */
public enum RacePoint {
    /** Submit: the items are stored, the job is not; nothing is committed. */
    ITEMS_COPIED,
    /** Submit: committed; nobody is told, and the client has no answer. */
    JOB_COMMITTED,
    /** Plan: a page's shards are stored, the job does not know it; nothing is committed. */
    SHARDS_CUT,
    /** Plan: a page is committed. */
    PAGE_COMMITTED,
    /** Dispatch: shards are marked; nothing is committed. */
    SHARDS_MARKED,
    /** Dispatch: committed, and not published. */
    SHARDS_TAKEN,
    /** Dispatch: handed to the broker's connection, which may not have sent them yet; no confirm is waited for. */
    SHARDS_PUBLISHED,
    /** Dispatch: confirmed. */
    SHARDS_CONFIRMED,
    /** Register: the worker is stored; what its older life held is not taken back. */
    WORKER_STORED,
    /** Claim: granted; nothing is committed. */
    CLAIM_GRANTED,
    /** Claim: committed; the worker has no answer. */
    CLAIM_COMMITTED,
    /** Heartbeat: the leases are extended; the worker has no answer. */
    LEASES_EXTENDED,
    /** Return: committed; the worker has no answer. */
    SHARD_GIVEN_BACK,
    /** Record: a group's results for one job are stored, and not counted; nothing is committed. */
    RESULTS_INSERTED,
    /** Record: a group is counted, and its shards still open; nothing is committed. */
    RESULTS_COUNTED,
    /** Record: a group is committed, also the end of a job; no message of it is acked. */
    RESULTS_COMMITTED,
    /** Loss: it is decided what becomes of a shard; nothing is committed. */
    LOSS_JUDGED,
    /** Loss: committed; others of the same worker are still to be judged. */
    LOSS_COMMITTED,
    /** Loss: what the broker forgot is planned again, and committed. */
    FORGOTTEN_COMMITTED,
    /** Pause: the job is paused; what is on the queue is not recalled. */
    JOB_PAUSED,
    /** Resume: committed; nobody is told, and the client has no answer. */
    JOB_RESUMED,
    /** Retry: committed; nobody is told, and the client has no answer. */
    JOB_RETRIED,
    /** Cancel: the shards are cancelled, the job is not; nothing is committed. */
    SHARDS_CANCELLED,
    /** Cancel: committed; what was planned meanwhile is not cancelled. */
    JOB_CANCELLED,
    /** Schedule: the run of a fire is stored, and the schedule waits for the next; nothing is committed. */
    SCHEDULE_FIRED,
    /** Schedule: a run is held; nothing of it is done. */
    RUN_TAKEN,
    /** Schedule: the training of a run is committed, and the run does not know it. */
    RUN_SUBMITTED,
    /** Schedule: a run's evaluation is stored; nothing is committed. */
    RUN_EVALUATED,
    /** Schedule: a run is judged, and the alias moved if it is to be; nothing is committed. */
    RUN_JUDGED,
    /** Round: what a piece of a training across nodes has brought is stored; nothing is committed. */
    PIECE_STORED,
    /** Round: the same, committed; the worker has no answer, and the round is not moved. */
    PIECE_COMMITTED,
    /** Round: it is moved, its next pieces or the adapter are stored; nothing is committed. */
    ROUND_MOVED,
    /** Round: the same, committed; nothing of it is handed out. */
    ROUND_COMMITTED,
    /** Promote: an alias stands for another adapter, and who waits for that is told; nothing is committed. */
    ALIAS_MOVED,
    /** Delete: an adapter is gone, and who waits for it is told; nothing is committed. */
    ADAPTER_DELETED
}
