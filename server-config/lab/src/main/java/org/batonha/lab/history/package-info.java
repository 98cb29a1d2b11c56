/**
 * What clients did and saw while faults happened, and whether it can be true: pure. In: operations.
 * Out: violations. After Jepsen (Kingsbury), for counters that each have one writer, where the
 * check takes no search.
 */
package org.batonha.lab.history;
