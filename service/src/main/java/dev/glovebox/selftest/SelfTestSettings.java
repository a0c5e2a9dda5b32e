package dev.glovebox.selftest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What workers make of their self-tests.
 *
 * @param disables whether a worker whose self-test fails takes no more work until somebody enables
 *     it
 * @param atStart whether each worker tests itself when it starts
 */
@ConfigurationProperties("glovebox.self-test")
public record SelfTestSettings(
    @DefaultValue("true") boolean disables, @DefaultValue("false") boolean atStart) {}
