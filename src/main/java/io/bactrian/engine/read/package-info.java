/**
 * Reading a stored backup back: objects fetched and checked, the index believed only as far as it
 * is true, the plan of what lies where. What is done with it is for restore and verify.
 */
package io.bactrian.engine.read;
