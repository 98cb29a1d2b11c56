/**
 * What is measured, against what.
 *
 * <p>In: the name of a benchmark. Out: a table, or one JSON object. Subjects take turns (A B A B …)
 * within one run, so that whatever else the machine does hits all of them; what counts is the ratio
 * of medians of one run, never a number by itself. Each measurement has a JVM of its own.
 */
package org.batonha.benchmarks;
