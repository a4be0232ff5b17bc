/** What the engine needs of a store; whose kind it never knows. */
package io.bactrian.engine.store;
