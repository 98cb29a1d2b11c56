package org.batonha.transport;

import java.util.List;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/** The JGroups stack above the transport, as far as the links need it. */
interface Stack {
  /** Gives a message, or a bundle, to the stack; the buffer is read before this returns. */
  void deliver(IpAddress sender, byte[] buffer, int offset, int length);

  /** Suspects members of the view. */
  void suspect(List<Address> members);

  /** Takes a suspicion back. */
  void unsuspect(Address member);

  /** Returns the other members of the view. */
  Set<Address> others();

  /** Returns where the stack believes a member to be, or {@code null}. */
  IpAddress physical(Address member);
}
