@NullMarked
package dev.winnow.worker.adapter;

import org.jspecify.annotations.NullMarked;
