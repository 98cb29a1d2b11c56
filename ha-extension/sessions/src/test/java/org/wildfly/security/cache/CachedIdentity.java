package org.wildfly.security.cache;

/** Has the name of what the server keeps in the session of a user who has logged in. */
public final class CachedIdentity {}
