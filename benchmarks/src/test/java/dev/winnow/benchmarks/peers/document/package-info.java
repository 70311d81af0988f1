/** Tests of documents, with a tokenizer of a few hundred tokens ({@link SmallModel}) and with the real one. */
@NullMarked
package dev.winnow.benchmarks.peers.document;

import org.jspecify.annotations.NullMarked;
