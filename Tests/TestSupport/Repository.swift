import Foundation

/// The checkout that the tests are of.
public enum Repository {
    private static let root = URL(filePath: #filePath).appending(path: "../../..").standardized

    /// The path of something in it.
    public static func path(_ name: String) -> String { root.appending(path: name).path() }
}
