package io.bactrian.operator;

import java.io.IOException;
import java.nio.file.Path;

/** Where an operator works: a cluster, or a directory. Holds worlds, several at once. */
interface End extends AutoCloseable {

  /** A world that goes on; its operator may serve others meanwhile. */
  World world(Path directory) throws IOException;

  /** One that dies by {@link World#killAll} and takes no other with it. */
  World mortalWorld(Path directory) throws IOException;

  /** An empty bucket for a world, reached from wherever its workers run. */
  BucketStore store(World world) throws IOException;

  @Override
  void close();
}
