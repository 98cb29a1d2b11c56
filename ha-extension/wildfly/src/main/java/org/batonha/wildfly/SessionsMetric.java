package org.batonha.wildfly;

import java.util.function.ToLongFunction;
import org.batonha.jmx.SessionsMXBean;
import org.jboss.as.controller.AttributeDefinition;
import org.jboss.as.controller.SimpleAttributeDefinitionBuilder;
import org.jboss.as.controller.client.helpers.MeasurementUnit;
import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ModelType;
import org.wildfly.subsystem.resource.executor.Metric;

/** What can be read about durable sessions; the MBean has the same. */
enum SessionsMetric implements Metric<SessionsMXBean> {
  /** Responses that wait now. */
  WAITING("waiting", MeasurementUnit.NONE, SessionsMXBean::getWaiting),
  /** Responses that were withheld. */
  WITHHELD("withheld", MeasurementUnit.NONE, SessionsMXBean::getWithheld),
  /** Withheld responses that ended after a commit. */
  COMMITTED("committed", MeasurementUnit.NONE, SessionsMXBean::getCommitted),
  /** Commits that failed. */
  FAILED("failed", MeasurementUnit.NONE, SessionsMXBean::getFailed),
  /** Commits that took too long. */
  TIMED_OUT("timed-out", MeasurementUnit.NONE, SessionsMXBean::getTimedOut),
  /** Failed requests that were answered with 503. */
  REFUSED("refused", MeasurementUnit.NONE, SessionsMXBean::getRefused),
  /** Failed requests whose connection was broken. */
  BROKEN("broken", MeasurementUnit.NONE, SessionsMXBean::getBroken),
  /** Responses that went out without a commit. */
  WARNED("warned", MeasurementUnit.NONE, SessionsMXBean::getWarned),
  /** Requests that were refused for want of a quorum. */
  REFUSED_WITHOUT_QUORUM(
      "refused-without-quorum", MeasurementUnit.NONE, SessionsMXBean::getRefusedWithoutQuorum),
  /** How long a withheld response waited, the mean. */
  MEAN_WAIT("mean-wait", MeasurementUnit.MICROSECONDS, SessionsMXBean::getMeanWait),
  /** How long a withheld response waited at most. */
  LONGEST_WAIT("longest-wait", MeasurementUnit.MICROSECONDS, SessionsMXBean::getLongestWait);

  private final AttributeDefinition definition;
  private final ToLongFunction<SessionsMXBean> value;

  SessionsMetric(String name, MeasurementUnit unit, ToLongFunction<SessionsMXBean> value) {
    this.definition =
        new SimpleAttributeDefinitionBuilder(name, ModelType.LONG, true)
            .setMeasurementUnit(unit)
            .setStorageRuntime()
            .build();
    this.value = value;
  }

  @Override
  public AttributeDefinition get() {
    return definition;
  }

  @Override
  public ModelNode execute(SessionsMXBean sessions) {
    return new ModelNode(value.applyAsLong(sessions));
  }
}
