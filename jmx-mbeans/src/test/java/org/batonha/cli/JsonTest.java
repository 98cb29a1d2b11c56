package org.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void writesEveryKindOfValue() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "t");
    value.put("number", -9_007_199_254_740_993L);
    value.put("yes", true);
    value.put("nothing", null);
    value.put("none", List.of());
    value.put("empty", Map.of());
    value.put("list", new ArrayList<>(List.of(1, List.of(2))));

    assertThat(Json.write(value))
        .isEqualTo(
            """
            {
              "text": "t",
              "number": -9007199254740993,
              "yes": true,
              "nothing": null,
              "none": [],
              "empty": {},
              "list": [
                1,
                [
                  2
                ]
              ]
            }
            """);
  }

  @Test
  void escapesWhatJsonDoesNotAllowAndAllThatIsNotAscii() {
    String nasty = "\"\\/\b\f\n\r\t\u0000\u001f\u007fé\u2028\ud83d\ude00";

    assertThat(Json.write(Map.of("k\"", nasty)))
        .contains(
            "\"k\\\"\": \"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\\u007f\\u00e9\\u2028\\ud83d\\ude00\"");
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Json.write(Map.of("x", 1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Double");
  }
}
