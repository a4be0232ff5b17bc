package io.bactrian.route.operator;

import java.util.List;
import java.util.Optional;

/**
 * What is to be said of what is not watched any more, once that lasts, and when all is watched
 * again: a definition or a right may have been taken away, of which the client says nothing. One
 * thread only.
 */
final class Deafness {
  /** Fewer are no news: a watch breaks and is opened anew every few minutes. */
  static final int LOOKS = 3;

  private int looks;

  /** Empty: there is no news. */
  Optional<String> look(List<String> unwatched) {
    if (unwatched.isEmpty()) {
      boolean wasSaid = looks >= LOOKS;
      looks = 0;
      return wasSaid ? Optional.of("everything is watched again") : Optional.empty();
    }
    looks++;
    return looks == LOOKS ? Optional.of(complaint(unwatched)) : Optional.empty();
  }

  private static String complaint(List<String> unwatched) {
    return String.join(", ", unwatched)
        + " cannot be watched; what changes there is not handled until that is so. HINT: is the API"
        + " server reached, are definitions and roles there (kubectl apply -k deploy)?";
  }
}
