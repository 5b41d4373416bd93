/** The way to native memory and to the products in it. */
package io.sparkae.platform;
