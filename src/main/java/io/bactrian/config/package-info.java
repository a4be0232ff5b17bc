/**
 * Settings: found in file, environment and flags once, then typed and checked. What they are is in
 * {@code application.properties}.
 */
package io.bactrian.config;
