package dev.glovebox.account;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How API keys are checked.
 *
 * @param keyCache how long a key that was looked up is believed without asking the database, and so
 *     how long a key that another process revoked goes on working
 * @param useRecording how often the times of last use are written
 */
@ConfigurationProperties("glovebox.account")
public record AccountProperties(
    @DefaultValue("5s") Duration keyCache, @DefaultValue("30s") Duration useRecording) {}
