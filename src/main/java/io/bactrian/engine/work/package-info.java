/** Work under way: what is handed out, how far it is, what each attempt came to. */
package io.bactrian.engine.work;
