package org.batonha.wildfly;

import java.util.List;
import org.jboss.as.controller.persistence.xml.ResourceRegistrationXMLElement;
import org.jboss.as.controller.persistence.xml.ResourceXMLChoice;
import org.jboss.as.controller.persistence.xml.ResourceXMLParticleFactory;
import org.jboss.as.controller.persistence.xml.SubsystemResourceRegistrationXMLElement;
import org.jboss.as.controller.persistence.xml.SubsystemResourceXMLSchema;
import org.jboss.as.controller.xml.IntVersionSchema;
import org.jboss.as.controller.xml.VersionedNamespace;
import org.jboss.as.controller.xml.XMLCardinality;
import org.jboss.staxmapper.IntVersion;

/** The versions of the subsystem's XML; each has an XSD in {@code docs/schema} of the server. */
enum BatonSchema implements SubsystemResourceXMLSchema<BatonSchema> {
  /** {@code urn:batonha:baton:1.0}, {@code baton_1_0.xsd}. */
  VERSION_1_0(1, 0);

  static final BatonSchema CURRENT = VERSION_1_0;

  private final VersionedNamespace<IntVersion, BatonSchema> namespace;
  private final ResourceXMLParticleFactory factory = ResourceXMLParticleFactory.newInstance(this);

  BatonSchema(int major, int minor) {
    this.namespace =
        IntVersionSchema.createURN(
            List.of("batonha", BatonRegistrar.REGISTRATION.getName()),
            new IntVersion(major, minor));
  }

  @Override
  public VersionedNamespace<IntVersion, BatonSchema> getNamespace() {
    return namespace;
  }

  @Override
  public SubsystemResourceRegistrationXMLElement getSubsystemXMLElement() {
    return factory
        .subsystemElement(BatonRegistrar.REGISTRATION)
        .addAttributes(BatonRegistrar.ATTRIBUTES)
        .withContent(
            factory
                .sequence()
                .withCardinality(XMLCardinality.Single.OPTIONAL)
                .addElement(BatonRegistrar.KEY)
                .addElement(sessions())
                .addChoice(any(link(), service()))
                .build())
        .build();
  }

  private ResourceRegistrationXMLElement sessions() {
    return factory
        .singletonElement(SessionsRegistrar.REGISTRATION)
        .withElementLocalName("durable-sessions")
        .withCardinality(XMLCardinality.Single.OPTIONAL)
        .addAttributes(SessionsRegistrar.ATTRIBUTES)
        .build();
  }

  private ResourceRegistrationXMLElement link() {
    return factory
        .namedElement(LinkRegistrar.REGISTRATION)
        .addAttributes(LinkRegistrar.ATTRIBUTES)
        .build();
  }

  private ResourceRegistrationXMLElement service() {
    return factory
        .namedElement(ServiceRegistrar.REGISTRATION)
        .addAttributes(ServiceRegistrar.ATTRIBUTES)
        .withContent(any(address()))
        .build();
  }

  private ResourceRegistrationXMLElement address() {
    return factory
        .namedElement(AddressRegistrar.REGISTRATION)
        .withResourceAttributeLocalName("cidr")
        .addAttribute(AddressRegistrar.DEVICE)
        .build();
  }

  private ResourceXMLChoice any(ResourceRegistrationXMLElement... elements) {
    ResourceXMLChoice.Builder choice =
        factory.choice().withCardinality(XMLCardinality.Unbounded.OPTIONAL);
    List.of(elements).forEach(choice::addElement);
    return choice.build();
  }
}
