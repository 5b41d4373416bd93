/** Settings in HOCON: loaded, checked as a whole and read by typed, bounded getters. */
package io.sparkae.settings;
