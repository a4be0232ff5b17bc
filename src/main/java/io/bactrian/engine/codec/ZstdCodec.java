package io.bactrian.engine.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.bactrian.engine.failure.Failure;

/** One zstd frame a chunk, with its content size and without a checksum. */
final class ZstdCodec implements Codec {
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  ZstdCodec(int level) {
    compressor.setLevel(level).setContentSize(true).setChecksum(false);
  }

  @Override
  public int maxCompressedLength(int rawLength) {
    return Math.toIntExact(Zstd.compressBound(rawLength));
  }

  @Override
  public int compress(byte[] source, int rawLength, byte[] target) {
    return compressor.compressByteArray(target, 0, target.length, source, 0, rawLength);
  }

  @Override
  public void decompress(byte[] source, int compressedLength, byte[] target, int rawLength) {
    int length;
    try {
      length = decompressor.decompressByteArray(target, 0, rawLength, source, 0, compressedLength);
    } catch (ZstdException e) {
      throw Failure.corrupt("a zstd frame cannot be decompressed: " + e.getMessage());
    }
    if (length != rawLength) {
      throw Failure.corrupt("a zstd frame holds " + length + " bytes instead of " + rawLength);
    }
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
