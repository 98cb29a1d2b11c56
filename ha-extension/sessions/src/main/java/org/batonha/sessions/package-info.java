/**
 * Durable sessions: the end of a response is withheld until the change of its session is on the
 * session's second owner.
 *
 * <p>In: a servlet deployment of Undertow whose session manager commits a session in {@code
 * requestDone}, and a {@link org.batonha.sessions.CommitWitness} that tells what came of a commit.
 * Out: the same deployment, whose responses end after the commit, or, where it failed, as the
 * {@link org.batonha.sessions.OnFailure} says.
 *
 * <p>One {@link org.batonha.sessions.DurableSessions} per server has the settings and the counters.
 * For each request there is a {@link org.batonha.sessions.Pledge}: it knows the sessions that the
 * request uses, has a {@link org.batonha.sessions.Gate} in the way of the response, and commits
 * when the application is done with the request.
 */
package org.batonha.sessions;
