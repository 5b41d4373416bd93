/** Bulk copies to native arrays; OpenBLAS kernel selection; heap and native memory of this process. */
package io.sparkae.platform;
