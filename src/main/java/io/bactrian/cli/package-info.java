/**
 * The command line. A {@code …Verb} reads flags, a {@code …Runner} does the work, a {@link
 * io.bactrian.cli.Report} tells what became of it; {@code Run…} is the verb {@code run DIR}.
 */
package io.bactrian.cli;
