package org.batonha.wildfly;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.batonha.core.ServiceConfig;
import org.jboss.as.controller.OperationFailedException;

/**
 * What must hold between services that go together or stay apart. Both hold both ways, and going
 * together goes on: with whom one goes, all go that go with one of them.
 */
final class CompanyRules {
  private final Map<String, ServiceConfig> services;
  private final Map<String, Set<String>> together = new TreeMap<>();

  private CompanyRules(Map<String, ServiceConfig> services) {
    this.services = services;
    for (ServiceConfig service : services.values()) {
      for (String other : service.togetherWith()) {
        together.computeIfAbsent(service.name(), n -> new TreeSet<>()).add(other);
        together.computeIfAbsent(other, n -> new TreeSet<>()).add(service.name());
      }
    }
  }

  /**
   * Checks all services at once.
   *
   * @param services those that are resolved
   * @param names those that there are
   */
  static void check(List<ServiceConfig> services, Set<String> names)
      throws OperationFailedException {
    Map<String, ServiceConfig> byName = new TreeMap<>();
    services.forEach(service -> byName.put(service.name(), service));
    CompanyRules rules = new CompanyRules(byName);
    for (ServiceConfig service : byName.values()) {
      requireKnown("together-with", service.name(), service.togetherWith(), names);
      requireKnown("apart-from", service.name(), service.apartFrom(), names);
      Set<String> company = rules.companyOf(service.name());
      requireApart(service, company);
      rules.requireCommonNode(service, company);
    }
  }

  private static void requireKnown(
      String setting, String service, List<String> others, Set<String> names)
      throws OperationFailedException {
    for (String other : others) {
      if (!names.contains(other)) {
        throw new OperationFailedException(
            setting
                + " of service '"
                + service
                + "' names '"
                + other
                + "', which is not a service: there are "
                + names
                + "; add it before or in the same batch, or take it out of "
                + setting);
      }
    }
  }

  private Set<String> companyOf(String service) {
    Set<String> company = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(service));
    while (!next.isEmpty()) {
      String name = next.remove();
      if (company.add(name)) {
        next.addAll(together.getOrDefault(name, Set.of()));
      }
    }
    return company;
  }

  private static void requireApart(ServiceConfig service, Set<String> company)
      throws OperationFailedException {
    for (String other : service.apartFrom()) {
      if (company.contains(other)) {
        throw new OperationFailedException(
            "apart-from of service '"
                + service.name()
                + "' names '"
                + other
                + "', but by together-with "
                + company
                + " go together: take one of them out");
      }
    }
  }

  private void requireCommonNode(ServiceConfig service, Set<String> company)
      throws OperationFailedException {
    Set<String> common = new TreeSet<>(service.preference());
    for (String other : company) {
      if (services.containsKey(other)) {
        common.retainAll(services.get(other).preference());
      }
    }
    if (common.isEmpty()) {
      throw new OperationFailedException(
          "by together-with the services "
              + company
              + " go together, but no node is in the preference of all of them: add a node to each"
              + " preference, or take one out of together-with");
    }
  }
}
