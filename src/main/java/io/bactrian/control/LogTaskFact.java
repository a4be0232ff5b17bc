package io.bactrian.control;

/**
 * A log task, which goes on by itself whatever becomes of the Job that watches it.
 *
 * @param running whether it follows its source now
 * @param evidence what says so, for people
 */
public record LogTaskFact(boolean running, String evidence) {}
