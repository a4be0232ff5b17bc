/** Directory trees: walking and reading them, entries, tar headers, and metadata put back. */
package io.bactrian.engine.tree;
