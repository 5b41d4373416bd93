/** How states travel between the driver and the workers: as they are, or rounded to fewer bits. */
package io.sparkae.train.transfer;
