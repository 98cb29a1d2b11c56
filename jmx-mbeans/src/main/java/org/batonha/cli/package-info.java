/**
 * The {@code baton} command: watching and commanding a cluster from a shell.
 *
 * <p>In: arguments, and over JMX the MBeans of a running server. Out: data on standard output, as a
 * table for people or as JSON for programs; reports on standard error; one of the codes of {@link
 * org.batonha.cli.ExitCode}. Every call ends in bounded time, whatever the server does.
 *
 * <p>Only {@link org.batonha.cli.Main} is for others to use; it is what {@code bin/baton} starts.
 */
package org.batonha.cli;
