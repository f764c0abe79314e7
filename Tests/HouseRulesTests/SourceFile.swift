import Foundation

/// A file of the project as the house rules look at it.
struct SourceFile: Sendable, CustomStringConvertible {
    /// Its path from the root of the project.
    var path: String
    var text: String
    /// The text with comments and the contents of strings blanked out, line for line.
    var code: String

    var name: String { (path as NSString).lastPathComponent }
    var description: String { path }
    var lines: [Substring] { Self.lines(of: text) }
    var codeLines: [Substring] { Self.lines(of: code) }

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = path.hasSuffix(".swift") ? SwiftText.code(of: text) : text
    }

    static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

    /// Read once: rules are many.
    private static let swift = Result {
        try read("Sources", ".swift") + read("Tests", ".swift")
    }

    /// Every file under a directory, in the order of their paths; none when there is no directory.
    static func all(under directory: String, suffix: String = ".swift") throws -> [SourceFile] {
        guard suffix == ".swift" else { return try read(directory, suffix) }
        return try swift.get().filter { $0.path.hasPrefix("\(directory)/") }
    }

    private static func read(_ directory: String, _ suffix: String) throws -> [SourceFile] {
        let base = root.appending(path: directory)
        guard FileManager.default.fileExists(atPath: base.path()) else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: base.path())
            .filter { $0.hasSuffix(suffix) }
            .sorted()
            .map { path in
                SourceFile(
                    path: "\(directory)/\(path)",
                    text: try String(contentsOf: base.appending(path: path), encoding: .utf8))
            }
    }

    /// The names of the directories in a directory.
    static func folders(in directory: String) throws -> [String] {
        let base = root.appending(path: directory)
        guard FileManager.default.fileExists(atPath: base.path()) else { return [] }
        return try FileManager.default
            .contentsOfDirectory(at: base, includingPropertiesForKeys: [.isDirectoryKey])
            .filter { try $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true }
            .map(\.lastPathComponent)
            .sorted()
    }

    /// The modules that are imported.
    var imports: Set<String> {
        let pattern =
            /(?m)^(?:@\w+ )*(?:(?:public|package|internal|private) )?import (?:\w+ )?(\w+)/
        return Set(code.matches(of: pattern).map { String($0.1) })
    }

    /// The types that are declared at the left margin.
    var topLevelTypes: [String] {
        code.matches(of: Self.topLevelType).map { String($0.1) }
    }

    /// The names of types that the code mentions from elsewhere: not members of another name, and
    /// not what the file declares itself.
    var mentionedTypes: Set<String> {
        let declared = code.matches(of: /\b(?:struct|enum|class|protocol|actor|case) (\w+)/)
        let words = code.matches(of: /(?:^|[^.\w])([A-Z]\w*)/).map { String($0.1) }
        return Set(words).subtracting(declared.map { String($0.1) })
    }

    private static var topLevelType: Regex<(Substring, Substring)> {
        /(?m)^(?:@\w+ )*(?:\w+ )*(?:struct|enum|class|protocol|actor|typealias) (\w+)/
    }

    private static func lines(of text: String) -> [Substring] {
        // A last line feed ends the last line and begins none.
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
