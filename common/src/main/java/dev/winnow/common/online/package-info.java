/**
 * Online requests on the wire: one document that somebody waits for, what is said of it while it is done, and that
 * nobody waits any more. Nothing of it is kept: who waits asks again.
 */
@NullMarked
package dev.winnow.common.online;

import org.jspecify.annotations.NullMarked;
