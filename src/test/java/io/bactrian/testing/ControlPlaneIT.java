package io.bactrian.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ControlPlaneIT {
  @Test
  void itAnswers() {
    ControlPlane plane = ControlPlane.startOrSkip();
    assertThat(plane.kubectl("get", "namespaces").output()).contains("kube-system");
    try (var client = plane.admin()) {
      assertThat(client.namespaces().withName("default").get()).isNotNull();
    }
  }
}
