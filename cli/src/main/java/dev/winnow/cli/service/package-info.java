/** Service: the coordinator's REST interface as a client sees it, and where the coordinator is. */
@NullMarked
package dev.winnow.cli.service;

import org.jspecify.annotations.NullMarked;
