-- A line of the table that speed prints, from what wrk has measured.
function done(summary, latency)
  local perSecond = summary.requests / (summary.duration / 1e6)
  local e = summary.errors
  io.write(string.format("%-34s %10.0f %12.0f %8.2f %8.2f %8.2f %7d\n",
    os.getenv("LABEL"), perSecond, perSecond * tonumber(os.getenv("COUNT")),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
