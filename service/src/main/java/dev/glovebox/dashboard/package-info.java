/**
 * The pages of people who run the service, under {@code /dashboard}: rendered here, with no file
 * from anywhere else and no script or style in a page.
 *
 * <p>Has no tables. Lists are read by statements of its own, because operators see all tenants at
 * once; what is shown of one submission comes from its store. Everything that a program wrote is
 * hostile and goes through {@link dev.glovebox.dashboard.Legible} before it is shown. Entry type:
 * {@link dev.glovebox.dashboard.DashboardSecurity}.
 */
@NullMarked
package dev.glovebox.dashboard;

import org.jspecify.annotations.NullMarked;
