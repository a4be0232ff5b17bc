package io.bactrian.cli;

import io.bactrian.engine.work.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on stderr that follows a {@link Progress}. */
final class Bar implements AutoCloseable {
  private final Progress progress;
  private final ProgressBar bar;

  Bar(Progress progress) {
    this.progress = progress;
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(progress.phase())
            .setInitialMax(-1)
            .setUnit(" MiB", 1 << 20)
            .setStyle(ProgressBarStyle.ASCII)
            .showSpeed()
            .setUpdateIntervalMillis(200)
            .setMaxRenderedLength(100)
            .build();
  }

  void refresh() {
    if (progress.bytesTotal() > 0) {
      bar.maxHint(progress.bytesTotal());
    }
    bar.stepTo(progress.bytesDone());
    bar.setExtraMessage(progress.phase());
  }

  @Override
  public void close() {
    refresh();
    bar.close();
  }
}
