package dev.winnow.worker.server;

/** Says what tells prompts of one kind from another. */
@FunctionalInterface
interface PromptHash {
    /** That of prompts with an instruction. */
    String of(String instruction);
}
