/**
 * Native libraries (folders, checks, OpenBLAS kernel selection), bulk copies to native arrays, and memory of driver and
 * executors.
 */
package io.sparkae.platform;
