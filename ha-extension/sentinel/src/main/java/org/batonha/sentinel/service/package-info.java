/** What is different when the sentinel is a service of the host, with a socket for its servers. */
package org.batonha.sentinel.service;
