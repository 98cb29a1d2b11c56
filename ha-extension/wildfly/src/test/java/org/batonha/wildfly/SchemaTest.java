package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.jboss.as.controller.AttributeDefinition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xml.sax.SAXException;

class SchemaTest {
  private static final String BODY =
      """
       preset="${preset:lan}" quorum="witness" nodes="n1 n2" arbiters="a1" witness="10.0.0.1" witness-min="1"
           channel="ee">
        <credential-reference store="keys" alias="baton"/>
        <durable-sessions timeout="${wait:5000}" on-failure="warn" without-quorum="serve"/>
        <link name="lan" protocol="udp" interface="${lan:eth0}" port="7600" priority="9" hosts="10.0.0.12 10.0.0.13:7601"/>
        <link name="ser" protocol="serial" interface="/dev/ttyS0" baud="115200"/>
        <service name="web" preference="n1 n2">
          <address cidr="10.0.0.100/24" device="${device:eth0}"/>
          <address cidr="fd00::100/64" device="eth0"/>
        </service>
        <service name="mail" preference="n2" failback="auto" failback-delay="5000" flap-limit="3"
            flap-window="60000" together-with="web db" apart-from="dns" reclaim="newest-epoch" drain-timeout="0"
            probe-num="3" probe-interval="1000" announce-wait="2000" announce-to="10.0.0.1 fd00::1"
            announce-neighbours="false" announce-refresh="10" on-conflict="yield"
            on-removal="yield" on-carrier-loss="yield" tickle="true" vmac="true"/>
      </subsystem>
      """;

  private static Schema xsd(BatonSchema version) throws SAXException {
    String file =
        "/schema/" + version.name().toLowerCase(Locale.ROOT).replace("version", "baton") + ".xsd";
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(SchemaTest.class.getResource(file));
  }

  private static void validate(BatonSchema version, String body) throws SAXException, IOException {
    String document = "<subsystem xmlns='" + version.getNamespace().getUri() + "'" + body;
    xsd(version).newValidator().validate(new StreamSource(new StringReader(document)));
  }

  @ParameterizedTest
  @EnumSource
  void describesAConfiguration(BatonSchema version) {
    assertThatCode(() -> validate(version, BODY)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void describesAnEmptyConfiguration(BatonSchema version) {
    assertThatCode(() -> validate(version, "/>")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void demandsAPreferenceAndADevice(BatonSchema version) {
    assertThatThrownBy(() -> validate(version, "><service name='web'/></subsystem>"))
        .hasMessageContaining("preference");
    assertThatThrownBy(() -> validate(version, BODY.replace("device", "card")))
        .hasMessageContaining("card");
  }

  @ParameterizedTest
  @EnumSource(names = "VERSION_1_0")
  void knowsEveryAttributeOfTheModel(BatonSchema current) {
    assertThat(current).isSameAs(BatonSchema.CURRENT);
    assertThat(
            Stream.of(
                    BatonRegistrar.ATTRIBUTES,
                    LinkRegistrar.ATTRIBUTES,
                    SessionsRegistrar.ATTRIBUTES,
                    ServiceRegistrar.ATTRIBUTES,
                    List.of(AddressRegistrar.DEVICE))
                .flatMap(List::stream)
                .map(AttributeDefinition::getXmlName))
        .allSatisfy(name -> assertThat(BODY).contains(name + "=\""));
  }
}
