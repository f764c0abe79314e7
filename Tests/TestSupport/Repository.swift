import Foundation

/// The checkout that the tests are of, found from this file, whatever the working directory is.
public enum Repository {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

    /// The path of something in it.
    public static func path(_ name: String) -> String {
        root.appending(path: name).path(percentEncoded: false)
    }

    /// What a file in it says.
    public static func text(_ name: String) throws -> String {
        try String(contentsOf: root.appending(path: name), encoding: .utf8)
    }
}
