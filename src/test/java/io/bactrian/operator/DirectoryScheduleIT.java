package io.bactrian.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class DirectoryScheduleIT extends ScheduleContract {
  @Override
  World create(Path directory, Map<String, String> properties) throws IOException {
    return new DirectoryWorld(directory, properties);
  }
}
