package io.bactrian.engine.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bactrian.engine.failure.Failure;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @EnumSource
  void compress_anyLength_comesBack(ArchiveFormat format) {
    try (Codec codec = format.open(format.standardLevel())) {
      for (int length : new int[] {1, 511, 512, 65_536, (1 << 20) + 3}) {
        byte[] raw = halfCompressible(length);
        byte[] packed = new byte[codec.maxCompressedLength(length)];
        int packedLength = codec.compress(raw, length, packed);
        byte[] back = new byte[length + 10];
        codec.decompress(packed, packedLength, back, length);
        assertThat(Arrays.copyOf(back, length)).isEqualTo(raw);
        assertThat(Arrays.copyOfRange(back, length, length + 10)).containsOnly(0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void decompress_otherLength_isCorrupt(ArchiveFormat format) {
    try (Codec codec = format.open(format.standardLevel())) {
      byte[] raw = halfCompressible(4096);
      byte[] packed = new byte[codec.maxCompressedLength(4096)];
      int length = codec.compress(raw, 4096, packed);
      for (int wrong : new int[] {1, 4095, 4097}) {
        assertThatThrownBy(() -> codec.decompress(packed, length, new byte[5000], wrong))
            .isInstanceOf(Failure.class);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"TAR_ZST", "TAR_GZ"})
  void decompress_garbage_isCorrupt(ArchiveFormat format) {
    try (Codec codec = format.open(format.standardLevel())) {
      byte[] garbage = new byte[300];
      random.nextBytes(garbage);
      assertThatThrownBy(() -> codec.decompress(garbage, 300, new byte[1000], 1000))
          .isInstanceOf(Failure.class);
      assertThatThrownBy(() -> codec.decompress(garbage, 3, new byte[1000], 1000))
          .isInstanceOf(Failure.class);
    }
  }

  private byte[] halfCompressible(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Arrays.fill(bytes, 0, length / 2, (byte) 'a');
    return bytes;
  }
}
