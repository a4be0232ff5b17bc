/**
 * Stores over Kamelets. A Kamelet does five primitives; loops, classes of errors, comparing and
 * deadlines are here, once for all of them.
 */
package io.bactrian.store;
