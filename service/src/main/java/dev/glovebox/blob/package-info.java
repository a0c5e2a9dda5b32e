/**
 * Large contents by their hash: test data, package files, later artifacts and logs. Rows elsewhere
 * hold the hashes. Entry type: {@link dev.glovebox.blob.Blobs}.
 */
@NullMarked
package dev.glovebox.blob;

import org.jspecify.annotations.NullMarked;
