/** Webhooks: where the service tells of its jobs. */
@NullMarked
package dev.winnow.cli.webhook;

import org.jspecify.annotations.NullMarked;
