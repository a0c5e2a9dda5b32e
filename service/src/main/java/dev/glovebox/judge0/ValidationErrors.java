package dev.glovebox.judge0;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a submission: messages by attribute, in the order in which they were found.
 */
final class ValidationErrors {

  private final Map<String, List<String>> messages = new LinkedHashMap<>();

  void add(String attribute, String message) {
    messages.computeIfAbsent(attribute, _ -> new ArrayList<>()).add(message);
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  Map<String, List<String>> messages() {
    return messages;
  }
}
