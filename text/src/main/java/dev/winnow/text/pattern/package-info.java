/**
 * Pattern: regular languages of texts, which say before a text is written how it may go on.
 *
 * <p>Start reading at {@link Language}: a set of texts, to be combined with others. Its {@link Acceptor} is a
 * deterministic automaton over code points, to step through and to ask for the shortest way to an end. {@link Patterns}
 * reads ECMA-262 patterns into languages, {@link Formats} has those of JSON Schema's formats. A pattern goes
 * {@link PatternReader} -> {@link Node} -> {@link Steps}, by {@link StepWriter} -> an automaton over the classes of an
 * {@link Alphabet} ({@link Threads}, or {@link Situations} where it looks around) -> {@link Language}. What is too
 * large for that is {@link Loosened}, and found in finished texts by a {@link PatternMatcher}. All work is bounded,
 * whatever a tenant has written. Nothing here knows of schemas or tokens.
 */
@NullMarked
package dev.winnow.text.pattern;

import org.jspecify.annotations.NullMarked;
