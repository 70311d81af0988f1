/**
 * What the project says of itself beside its code, held against the code: commands and links in the documents,
 * variables, ports and paths in what is deployed.
 */
@NullMarked
package dev.winnow.benchmarks.documents;

import org.jspecify.annotations.NullMarked;
