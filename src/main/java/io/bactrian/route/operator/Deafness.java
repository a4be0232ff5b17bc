package io.bactrian.route.operator;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log what is not watched any more, once that lasts, and when all is watched again: a
 * definition or a right may have been taken away, of which the client says nothing. One thread
 * only.
 */
final class Deafness {
  /** Fewer are no news: a watch breaks and is opened anew every few minutes. */
  static final int LOOKS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Deafness.class);

  private int looks;

  void look(List<String> unwatched) {
    if (unwatched.isEmpty()) {
      if (looks >= LOOKS) {
        LOG.info("everything is watched again");
      }
      looks = 0;
    } else if (++looks == LOOKS) {
      LOG.warn(
          "{} cannot be watched; what changes there is not handled until that is so. "
              + "HINT: is the API server reached, are definitions and roles there (kubectl apply -k deploy)?",
          String.join(", ", unwatched));
    }
  }
}
