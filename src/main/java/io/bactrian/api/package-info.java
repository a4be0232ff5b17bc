/**
 * The custom resources as users write them and as the operator answers: plain data, with the
 * annotations that the CRDs are made of.
 */
package io.bactrian.api;
