/**
 * Run folders: stages as transactions, their manifests and output folders, recovery after interrupted commits. Nothing
 * here depends on what a stage does.
 */
package io.sparkae.run;
