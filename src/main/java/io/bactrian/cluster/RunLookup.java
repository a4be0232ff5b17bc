package io.bactrian.cluster;

import io.bactrian.control.Question;
import io.bactrian.control.RunFact;

/**
 * Asks repositories about runs. Reads one manifest; never throws: trouble is part of the answer.
 */
public interface RunLookup {
  RunFact find(Question.Committed question);
}
