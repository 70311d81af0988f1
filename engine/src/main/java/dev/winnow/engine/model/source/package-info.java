/**
 * Model sources: finds a model where the operator said it is, and brings its files into one cache folder.
 *
 * <p>Start reading at {@link ModelCache}. {@link PackageIndex} and {@link HuggingFaceHub} find the files,
 * {@link Download} brings one file whole or not at all, {@link HttpAccess} decides which addresses and credentials are
 * used. Nothing here looks into the files; {@link ModelFiles} opens them.
 */
@NullMarked
package dev.winnow.engine.model.source;

import org.jspecify.annotations.NullMarked;
