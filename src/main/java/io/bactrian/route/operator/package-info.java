/**
 * The operator as Camel sees it: a consumer over the cluster's changes, and what its routes call.
 */
package io.bactrian.route.operator;
