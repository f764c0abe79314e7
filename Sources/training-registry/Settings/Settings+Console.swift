extension Settings.Console {
    init(_ reader: inout SettingsReader) {
        idle = reader.milliseconds("session_idle_ms", default: 7_200_000)
        longest = reader.milliseconds("session_longest_ms", default: 43_200_000)
    }
}
