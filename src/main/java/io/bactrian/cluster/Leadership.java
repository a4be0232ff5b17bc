package io.bactrian.cluster;

/** Of several operators one leads at a time. */
public interface Leadership extends AutoCloseable {

  /**
   * Campaigns from now on, on threads of its own. {@code lost} means that another may lead already:
   * whoever led must do nothing more.
   */
  void campaign(Runnable won, Runnable lost);

  boolean leads();

  /** Leaves the race and gives the lead back, so that another need not wait; calls nobody. */
  @Override
  void close();

  /** Where nobody else can be: leads from the campaign on. */
  static Leadership alone() {
    return new Leadership() {
      private volatile boolean leads;

      @Override
      public void campaign(Runnable won, Runnable lost) {
        leads = true;
        won.run();
      }

      @Override
      public boolean leads() {
        return leads;
      }

      @Override
      public void close() {
        leads = false;
      }
    };
  }
}
