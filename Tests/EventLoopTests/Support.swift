import EventLoop

/// Late enough for a busy machine, early enough to fail a test.
var soon: Instant { .now() + .seconds(20) }
