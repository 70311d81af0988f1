/** Catalog: what the service has to offer, and what it makes of a schema. */
@NullMarked
package dev.winnow.cli.catalog;

import org.jspecify.annotations.NullMarked;
