/** Tests of the shell around core: real channels in one JVM, and a sentinel that only pretends. */
package org.batonha.engine;
