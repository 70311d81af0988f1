/** JSON: how it is read where numbers must keep the digits that they were written with. */
@NullMarked
package dev.winnow.common.json;

import org.jspecify.annotations.NullMarked;
