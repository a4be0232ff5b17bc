/**
 * From changes to deeds: a queue of resources, and passes that ask, act and write until nothing is
 * left but to wait.
 */
package io.bactrian.reconcile;
