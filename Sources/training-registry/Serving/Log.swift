import Foundation

/// Lines on standard error for whoever runs the service: an instant, a word, and what there is to
/// say.
///
/// It is never given a value that a person sent. A line that repeats itself is counted and told
/// once in a while, so that an outage does not fill a disk.
final class Log {
    private var latest = ""
    private var repeats = 0
    private var toldAt = Date.distantPast

    private static let interval: TimeInterval = 10

    /// Says that something happened.
    func note(_ text: String) { line("info", text) }

    /// Says that something went wrong.
    func fault(_ text: String) { line("error", text) }

    private func line(_ level: String, _ text: String) {
        let now = Date()
        // One line is one entry, whatever a server's message holds.
        let flat = String(
            decoding: text.utf8.map { $0 < 0x20 || $0 == 0x7f ? 0x20 : $0 }, as: UTF8.self)
        let entry = "\(level) \(flat)"
        if entry == latest, now.timeIntervalSince(toldAt) < Self.interval {
            repeats += 1
            return
        }
        if repeats > 0 { write("\(latest) (\(repeats) times more)", now) }
        latest = entry
        repeats = 0
        toldAt = now
        write(entry, now)
    }

    private func write(_ entry: String, _ now: Date) {
        FileHandle.standardError.write(Data("\(now.ISO8601Format()) \(entry)\n".utf8))
    }
}
