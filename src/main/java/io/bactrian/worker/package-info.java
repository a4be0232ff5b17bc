/**
 * A backup, restore or clean as one process does it, for a person, for {@code run DIR} and by the
 * order of a worker Job.
 */
package io.bactrian.worker;
