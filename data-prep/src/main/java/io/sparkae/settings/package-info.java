/** Settings in HOCON: loaded, read by typed getters with bounds, and reported with all problems together. */
package io.sparkae.settings;
