/**
 * What to do next. A {@link io.bactrian.control.Controller} is a pure function of a resource, the
 * facts known so far and the time, and answers with one {@link io.bactrian.control.Step}: a
 * question to ask, a deed to do, a status to write, or until when to wait. No I/O, no clock.
 */
package io.bactrian.control;
