/** Training by parameter averaging: rows stay where they are, the network's state goes round. */
package io.sparkae.train;
