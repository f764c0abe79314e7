-- Plain GET requests; see intake.lua for the line at the end.
function done(summary, latency)
   local errors = summary.errors
   print(string.format(
      "RESULT %d %d %d %d %d", summary.requests, summary.duration, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
