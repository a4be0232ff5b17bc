package io.bactrian.engine.verify;

/**
 * How much of the data is read: {@code parts} of {@code of}, chosen by the day, so that of/parts
 * days in a row read everything.
 */
public record Share(int parts, int of) {
  /** Whether the object at this position of the manifest is read on this day since the epoch. */
  boolean includes(long position, long day) {
    long first = Math.floorMod(day * parts, of);
    return Math.floorMod(position - first, of) < parts;
  }
}
