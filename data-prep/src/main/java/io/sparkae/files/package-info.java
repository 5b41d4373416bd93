/** Reading and writing files on any Hadoop file system: JSON, atomic writes, hashes, errors of inputs and outputs. */
package io.sparkae.files;
