/**
 * What CI jobs are given and what they leave: uploads, artifacts, reports. Rows name contents of
 * the blob store. Entry types: {@link dev.glovebox.ci.store.Uploads} and {@link
 * dev.glovebox.ci.store.Artifacts}. Tables: {@code ci_upload}, {@code ci_artifact}.
 */
@NullMarked
package dev.glovebox.ci.store;

import org.jspecify.annotations.NullMarked;
