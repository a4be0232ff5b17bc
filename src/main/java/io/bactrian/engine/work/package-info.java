/** Work under way: what is handed out, how far it is, what each attempt came to, where it lies. */
package io.bactrian.engine.work;
