/**
 * Tells addresses of a tenant's choice what happens to its runs and jobs, in the form of Standard
 * Webhooks 1.0 (standardwebhooks.com).
 *
 * <p>Tables: {@code webhook}, {@code webhook_delivery}, {@code webhook_attempt}. Deliveries are
 * written by a trigger on {@code ci_event}, hence in the transaction of what they tell. Entry type:
 * {@link dev.glovebox.webhook.Webhooks}.
 */
@NullMarked
package dev.glovebox.webhook;

import org.jspecify.annotations.NullMarked;
