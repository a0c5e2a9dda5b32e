package dev.glovebox.ci.plan;

/**
 * A secret of the project that a job asks for.
 *
 * @param name of the secret
 * @param variable that it is given in
 * @param file whether the variable holds the path of a file with it
 */
public record SecretRef(String name, String variable, boolean file) {}
