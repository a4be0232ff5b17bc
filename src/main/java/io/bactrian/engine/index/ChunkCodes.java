package io.bactrian.engine.index;

import io.bactrian.engine.failure.Failure;

/** The letters of chunk kinds in a segment. */
final class ChunkCodes {
  private ChunkCodes() {}

  static String code(ChunkKind kind) {
    return switch (kind) {
      case ENTRIES -> "e";
      case HEADER -> "h";
      case DATA -> "d";
      case END -> "z";
    };
  }

  static ChunkKind kind(String code) {
    return switch (code) {
      case "e" -> ChunkKind.ENTRIES;
      case "h" -> ChunkKind.HEADER;
      case "d" -> ChunkKind.DATA;
      case "z" -> ChunkKind.END;
      default -> throw Failure.corrupt("the index holds a chunk of unknown kind '" + code + "'");
    };
  }
}
