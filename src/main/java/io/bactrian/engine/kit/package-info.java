/** What every backup carries so that it can be restored without this program. */
package io.bactrian.engine.kit;
