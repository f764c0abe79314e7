import Foundation
import Glibc

/// One line on a terminal that says what is going on, and nothing anywhere else.
struct TerminalProgress {
    let isShown = isatty(STDERR_FILENO) == 1

    func say(_ text: String) { write("\r\u{1B}[K\(text)") }

    func clear() { write("\r\u{1B}[K") }

    private func write(_ text: String) {
        if isShown { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
