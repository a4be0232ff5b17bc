package io.bactrian.engine.repo;

/**
 * Who wants a lock, and what it is judged by.
 *
 * @param takeOver whose lock it may take at once
 * @param processes what is known of processes of this host
 * @param pace the clock that a holder's silence is measured on
 */
record LockClaim(Owner owner, TakeOver takeOver, LockTimes times, Processes processes, Pace pace) {}
